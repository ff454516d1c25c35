"""Ages and kinds of sender of an edition as a whole: decided once, when it is published, and never counted again.

Age and sender stand on no row, so a table of them is safe only if no reader can subtract tables from each other until a
few persons are left. Therefore there is one table per edition and none per theme, hiding a contribution later changes
nothing in it, and a new one is made only if everything that can be worked out by comparing it with the earlier ones is
itself fit to print. To see that, sendings are laid in blocks by which of the tables count them: every sum and
difference of tables is made of blocks.

A sending is counted once, however many of its contributions show, and always with the same persons in the same group:
those of its largest contribution, whether that shows or not. So hiding one of two answers never moves anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from medskick.ground.core.access import Viewer
from medskick.ground.core.disclosure import SMALLEST
from medskick.process.contributions.models import AgeBand, Contribution, SenderKind
from medskick.process.insights.models import Edition, EditionStatement, EditionTable

AGE, SENDER = "age_band", "sender_kind"
FEWEST_SENDINGS = 2
_CHUNK = 900
_Key = TypeVar("_Key", int, UUID)


@dataclass(frozen=True)
class Voice:
    """One sending. ``now``: whether the new table counts it."""

    sending: Hashable
    persons: int
    group: str
    now: bool = True


@dataclass(frozen=True)
class Earlier:
    """A table that is already out: which sendings it counts and which groups it does not tell apart."""

    counted: frozenset[Hashable]
    hidden: frozenset[str] = frozenset()


# Persons of each sending, by group.
_Block = dict[str, list[int]]


def fit_to_print(voices: Iterable[Voice], earlier: Sequence[Earlier] = ()) -> dict[str, int | None] | None:
    """Persons by group, None for groups that are told together only; None when no table can be shown.

    Within every block each shown group, and the hidden ones together, are nobody or at least five persons of at least
    two sendings, and no group is everybody.
    """
    voices = list(voices)
    totals: dict[str, int] = defaultdict(int)
    for voice in voices:
        if voice.now:
            totals[voice.group] += voice.persons
    blocks = _blocks(voices, earlier)
    hidden = {group for block in blocks for group in block if not _enough([block[group]])}
    hidden |= {group for one in earlier for group in one.hidden if any(group in block for block in blocks)}
    while hidden and not _tell_nothing(hidden, totals, blocks):
        left = [persons for group, persons in totals.items() if group not in hidden and persons]
        if not left:
            return None
        hidden |= {group for group, persons in totals.items() if persons == min(left)}
    if any(_groups_told(block, hidden) < 2 for block in blocks) or not set(totals) - hidden:
        return None
    return {group: None if group in hidden else persons for group, persons in totals.items()}


def _blocks(voices: Iterable[Voice], earlier: Sequence[Earlier]) -> list[_Block]:
    found: dict[tuple[bool, ...], _Block] = {}
    for voice in voices:
        where = (voice.now, *(voice.sending in one.counted for one in earlier))
        if any(where):
            found.setdefault(where, {}).setdefault(voice.group, []).append(voice.persons)
    return list(found.values())


def _enough(groups: Iterable[Sequence[int]]) -> bool:
    together = [persons for sendings in groups for persons in sendings]
    return len(together) >= FEWEST_SENDINGS and sum(together) >= SMALLEST


def _tell_nothing(hidden: set[str], totals: Mapping[str, int], blocks: Iterable[_Block]) -> bool:
    """The hidden groups differ in size (else their sum tells each) and are enough together in every block."""
    if len({totals.get(group, 0) for group in hidden}) < 2:
        return False
    covered = ([block[group] for group in hidden if group in block] for block in blocks)
    return all(_enough(groups) for groups in covered if groups)


def _groups_told(block: _Block, hidden: set[str]) -> int:
    return len(set(block) - hidden) + bool(set(block) & hidden)


def freeze(edition: Edition) -> list[EditionTable]:
    """The tables of a new edition that may be printed, not saved."""
    rows = EditionStatement.objects.filter(edition=edition).exclude(contribution_outcome="")
    now = set(rows.filter(contribution__state="visible").values_list("contribution_id", flat=True))
    made = []
    for dimension in (AGE, SENDER):
        out = EditionTable.objects.filter(edition__cycle=edition.cycle_id, dimension=dimension)
        printed = list(out.order_by("pk").values_list("counted", "cells"))
        sent_with = _sendings(now.union(*(counted for counted, _cells in printed)))
        earlier = [
            Earlier(
                frozenset(sent_with[pk] for pk in counted),
                frozenset(group for group, persons in cells.items() if persons is None),
            )
            for counted, cells in printed
        ]
        voices = _voices(set(sent_with.values()), {sent_with[pk] for pk in now}, dimension)
        cells = fit_to_print(voices, earlier)
        if cells is not None:
            whole = sum(voice.persons for voice in voices if voice.now)
            together = whole - sum(persons or 0 for persons in cells.values())
            made.append(
                EditionTable(
                    edition=edition, dimension=dimension, cells=cells, together=together, counted=sorted(now)
                )
            )
    return made


def _chunks(keys: Iterable[_Key]) -> Iterator[list[_Key]]:
    wanted = sorted(keys)
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]


def _sendings(contributions: Iterable[int]) -> dict[int, UUID]:
    """Which sending each contribution came with."""
    found: dict[int, UUID] = {}
    for chunk in _chunks(contributions):
        found.update(Contribution.objects.filter(pk__in=chunk).values_list("pk", "sending"))
    return found


def _voices(sendings: Iterable[UUID], now: set[UUID], dimension: str) -> list[Voice]:
    """Every sending by its largest contribution, the first of those, whatever has become of it."""
    largest: dict[UUID, tuple[int, str]] = {}
    for chunk in _chunks(sendings):
        rows = Contribution.objects.filter(sending__in=chunk).order_by("persons", "-pk")
        for key, persons, group in rows.values_list("sending", "persons", dimension):
            largest[key] = (persons, group)
    return [Voice(key, *who, key in now) for key, who in largest.items()]


def tables_of(edition: Edition, viewer: Viewer) -> list[dict[str, Any]]:
    """The edition's tables for a page: title, lines with each one's share of the largest, persons told together."""
    from django.utils.translation import gettext as _

    titles = {AGE: (_("Åldrar"), _("Ålder")), SENDER: (_("Avsändare"), _("Avsändare"))}
    choices: dict[str, Any] = {AGE: AgeBand.choices, SENDER: SenderKind.choices}
    found = []
    for table in edition.tables.defer("counted"):
        title, place = titles[table.dimension]
        labels = {**dict(choices[table.dimension]), "": _("Inte angivet")}
        largest = max((persons or 0 for persons in table.cells.values()), default=0) or 1
        lines = [
            {
                "label": str(label),
                "value": table.cells[group],
                "share": round(100 * (table.cells[group] or 0) / largest),
            }
            for group, label in labels.items()
            if group in table.cells
        ]
        found.append({"title": title, "place": place, "lines": lines, "together": table.together})
    return found
