"""Who has taken part beside who lives here: four one-way tables, never crossed.

Municipality and channel stand on the published rows, so those tables follow the rows and tell no more than they: a
municipality has a number only through the channels in which a row may name it. Ages and kinds of sender stand on no
row; theirs are the newest printed tables. Persons are counted as they are, never weighted.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer
from medskick.ground.core.disclosure import SMALLEST, suppress, told
from medskick.process.contributions.models import AgeBand, Channel, Contribution, SenderKind, State
from medskick.process.contributions.queries import voices
from medskick.process.contributions.queries.sendings import once, there
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle
from medskick.process.participation.models import Dimension, PrintedTable
from medskick.process.participation.queries.printing import newest
from medskick.process.statistics.queries import Population, Total, population

MUNICIPALITY, AGE, CHANNEL, SENDER = "municipality", "age", "channel", "sender"
UNKNOWN = ""
FEWEST_PLACED = 0.9
"""Share of the persons whose municipality must be told for municipalities to be compared: what is missing is not spread
evenly, a small municipality may lack most of its own."""


@dataclass(frozen=True)
class Line:
    """A group. ``persons`` None: too few to show, or hidden so that such a group cannot be worked out.

    ``rate``: persons per 1 000 inhabitants. Shares are of 100: of those whose group may be told, and of inhabitants.
    """

    key: str
    label: str
    persons: int | None
    inhabitants: int | None = None
    rate: float | None = None
    share: float | None = None
    of_inhabitants: float | None = None

    @property
    def gap(self) -> float | None:
        """How many percentage points more (or fewer) of the voices than of the inhabitants."""
        if self.share is None or self.of_inhabitants is None:
            return None
        return self.share - self.of_inhabitants


@dataclass(frozen=True)
class Table:
    """One way to divide those who have taken part. ``rest``: persons whose group is not told, None for fewer than five.

    ``printed_at`` None: it follows what shows just now. ``rate`` is that of all groups together.
    """

    key: str
    lines: tuple[Line, ...]
    persons: int
    rest: int | None = 0
    rate: float | None = None
    total: Total | None = None
    year: int | None = None
    printed_at: datetime.datetime | None = None

    @property
    def is_at_least(self) -> bool:
        """Whether a group may be larger than its number, so that no group can be called the least or the most.

        A municipality has only those who came through channels where five or more share it; which municipalities lack
        some is not told. Ages and channels are whole or hidden.
        """
        return self.key == MUNICIPALITY and self.rest != 0

    @property
    def shown(self) -> tuple[Line, ...]:
        """Groups with a number."""
        return tuple(line for line in self.lines if line.persons is not None)

    @property
    def hidden(self) -> tuple[Line, ...]:
        """Groups without one."""
        return tuple(line for line in self.lines if line.persons is None)


@dataclass(frozen=True)
class Participation:
    """All tables that may be shown. ``persons``: behind everything that shows, None for fewer than five."""

    persons: int | None
    tables: tuple[Table, ...]
    population: Population

    def table(self, key: str) -> Table | None:
        """The table of this key, if it is there."""
        return next((one for one in self.tables if one.key == key), None)


def participation(cycle: StrategyCycle, viewer: Viewer) -> Participation:
    """The tables of a cycle. Five queries."""
    living = population(viewer)
    spoken = voices(cycle, viewer)
    if spoken.behind < SMALLEST:
        return Participation(told(spoken.persons), (), living)
    out = newest(cycle.pk, viewer)
    tables = (
        [_municipalities(spoken.spread_by_code, spoken.persons, living)]
        if regions.region().has_spread
        else []
    )
    if Dimension.AGE in out:
        tables.append(_ages(out[Dimension.AGE], living))
    tables.append(_channels(cycle, spoken.persons))
    if Dimension.SENDER in out:
        tables.append(_printed(SENDER, out[Dimension.SENDER], dict(SenderKind.choices)))
    return Participation(spoken.persons, tuple(tables), living)


def _municipalities(persons: Mapping[str, int], everybody: int, living: Population) -> Table:
    labels = {one.code: one.name for one in regions.region().municipalities}
    placed = sum(persons.values())
    lines = _lines(labels, persons, placed, living.municipalities, living.total)
    rate = _per_thousand(placed, living.total.people if living.total else None)
    if placed < FEWEST_PLACED * everybody:
        lines = tuple(Line(line.key, line.label, line.persons, line.inhabitants) for line in lines)
        rate = None
    return Table(MUNICIPALITY, lines, placed, told(everybody - placed), rate, living.total, living.year)


def _ages(table: PrintedTable, living: Population) -> Table:
    cells = {key: persons for key, persons in table.cells.items() if key != UNKNOWN}
    shown = {key: persons for key, persons in cells.items() if persons is not None}
    placed = sum(shown.values())
    people = {band: total.people for band, total in living.bands.items()}
    labels = {key: str(label) for key, label in AgeBand.choices}
    whole = _all_ages(living)
    counted = {**dict.fromkeys(labels, 0), **cells}
    lines = _lines(labels, counted, placed, people, whole)
    # A share of all inhabitants says nothing where a band is hidden.
    rate = _per_thousand(placed, whole.people if whole and len(shown) == len(cells) else None)
    rest = table.together + (table.cells.get(UNKNOWN) or 0)
    return Table(AGE, lines, placed, told(rest), rate, whole, living.bands_year, table.printed_at)


def _all_ages(living: Population) -> Total | None:
    """Everybody in the bands' own year: the published number where it is of that year, else the sum of the bands."""
    if living.total and living.year == living.bands_year:
        return living.total
    people = [total.people for total in living.bands.values()]
    return Total(sum(people), summed=True) if people else None


def _channels(cycle: StrategyCycle, everybody: int) -> Table:
    rows = Contribution.objects.filter(cycle=cycle, state=State.VISIBLE).order_by()
    one_each = once(rows, "channel")
    found = rows.values_list("channel").annotate(
        behind=Sum("persons", filter=one_each), people=Sum(there(), filter=one_each)
    )
    behind, persons = dict[str, int](), dict[str, int]()
    for channel, speakers, people in found:
        behind[channel], persons[channel] = speakers or 0, people or 0
    shown = {row.key: row.persons for row in suppress(persons, behind=behind) if row.key is not None}
    # While any is hidden, an empty one looks no different: which ones are small is not told either.
    hidden = len(shown) < len(persons)
    labels = {key: str(label) for key, label in Channel.choices}
    cells = {key: shown.get(key, None if hidden else 0) for key in labels}
    placed = sum(number or 0 for number in cells.values())
    return Table(CHANNEL, _lines(labels, cells, placed), placed, told(sum(persons.values()) - placed))


def _printed(key: str, table: PrintedTable, choices: Mapping[str, object]) -> Table:
    labels = {group: str(label) for group, label in choices.items()}
    cells: dict[str, int | None] = {**dict.fromkeys(labels, 0), **table.cells}
    unknown = cells.pop(UNKNOWN, 0) or 0
    placed = sum(number or 0 for number in cells.values())
    rest = table.together + unknown
    return Table(key, _lines(labels, cells, placed), placed, told(rest), printed_at=table.printed_at)


def _lines(
    labels: Mapping[str, str],
    persons: Mapping[str, int | None],
    placed: int,
    people: Mapping[str, int] | None = None,
    whole: Total | None = None,
) -> tuple[Line, ...]:
    people = people or {}
    lines = []
    for key, label in labels.items():
        number = persons.get(key)
        living = people.get(key)
        lines.append(
            Line(
                key,
                label,
                number,
                living,
                None if number is None else _per_thousand(number, living),
                None if number is None or not placed else 100 * number / placed,
                100 * living / whole.people if living is not None and whole and whole.people else None,
            )
        )
    return tuple(lines)


def _per_thousand(persons: int, people: int | None) -> float | None:
    return 1000 * persons / people if people else None


def titles() -> dict[str, str]:
    """What each table divides by, in the page's language."""
    return {MUNICIPALITY: _("Kommun"), AGE: _("Ålder"), CHANNEL: _("Kanal"), SENDER: _("Avsändare")}


Row = tuple[str, str, int | None, int | None, float | None, float | None, float | None, str]


def rows(cycle: StrategyCycle, viewer: Viewer) -> Iterator[Row]:
    """The tables as open data: table, group, persons, inhabitants, per 1 000, two shares, the day it was printed.

    Empty persons: fewer than five, or hidden. One decimal is all that the figures carry.
    """
    named = titles()
    for table in participation(cycle, viewer).tables:
        day = table.printed_at.date().isoformat() if table.printed_at else ""
        for line in table.lines:
            yield (
                named[table.key], line.label, line.persons, line.inhabitants,
                _one(line.rate), _one(line.share), _one(line.of_inhabitants), day,
            )  # fmt: skip


def _one(number: float | None) -> float | None:
    return None if number is None else round(number, 1)


def lowest_first(lines: Sequence[Line]) -> list[Line]:
    """Hidden groups first, then from the lowest rate to the highest; equal ones in the given order."""
    return sorted(lines, key=lambda line: (line.persons is not None, line.rate or 0.0))
