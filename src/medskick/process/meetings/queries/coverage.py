"""The tour: which municipalities have a stop, and which have none yet."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from medskick.ground.core.access import Viewer
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle
from medskick.process.cycle.region import Municipality
from medskick.process.meetings.models import Meeting, State

HELD, PLANNED, NONE = "held", "planned", "none"


@dataclass(frozen=True)
class Stop:
    """A municipality on the tour. ``state``: ``held`` (a stop is over), ``planned`` (one is to come) or ``none``.

    ``last`` and ``next`` are the meetings that say so; ``stops`` counts published ones that were not called off.
    """

    municipality: Municipality
    stops: int
    last: Meeting | None
    next: Meeting | None

    @property
    def state(self) -> str:
        """What stands out on the map."""
        if self.last is not None:
            return HELD
        return PLANNED if self.next is not None else NONE

    @property
    def day(self) -> datetime.datetime | None:
        """The day to print: of the stop to come, else of the last one."""
        one = self.next or self.last
        return one.starts_at if one else None


def of_the_tour(cycle: StrategyCycle, viewer: Viewer) -> QuerySet[Meeting]:
    """Published meetings in one municipality that were not called off, by day."""
    rows = Meeting.objects.filter(cycle=cycle, state__in=(State.PUBLISHED, State.HELD))
    return rows.exclude(municipality="").order_by("starts_at", "pk")


def coverage(cycle: StrategyCycle | None, viewer: Viewer) -> list[Stop]:
    """One line for each municipality in the region's order. Everybody may know it: only published stops count."""
    now = timezone.now()
    found: dict[str, list[Meeting]] = {}
    if cycle is not None:
        for one in of_the_tour(cycle, viewer):
            found.setdefault(one.municipality, []).append(one)
    stops = []
    for place in regions.region().municipalities:
        here = found.get(place.code, [])
        over = [one for one in here if one.state == State.HELD or one.ends_at <= now]
        ahead = [one for one in here if one not in over]
        stops.append(Stop(place, len(here), over[-1] if over else None, ahead[0] if ahead else None))
    return stops
