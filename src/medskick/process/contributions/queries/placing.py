"""Where a contribution has been put, and what else could have been chosen: for a sender who says that it came wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from medskick.ground.core import chain
from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.chain import Description, Move, Ref
from medskick.process.contributions.models import Contribution, Correction, State


@dataclass(frozen=True)
class Placing:
    """``here``: the themes it lies in; ``others``: those beside them, in their order."""

    here: tuple[Description, ...] = ()
    others: tuple[Description, ...] = ()


def placing(one: Contribution, viewer: Viewer = PUBLIC) -> Placing:
    """A bounded number of queries. Empty while it has not been put anywhere that shows."""
    if one.state != State.VISIBLE:
        return Placing()
    start = Ref("contribution", str(one.number))
    reached = [step for level in chain.walk([start], viewer) for step in level]
    beside = chain.beside([step.ref for step in reached], viewer)
    here = tuple(step for step in reached if step.ref in beside)
    mine = {step.ref for step in here}
    wanted = dict.fromkeys(ref for refs in beside.values() for ref in refs if ref not in mine)
    described = chain.describe(wanted, viewer)
    return Placing(here, tuple(described[ref] for ref in wanted if ref in described))


@dataclass(frozen=True)
class Misplaced:
    """What a sender says in a correction: the names of the theme it lies in and of the one it belongs in, where known.

    ``address``: where the viewer can move it; empty for one who may not.
    """

    lies_in: str
    belongs_in: str = ""
    address: str = ""

    @property
    def lines(self) -> list[str]:
        """As the first lines of the correction, in the house's language: staff read them."""
        with translation.override(settings.LANGUAGE_CODE):
            belongs = (
                _("Hör hemma i temat: %(theme)s") % {"theme": self.belongs_in} if self.belongs_in else ""
            )
            unknown = _("Hör hemma i ett annat tema. Avsändaren vet inte vilket.")
            return [_("Ligger i temat: %(theme)s") % {"theme": self.lies_in}, belongs or unknown]


def misplaced(text: str) -> Misplaced | None:
    """What the first lines of a correction say of its theme, or None for one about something else."""
    first, _newline, rest = text.partition("\n")
    second = rest.partition("\n")[0]
    lies_in, told = (line.partition(": ")[2] for line in (first, second))
    found = Misplaced(lies_in, told)
    return found if lies_in and [first, second] == found.lines else None


def own_words_from(text: str) -> int:
    """Where the sender's own words begin in a correction: after the lines that the house wrote about its theme."""
    said = misplaced(text)
    if said is None:
        return 0
    lines = sum(len(line) + 1 for line in said.lines)
    return lines + len(text[lines:]) - len(text[lines:].lstrip())


def misplaced_in(corrections: Iterable[Correction], viewer: Viewer) -> dict[int, Misplaced]:
    """By the key of the correction, with where to move them. Needs their contributions; bounded by the chain."""
    told = {one.pk: (one, said) for one in corrections if (said := misplaced(one.text))}
    moves = {
        pk: Move(Ref("contribution", str(one.contribution.number)), said.lies_in, said.belongs_in)
        for pk, (one, said) in told.items()
    }
    addresses = chain.where_to_move(moves.values(), viewer) if moves else {}
    return {
        pk: Misplaced(said.lies_in, said.belongs_in, addresses.get(moves[pk], ""))
        for pk, (_one, said) in told.items()
    }
