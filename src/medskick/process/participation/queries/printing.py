"""What tables of ages and senders are out, and what the next ones would be.

A sending that has been counted stays counted: were it taken out when its sender withdraws, the difference of two tables
would point at one person. So each new table counts everything the earlier ones did, and what shows now besides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from medskick.ground.core.access import Viewer
from medskick.ground.core.disclosure import SMALLEST
from medskick.ground.core.printed import FEWEST_SENDINGS, Earlier, Voice, fit_to_print
from medskick.process.contributions.models import Contribution, State
from medskick.process.contributions.queries.sendings import largest
from medskick.process.participation.earlier import elsewhere
from medskick.process.participation.models import Dimension, PrintedTable


@dataclass(frozen=True)
class Draft:
    """The next table of one dimension, or why there is none.

    ``cells`` None: it cannot be printed. ``hides``: groups that it would hide and that are not hidden already; from
    then on they stay hidden. ``fresh``: persons that no table of ours has counted.
    """

    dimension: Dimension
    cells: dict[str, int | None] | None
    counted: frozenset[UUID]
    persons: int
    fresh: int
    hides: frozenset[str]

    @property
    def ready(self) -> bool:
        """It tells something new and hides nothing that could be told by waiting."""
        return bool(self.fresh) and self.cells is not None and not self.hides

    @property
    def possible(self) -> bool:
        """It could be printed, at the price of hiding groups from now on."""
        return bool(self.fresh) and self.cells is not None

    @property
    def together(self) -> int:
        """Persons in the hidden groups."""
        return self.persons - sum(persons or 0 for persons in (self.cells or {}).values())


def printed(cycle: int, dimension: str, viewer: Viewer) -> list[Earlier]:
    """Our own tables that are out, as later tables are compared with them. One query."""
    rows = PrintedTable.objects.filter(cycle=cycle, dimension=dimension).order_by("pk")
    return [
        Earlier(
            frozenset(UUID(key) for key in counted),
            frozenset(group for group, persons in cells.items() if persons is None),
        )
        for counted, cells in rows.values_list("counted", "cells")
    ]


def newest(cycle: int, viewer: Viewer) -> dict[str, PrintedTable]:
    """The table that shows, by dimension. One query."""
    rows = PrintedTable.objects.filter(cycle=cycle).defer("counted").order_by("pk")
    return {one.dimension: one for one in rows}


def last_printed(cycle: int, viewer: Viewer) -> int:
    """A number that grows with every table: what is made beside our tables tells by it that there is a new one."""
    return PrintedTable.objects.filter(cycle=cycle).aggregate(last=Max("pk"))["last"] or 0


def draft(cycle: int, dimension: Dimension, viewer: Viewer) -> Draft:
    """What would be printed now."""
    own = printed(cycle, dimension, viewer)
    earlier = [*own, *elsewhere(cycle, dimension)]
    showing = Contribution.objects.filter(cycle=cycle, state=State.VISIBLE).order_by()
    counted: set[Hashable] = set(showing.values_list("sending", flat=True).distinct())
    counted = counted.union(*(one.counted for one in earlier))
    sent = {key for key in counted if isinstance(key, UUID)}
    voices = [Voice(key, persons, group) for key, (persons, group) in largest(sent, dimension).items()]
    before = own[-1].counted if own else frozenset()
    fresh = [voice for voice in voices if voice.sending not in before]
    cells = fit_to_print(voices, earlier)
    known = {group for one in earlier for group in one.hidden}
    hides = {group for group, persons in (cells or {}).items() if persons is None} - known
    if cells is None:
        hides = _small(fresh)
    return Draft(
        dimension,
        cells,
        frozenset(sent),
        sum(voice.persons for voice in voices),
        sum(voice.persons for voice in fresh),
        frozenset(hides),
    )


def _small(voices: list[Voice]) -> set[str]:
    """Groups that are too few among these."""
    groups: dict[str, list[int]] = defaultdict(list)
    for voice in voices:
        groups[voice.group].append(voice.persons)
    return {group for group, each in groups.items() if sum(each) < SMALLEST or len(each) < FEWEST_SENDINGS}
