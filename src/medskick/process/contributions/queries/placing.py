"""Where a contribution has been put, and what else could have been chosen: for a sender who says that it came wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from medskick.ground.core import chain, judgements
from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.chain import Description, Move, Ref
from medskick.ground.core.models import Judgement
from medskick.process.contributions.models import Contribution, Correction, State

# How a judgement about a correction says what became of it.
ANSWERED, MOVED, MOVED_AS_ASKED, TAKEN_OUT = "placing", "moved", "moved-as-asked", "taken-out"


@dataclass(frozen=True)
class Thought:
    """A part of the contribution that lies in one place: ``number`` of its parts, and its theme, None for none."""

    number: int
    statement: Description
    theme: Description | None

    @property
    def start(self) -> str:
        """Where in the text it begins: what tells it apart from the others."""
        return self.statement.ref.key.rpartition("-")[2]


@dataclass(frozen=True)
class Placing:
    """``here``: the themes it lies in; ``choices``: all that it could lie in, in order; ``thoughts``: its parts."""

    here: tuple[Description, ...] = ()
    choices: tuple[Description, ...] = ()
    thoughts: tuple[Thought, ...] = ()

    @property
    def others(self) -> tuple[Description, ...]:
        """The themes that nothing of it lies in."""
        here = {step.ref for step in self.here}
        return tuple(step for step in self.choices if step.ref not in here)


def placing(one: Contribution, viewer: Viewer = PUBLIC) -> Placing:
    """A bounded number of queries. Empty while it has not been put anywhere that shows."""
    if one.state != State.VISIBLE:
        return Placing()
    start = Ref("contribution", str(one.number))
    parts = chain.onward([start], viewer).get(start, [])
    homes = chain.beside(parts, viewer)
    parts = [ref for ref in parts if ref in homes]
    leads = chain.onward(parts, viewer)
    wanted = dict.fromkeys(ref for part in parts for ref in homes[part])
    told = chain.describe([*parts, *wanted], viewer)
    choices = tuple(told[ref] for ref in wanted if ref in told)
    lies_in = {part: next((ref for ref in leads.get(part, []) if ref in wanted), None) for part in parts}
    here = dict.fromkeys(ref for ref in lies_in.values() if ref is not None and ref in told)
    described = [part for part in parts if part in told]
    thoughts = [
        Thought(number, told[part], told.get(ref) if (ref := lies_in[part]) else None)
        for number, part in enumerate(described, 1)
    ]
    return Placing(tuple(told[ref] for ref in here), choices, tuple(thoughts))


@dataclass(frozen=True)
class Misplaced:
    """What a sender says in a correction: the names of the theme it lies in and of the one it belongs in, where known.

    Without ``belongs_in`` the sender does not know, or (``missing``) no theme in the list fits. ``start``, ``number``,
    ``of`` and ``words``: the one thought that it is about, where the text holds several. ``address``: where the viewer
    can move it; empty for one who may not.
    """

    lies_in: str
    belongs_in: str = ""
    address: str = ""
    missing: bool = False
    start: str = ""
    number: int = 0
    of: int = 0
    words: str = ""

    @property
    def lines(self) -> list[str]:
        """As the first lines of the correction, in the house's language: staff read them."""
        with translation.override(settings.LANGUAGE_CODE):
            lies = _("Ligger i temat: %(theme)s") % {"theme": self.lies_in}
            nowhere = _("Ligger inte i något tema än.")
            belongs = _("Hör hemma i temat: %(theme)s") % {"theme": self.belongs_in}
            missing = _("Hör hemma i ett tema som inte finns i listan.")
            unknown = _("Hör hemma i ett annat tema. Avsändaren vet inte vilket.")
            lines = [lies if self.lies_in else nowhere]
            lines.append(belongs if self.belongs_in else missing if self.missing else unknown)
            if self.start:
                lines.append(_which_thought() % vars(self))
        return lines


def _which_thought() -> str:
    return _("Gäller tanke %(number)s av %(of)s, från tecken %(start)s: ”%(words)s”")


def _which_thought_in_words() -> str:
    return _("Gäller tanke %(number)s av %(of)s: ”%(words)s”")


def for_people(text: str) -> tuple[str, int, int]:
    """A correction without what only the computer needs to find the thought again ("från tecken 98").

    Answers the text, where in the original something was taken out, and how many characters it was: for masks.
    """
    said = misplaced(text)
    if said is None or not said.start:
        return text, len(text), 0
    with translation.override(settings.LANGUAGE_CODE):
        told = _which_thought_in_words() % vars(said)
    *before, kept = said.lines
    begins = sum(len(line) + 1 for line in before)
    same = next(
        (n for n, (one, other) in enumerate(zip(kept, told, strict=False)) if one != other), len(told)
    )
    out = len(kept) - len(told)
    return text[: begins + same] + text[begins + same + out :], begins + same, out


def misplaced(text: str) -> Misplaced | None:
    """What the first lines of a correction say of its theme, or None for one about something else."""
    first, second, third = (*text.split("\n")[:3], "", "", "")[:3]
    lies_in, told = (line.partition(": ")[2] for line in (first, second))
    for found in (Misplaced(lies_in, told), Misplaced(lies_in, missing=True)):
        if found.lines == [first, second]:
            return _about(found, third)
    return None


def _about(found: Misplaced, line: str) -> Misplaced:
    """With the thought that the third line names, if it names one."""
    with translation.override(settings.LANGUAGE_CODE):
        pattern = re.escape(_which_thought())
    for name, kind in (("number", r"\d{1,5}"), ("of", r"\d{1,5}"), ("start", r"\d{1,9}"), ("words", ".*")):
        pattern = pattern.replace(re.escape(f"%({name})s"), f"(?P<{name}>{kind})")
    match = re.fullmatch(pattern, line)
    if match is None:
        return found
    number, of = int(match["number"]), int(match["of"])
    return replace(found, number=number, of=of, start=match["start"], words=match["words"])


def own_words_from(text: str) -> int:
    """Where the sender's own words begin in a correction: after the lines that the house wrote about its theme."""
    said = misplaced(text)
    if said is None:
        return 0
    lines = sum(len(line) + 1 for line in said.lines)
    return lines + len(text[lines:]) - len(text[lines:].lstrip())


def has_own_words(text: str) -> bool:
    """Whether the sender has written anything beside what was chosen."""
    return bool(text[own_words_from(text) :].strip())


def misplaced_in(corrections: Iterable[Correction], viewer: Viewer) -> dict[int, Misplaced]:
    """By the key of the correction, with where to move them. Needs their contributions; bounded by the chain."""
    told = {one.pk: (one, said) for one in corrections if (said := misplaced(one.text))}
    moves = {
        pk: Move(Ref("contribution", str(one.contribution.number)), said.lies_in, said.belongs_in, said.start)
        for pk, (one, said) in told.items()
    }
    addresses = chain.where_to_move(moves.values(), viewer) if moves else {}
    return {pk: replace(said, address=addresses.get(moves[pk], "")) for pk, (_one, said) in told.items()}


def answers(corrections: Iterable[Correction]) -> dict[int, Judgement]:
    """What a person has done about where the thought lies, by the key of the correction. One query."""
    keys = [str(one.pk) for one in corrections]
    current = judgements.current("correction", keys, ANSWERED) if keys else {}
    return {int(key): found for key, found in current.items() if found.value}
