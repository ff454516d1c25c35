"""The demonstration: Norrbotten's (or another region's) cycle in any phase, with synthetic voices and a first edition.

Everything goes through the same actions as real use. Loading twice adds nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from medskick.ground.core.access import PUBLIC, SYSTEM, Role, Viewer
from medskick.process.contributions import demo as contributions_demo
from medskick.process.cycle import actions as cycle_actions
from medskick.process.cycle import queries as cycle_queries
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import PhaseKind
from medskick.process.insights import demo as insights_demo
from medskick.process.participation import actions as participation_actions
from medskick.process.participation import queries as participation_queries
from medskick.process.participation.models import Dimension
from medskick.process.statistics.actions import take_in_own

# Days each phase lasts in the demonstration, in order.
LENGTHS = {"dialogue": 270, "analysis": 75, "draft": 120, "referral": 110, "decision": 90, "followup": 1200}
DEMONSTRATOR = Viewer(None, "Demonstration", frozenset({Role.PROCESS_LEAD, Role.ANALYST, Role.MODERATOR}))


def planned_days(phase: str, today: datetime.date) -> dict[str, tuple[datetime.date, datetime.date]]:
    """Days for all phases such that ``phase`` is two thirds done today."""
    kinds = list(PhaseKind.values)
    start = today - datetime.timedelta(days=LENGTHS[phase] * 2 // 3)
    for kind in reversed(kinds[: kinds.index(phase)]):
        start -= datetime.timedelta(days=LENGTHS[kind])
    days = {}
    for kind in kinds:
        end = start + datetime.timedelta(days=LENGTHS[kind] - 1)
        days[kind] = (start, end)
        start = end + datetime.timedelta(days=1)
    return days


def load(*, phase: str = "dialogue", progress: Callable[[str], None] = print) -> None:
    """Make the demonstration's cycle, voices and first edition, unless a cycle exists already."""
    if phase not in LENGTHS:
        raise ValueError(f"Okänd fas: {phase}. Välj en av {', '.join(LENGTHS)}.")
    if cycle_queries.current_cycle(PUBLIC) is not None:
        return
    region = regions.region()
    progress("Lägger in påhittade röster …")
    cycle = cycle_actions.start_cycle(
        str(region.vision_year), region.title, planned_days(phase, cycle_queries.today()), by=SYSTEM
    )
    contributions_demo.load(cycle, by=DEMONSTRATOR)
    progress("Sorterar rösterna i teman …")
    insights_demo.publish_demo(cycle, by=DEMONSTRATOR)
    take_in_own()
    for dimension in Dimension:
        if participation_queries.draft(cycle.pk, dimension, DEMONSTRATOR).possible:
            participation_actions.publish(cycle, dimension, by=DEMONSTRATOR, hide_for_good=True)
