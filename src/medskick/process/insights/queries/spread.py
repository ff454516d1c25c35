"""Spread of themes over municipalities and channels, in persons, small groups hidden.

Both stand on the rows that anybody can read, and the tables tell no more than these. Municipalities are made coarse
first: a contribution counts for its municipality only where its published row may name it (``places``). Persons are
counted once per sending in a theme, those behind what it says there, and once in the total, all who were there; what is
small is told by those behind it alone (``sendings``). Then every table is suppressed over all themes of the edition
together with its totals, so that a hidden cell follows neither from its row nor from its column. Ages and kinds of
sender stand on no row; their tables are ``tables``'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Sum

from medskick.ground.core.access import Viewer
from medskick.ground.core.disclosure import SMALLEST
from medskick.process.contributions.models import Channel
from medskick.process.contributions.queries.sendings import once, there
from medskick.process.cycle.region import Region
from medskick.process.insights.models import Edition, EditionStatement, Outcome
from medskick.process.insights.queries.places import Places, places

ALL = 0
UNKNOWN = ""
MUNICIPALITY, CHANNEL = "municipality", "channel"
Cells = dict[tuple[int, str], int]


@dataclass(frozen=True)
class Row:
    """A group as shown. ``persons`` None: fewer than five, or hidden so that such a group cannot be worked out."""

    key: str
    label: str
    persons: int | None


@dataclass(frozen=True)
class Table:
    """One spread of one theme. ``hidden`` persons stand in the hidden rows together; the sum of the table is whole.

    ``too_few``: all persons together are so few that no spread is shown.
    """

    dimension: str
    rows: tuple[Row, ...]
    hidden: int
    too_few: bool = False

    @property
    def named_places(self) -> int:
        """Groups with somebody in them, hidden ones too, unknown left out."""
        return sum(1 for row in self.rows if row.persons != 0 and row.key != UNKNOWN)

    @property
    def everywhere(self) -> bool:
        """Somebody is in every group that has a name, and there are several."""
        named = [row for row in self.rows if row.key != UNKNOWN]
        return len(named) > 1 and self.named_places == len(named)

    @property
    def unknown(self) -> int | None:
        """Persons in no group that may be told: 0 for none, None when they are hidden."""
        return next((row.persons for row in self.rows if row.key == UNKNOWN), 0)


def dimensions(region: Region) -> tuple[str, ...]:
    """What to show spread over: in a region with a single municipality channel stands in for place."""
    return (MUNICIPALITY, CHANNEL) if region.has_spread else (CHANNEL,)


def spread(edition: Edition, dimension: str, region: Region, viewer: Viewer) -> dict[int, Table]:
    """The table of every top theme by ``EditionTheme.pk``, and of all together under ``ALL``. At most five queries."""
    known = places(edition, viewer) if dimension == MUNICIPALITY else None
    cells, behind = _cells(edition, dimension, known, viewer)
    labels = _labels(dimension, region)
    hidden = suppressed(behind)
    themes = {theme for theme, _key in cells}
    few = {theme for theme in themes if sum(n for cell, n in behind.items() if cell[0] == theme) < SMALLEST}
    return {theme: _table(dimension, theme, cells, hidden, labels, theme in few) for theme in themes}


def suppressed(cells: Mapping[tuple[int, str], int]) -> set[tuple[int, str]]:
    """Which cells to hide: small ones, and companions until no row or column of them gives one away.

    Hidden cells of a row (and of a column) are at least two and at least five persons together, or everything in it is
    hidden.
    """
    hidden = {cell for cell, persons in cells.items() if 0 < persons < SMALLEST}
    lines = _lines(cells)
    changed = True
    while changed:
        changed = False
        for line in lines:
            covered = [cell for cell in line if cell in hidden]
            while covered and (len(covered) < 2 or sum(cells[c] for c in covered) < SMALLEST):
                open_ = [cell for cell in line if cell not in hidden and cells[cell] > 0]
                if not open_:
                    break
                least = min(open_, key=lambda cell: (cells[cell], cell))
                hidden.add(least)
                covered.append(least)
                changed = True
    return hidden


def _lines(cells: Iterable[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Rows (themes) and columns (groups) of the table, totals among them."""
    by_theme: dict[int, list[tuple[int, str]]] = defaultdict(list)
    by_group: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for cell in sorted(cells):
        by_theme[cell[0]].append(cell)
        by_group[cell[1]].append(cell)
    return [*by_theme.values(), *by_group.values()]


def _cells(
    edition: Edition, dimension: str, known: Places | None, viewer: Viewer
) -> tuple[Cells, Mapping[tuple[int, str], int]]:
    """Persons by theme and group, each sending once in a theme. The total counts it once, whatever became of it.

    Beside them those who stand behind what was said, where the total has more.
    """
    rows = EditionStatement.objects.visible_to(viewer).filter(edition=edition).order_by()
    inside = rows.filter(opens_theme=True).exclude(theme=None)
    inside = inside.filter(Q(outcome=Outcome.ASSIGNED) | ~Q(theme__outside_reason=""))
    every = rows.exclude(contribution_outcome="")
    column = f"contribution__{dimension}"
    cells: Cells = defaultdict(int)
    behind: Cells = defaultdict(int)
    for rows, groups in ((inside, ("theme_id",)), (every, ())):
        speaking = rows.filter(once(rows, *groups, path="contribution__"))
        counted = speaking.values_list("theme_id", column, "contribution__channel")
        told = Sum("contribution__persons"), Sum(there("contribution__"))
        for theme, group, channel, speakers, people in counted.annotate(speakers=told[0], people=told[1]):
            cell = (theme if groups else ALL, known.of(channel, group) if known else group)
            behind[cell] += speakers
            cells[cell] += speakers if groups else people
    return dict(cells), dict(behind)


def _table(
    dimension: str,
    theme: int,
    cells: Cells,
    hidden: set[tuple[int, str]],
    labels: Mapping[str, Any],
    few: bool,
) -> Table:
    own = {group: persons for (owner, group), persons in cells.items() if owner == theme}
    covered = sum(persons for group, persons in own.items() if (theme, group) in hidden)
    if few or (covered and covered == sum(own.values())):
        return Table(dimension, (), covered, too_few=True)
    rows = []
    for group, label in labels.items():
        persons = own.get(group, 0)
        if group == UNKNOWN and not persons:
            continue
        rows.append(Row(group, str(label), None if (theme, group) in hidden else persons))
    return Table(dimension, tuple(rows), covered)


def _labels(dimension: str, region: Region) -> dict[str, Any]:
    from django.utils.translation import gettext as _

    if dimension == MUNICIPALITY:
        known = {one.code: one.name for one in region.municipalities}
        return {**known, UNKNOWN: _("Inte angiven, eller för få för att visa")}
    return {**dict(Channel.choices), UNKNOWN: _("Inte angivet")}
