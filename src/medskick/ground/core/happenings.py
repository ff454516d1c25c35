"""What happens, gathered from all rooms by day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from medskick.ground.core import offers
from medskick.ground.core.access import Viewer
from medskick.ground.core.offers import Happening


def dated(viewer: Viewer) -> list[Happening]:
    """Everything that any room tells with a day, soonest first."""
    found = [one for source in offers.happenings for one in source(viewer) if one.start]
    return sorted(found, key=lambda one: (day_of(one.start), str(one.title)))


def coming(found: Iterable[Happening], day: datetime.date) -> list[Happening]:
    """What begins that day or later, has not been already and is not called off, in the order given."""
    return [one for one in found if day_of(one.start) >= day and one.state not in {"withdrawn", "done"}]


def day_of(when: datetime.date | datetime.datetime) -> datetime.date:
    """The day in the region's own time."""
    return timezone.localtime(when).date() if isinstance(when, datetime.datetime) else when
