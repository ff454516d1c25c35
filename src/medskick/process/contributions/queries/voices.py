"""How many have spoken, and from where: for the front page. Small groups are hidden."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import CharField, Sum, Value

from medskick.ground.core.access import Viewer
from medskick.ground.core.disclosure import may_name_municipality
from medskick.process.contributions.models import Contribution, State
from medskick.process.contributions.queries.sendings import once, sendings, there
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle

_ALL = Value("", output_field=CharField())  # in place of a municipality: everybody, wherever they are


@dataclass(frozen=True)
class Place:
    """Persons from one municipality; ``value`` is None for a group too small to show."""

    label: str
    value: int | None
    code: str = ""


@dataclass(frozen=True)
class Voices:
    """Persons of everything that shows, how many municipalities may be named, and the spread over all of them.

    ``behind``: those who stand behind what was said, without those who were only told of. They open what needs five.
    """

    persons: int
    places: int
    spread: tuple[Place, ...]
    behind: int = 0

    @property
    def spread_by_code(self) -> dict[str, int]:
        """Persons of the municipalities that may be named."""
        return {one.code: one.value for one in self.spread if one.value is not None}


def voices(cycle: StrategyCycle, viewer: Viewer) -> Voices:
    """One query. Persons are counted once per sending.

    Only what has been passed: anybody can claim to be many, and no number grows by that alone. A place is named for
    those behind what was said there; its number has all who were there.

    The spread says no more than the rows that anybody can read: only what shows, and a municipality only together with
    a channel in which at least five persons share it. So no difference between two pages points at one person.
    """
    every = Contribution.objects.filter(cycle=cycle, state=State.VISIBLE).order_by()
    shown = every.exclude(municipality="")
    one_each = once(shown, "municipality", "channel")
    placed = shown.values_list("municipality", "channel").annotate(
        behind=Sum("persons", filter=one_each), people=Sum(there(), filter=one_each), sendings=sendings()
    )
    speaking = every.filter(once(every)).annotate(place=_ALL, way=_ALL).values_list("place", "way")
    together = speaking.annotate(behind=Sum("persons"), people=Sum(there()), sendings=sendings())
    all_of_them, speakers, by_place = 0, 0, dict[str, int]()
    for place, _channel, behind, people, sent in placed.union(together, all=True):
        if not place:
            all_of_them, speakers = people or 0, behind or 0
        elif may_name_municipality(behind, sent):
            by_place[place] = by_place.get(place, 0) + people
    return Voices(
        persons=all_of_them,
        behind=speakers,
        places=len(by_place),
        spread=tuple(
            Place(one.name, by_place.get(one.code), one.code) for one in regions.region().municipalities
        ),
    )
