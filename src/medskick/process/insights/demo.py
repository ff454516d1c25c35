"""A demonstration: analyse the demo contributions, approve what the computer proposes, publish the first edition.

The review is marked as a demonstration on every page that tells who reviewed.
"""

from __future__ import annotations

from collections.abc import Callable

from medskick.ground.core.access import SYSTEM, Viewer
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights import actions
from medskick.process.insights.jobs import compute
from medskick.process.insights.models import Edition, Run, Theme
from medskick.process.insights.queries import editions

NAME = "Demonstration"


def publish_demo(
    cycle: StrategyCycle, by: Viewer = SYSTEM, progress: Callable[[str, int, int], None] | None = None
) -> Edition:
    """Run the engine here and now, adopt, approve all themes and publish. A second call answers the first edition."""
    there = editions.newest(cycle, by)
    if there is not None:
        return there
    # Without an account: what the demonstration approves never counts as a person's review.
    reviewer = Viewer(None, NAME, by.roles, by.is_system)

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
    for theme in Theme.objects.filter(cycle=cycle, parent=None, state=Theme.State.PROPOSED):
        actions.approve(theme, by=reviewer)
    return actions.publish(
        cycle,
        by=reviewer,
        title="Demonstration",
        note="Texterna är påhittade och ingen människa har granskat temana. Namnen är datorns egna.",
        reviewed=False,
    )
