"""How many have spoken, and from where: for the front page. Small groups are hidden."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from medskick.ground.core.access import Viewer
from medskick.ground.core.disclosure import may_name_municipality
from medskick.process.contributions.models import Contribution, State
from medskick.process.contributions.queries.public import SENDINGS
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle


@dataclass(frozen=True)
class Place:
    """Persons from one municipality; ``value`` is None for a group too small to show."""

    label: str
    value: int | None


@dataclass(frozen=True)
class Voices:
    """Persons behind everything that shows, how many municipalities may be named, and the spread over all of them."""

    persons: int
    places: int
    spread: tuple[Place, ...]


def voices(cycle: StrategyCycle, viewer: Viewer) -> Voices:
    """Two queries.

    Only what has been passed: anybody can claim to be many, and no number grows by that alone.

    The spread says no more than the rows that anybody can read: only what shows, and a municipality only together with
    a channel in which at least five persons share it. So no difference between two pages points at one person.
    """
    rows = Contribution.objects.filter(cycle=cycle).order_by()
    pairs = rows.filter(state=State.VISIBLE).exclude(municipality="").values("municipality", "channel")
    persons: dict[str, int] = {}
    for row in pairs.annotate(people=Sum("persons"), sendings=SENDINGS):
        if may_name_municipality(row["people"], row["sendings"]):
            persons[row["municipality"]] = persons.get(row["municipality"], 0) + row["people"]
    counted = rows.filter(state=State.VISIBLE).aggregate(people=Sum("persons"))["people"]
    return Voices(
        persons=counted or 0,
        places=len(persons),
        spread=tuple(Place(one.name, persons.get(one.code)) for one in regions.region().municipalities),
    )
