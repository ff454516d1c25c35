"""How many have spoken, and from where: for the front page. Small groups are hidden."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from medskick.ground.core.access import Viewer
from medskick.ground.core.disclosure import suppress
from medskick.process.contributions.models import Contribution
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle


@dataclass(frozen=True)
class Place:
    """Persons from one municipality; ``value`` is None for a group too small to show."""

    label: str
    value: int | None


@dataclass(frozen=True)
class Voices:
    """Persons behind everything that counts, from how many municipalities, and the spread over all of them."""

    persons: int
    places: int
    spread: tuple[Place, ...]


def voices(cycle: StrategyCycle, viewer: Viewer) -> Voices:
    """One query."""
    rows = Contribution.objects.filter(cycle=cycle).counted().order_by().values("municipality")
    persons = {row["municipality"]: row["people"] for row in rows.annotate(people=Sum("persons"))}
    shown = {row.key: row.persons for row in suppress(persons) if row.key is not None}
    municipalities = regions.region().municipalities
    return Voices(
        persons=sum(persons.values()),
        places=sum(1 for one in municipalities if persons.get(one.code)),
        spread=tuple(
            Place(one.name, shown.get(one.code) if persons.get(one.code) else 0) for one in municipalities
        ),
    )
