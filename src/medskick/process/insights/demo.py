"""A demonstration: analyse the demo contributions and publish what the computer proposes as the first edition.

Nobody approves anything: every page that tells who reviewed says that nobody has. A few names are written by a person,
in place of single words and lists of words that say little to a reader.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.utils import timezone

from medskick.ground.core.access import SYSTEM, Viewer
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights import actions
from medskick.process.insights.jobs import compute
from medskick.process.insights.models import Edition, Run, Theme
from medskick.process.insights.queries import editions

NAME = "Demonstration"
# What the computer calls themes of the demonstration, and what a person calls them.
RENAMED = {
    "By": "Livet i byarna",
    "Tåg": "Tåg och järnväg",
    "Tema om sjukhus, ambulans, akutmottagning": "Sjukhus, ambulans och vård nära",
}


def publish_demo(
    cycle: StrategyCycle,
    by: Viewer = SYSTEM,
    progress: Callable[[str, int, int], None] | None = None,
    day: datetime.date | None = None,
) -> Edition:
    """Run the engine here and now, adopt and publish all themes. A second call answers the first edition.

    ``day``: when it came out in the story that is told, where that was before today.
    """
    there = editions.newest(cycle, by)
    if there is not None:
        return there
    publisher = Viewer(None, NAME, by.roles, by.is_system)

    def told(what: str, done: int, total: int, left: float | None = None) -> None:
        if progress:
            progress(what, done, total)

    run = Run.objects.filter(cycle=cycle).first()
    if run is None:
        number = (Run.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        run = Run.objects.create(
            number=number, cycle=cycle, options={"themes": None, "seed": 0}, started_by=NAME
        )
    compute(run, told)
    _rename(cycle, publisher)
    edition = actions.publish(
        cycle,
        by=publisher,
        title="Demonstration",
        reviewed=False,
    )
    if day is not None:
        then = timezone.make_aware(datetime.datetime.combine(day, datetime.time(8)))
        Run.objects.filter(pk=run.pk).update(started_at=then, finished_at=then)
        Edition.objects.filter(pk=edition.pk).update(published_at=then)
        edition.refresh_from_db()
    return edition


def _rename(cycle: StrategyCycle, by: Viewer) -> None:
    for theme in Theme.objects.filter(cycle=cycle, parent=None, name__in=RENAMED).order_by("pk"):
        actions.rename(theme, RENAMED[theme.name], by=by)
