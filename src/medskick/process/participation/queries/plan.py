"""Where the next stop would add most: who has spoken less than the county as a whole, more than chance explains.

For each group the rate per 1 000 inhabitants stands between two limits (95 %): Byar's approximation of the exact
Poisson limits (Breslow & Day 1987, p. 69), widened by how unequal sendings are, since thirty in a class do not choose
one by one: by how unequal the group's own are, as though one more person had come as people do in the county. A
group is below when even its upper limit is under the county's rate, so a small place is not first by chance. This is
for those who may read every voice: it stands on the voices themselves.
"""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.disclosure import told
from medskick.process.contributions.models import AgeBand, Contribution, State
from medskick.process.contributions.queries.sendings import once, there
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle
from medskick.process.participation import stops as meeting
from medskick.process.participation.stops import Stop
from medskick.process.statistics.queries import population

Z = 1.96
AS_IN_THE_COUNTY = 1  # person: all that is known of a group from which nobody has come


class Limits(NamedTuple):
    """Persons between which the true level lies, 95 times of 100."""

    low: float
    high: float


def limits(persons: int, spread: float = 1.0) -> Limits:
    """For a count of persons; ``spread`` is the variance as a multiple of the mean, 1 where each chooses alone."""
    count = persons / spread
    low = count * (1 - 1 / (9 * count) - Z / (3 * math.sqrt(count))) ** 3 if count >= 0.5 else 0.0
    more = count + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * math.sqrt(more))) ** 3
    return Limits(max(0.0, low) * spread, high * spread)


@dataclass(frozen=True)
class Need:
    """A group and how far below the county it is. Rates are per 1 000 inhabitants; ``persons`` None is fewer than five.

    ``below``: how far the upper limit is under the county's rate, negative where chance may explain it all.
    ``reaches``: its rate is the county's or more.
    ``missing``: so many more voices and it would be at the county's rate. ``past`` and ``next`` tell of stops.
    """

    place: str
    band: str
    place_name: str
    band_name: str
    persons: int | None
    inhabitants: int
    rate: float | None
    high: float
    below: float
    missing: int
    reaches: bool = False
    past: int = 0
    next: Stop | None = None

    @property
    def is_below(self) -> bool:
        """More than chance explains."""
        return self.below > 0

    @property
    def without_stop(self) -> bool:
        """Nobody has been there, and nobody is going."""
        return self.past == 0 and self.next is None


@dataclass(frozen=True)
class Plan:
    """Needs by municipality, by age band and by both, most below first. ``level`` is the county's rate of each kind."""

    places: tuple[Need, ...]
    bands: tuple[Need, ...]
    both: tuple[Need, ...]
    levels: Mapping[str, float]
    has_population: bool
    knows_stops: bool


class _Sent(NamedTuple):
    place: str
    band: str
    persons: int


def plan(cycle: StrategyCycle, viewer: Viewer, day: datetime.date | None = None) -> Plan:
    """What the next meetings could go by. Two queries besides those of the rooms that know stops."""
    require("participation.plan", viewer)
    rows = Contribution.objects.filter(cycle=cycle, state=State.VISIBLE).order_by()
    speaking = rows.filter(once(rows)).values_list("municipality", "age_band", there())
    sent = [_Sent(*one) for one in speaking]
    living = population(viewer)
    stops = meeting.stops(viewer)
    day = day or timezone.localdate()
    bands = {key: people.people for key, people in living.bands.items()}
    found: dict[str, tuple[Need, ...]] = {}
    levels: dict[str, float] = {}
    for kind, people in (
        ("places", {(code, ""): number for code, number in living.municipalities.items()}),
        ("bands", {("", band): number for band, number in bands.items()}),
        ("both", dict(living.local_bands)),
    ):
        needs, levels[kind] = _needs(kind, people, sent, stops, day)
        found[kind] = tuple(needs)
    return Plan(
        found["places"], found["bands"], found["both"], levels, bool(living.municipalities), bool(stops)
    )


def _key(kind: str, one: _Sent) -> tuple[str, str]:
    return (one.place if kind != "bands" else "", one.band if kind != "places" else "")


def _needs(
    kind: str,
    people: Mapping[tuple[str, str], int],
    sent: Iterable[_Sent],
    stops: Sequence[Stop],
    day: datetime.date,
) -> tuple[list[Need], float]:
    """Every group of a kind, most below first, and the rate of all of them together."""
    groups: dict[tuple[str, str], int] = defaultdict(int)
    squares: dict[tuple[str, str], int] = defaultdict(int)
    for one in sent:
        key = _key(kind, one)
        if key in people:
            groups[key] += one.persons
            squares[key] += one.persons**2
    everybody, persons = sum(people.values()), sum(groups.values())
    if not everybody or not persons:
        return [], 0.0
    level, common = persons / everybody, max(1.0, sum(squares.values()) / persons)
    region, ages = regions.region(), dict(AgeBand.choices)
    needs = []
    for (place, band), inhabitants in people.items():
        if not inhabitants:
            continue
        number = groups[place, band]
        spread = (squares[place, band] + AS_IN_THE_COUNTY * common) / (number + AS_IN_THE_COUNTY)
        high = limits(number, max(1.0, spread)).high / inhabitants
        here = [stop for stop in stops if _concerns(stop, place, band)]
        needs.append(
            Need(
                place,
                band,
                region.municipality_name(place),
                str(ages.get(band, band)),
                told(number),
                inhabitants,
                None if told(number) is None else 1000 * number / inhabitants,
                1000 * high,
                1000 * (level - high),
                max(0, math.ceil(round(inhabitants * level - (told(number) or 0), 5))),
                number >= inhabitants * level,
                sum(1 for stop in here if stop.day < day),
                next((stop for stop in here if stop.day >= day), None),
            )
        )
    needs.sort(key=_most_needed)
    return needs, 1000 * level


def _most_needed(need: Need) -> tuple[bool, float, str, str]:
    """Those surely below come first, the one that is most so before the others; then from the lowest rate."""
    order = -need.below if need.is_below else need.rate or 0.0
    return (not need.is_below, round(order, 5), need.place, need.band)


def _concerns(stop: Stop, place: str, band: str) -> bool:
    """A stop for everybody counts for each age where it is; one for an age counts for it, there and everywhere."""
    if not place:
        return stop.band == band
    return stop.place == place and (not band or stop.band in ("", band))
