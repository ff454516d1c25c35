"""The demonstration: Norrbotten's (or another region's) cycle in any phase, with a tour, synthetic voices, a first
edition and the pages of the site.

Everything goes through the same actions as real use. Loading twice adds nothing. All days are written once, as in the
calendar of ``process.cycle.demo``, and moved to today by one ``Shift`` that every room is given.
"""

from __future__ import annotations

from collections.abc import Callable

from medskick.doors.pages import demo as pages_demo
from medskick.ground.core.access import PUBLIC, SYSTEM, Role, Viewer
from medskick.process.contributions import demo as contributions_demo
from medskick.process.cycle import demo as cycle_demo
from medskick.process.cycle import queries as cycle_queries
from medskick.process.cycle.models import PhaseKind
from medskick.process.insights import demo as insights_demo
from medskick.process.meetings import demo as meetings_demo
from medskick.process.participation import actions as participation_actions
from medskick.process.participation import queries as participation_queries
from medskick.process.participation.models import Dimension
from medskick.process.statistics.actions import take_in_own

DEMONSTRATOR = Viewer(None, "Demonstration", frozenset({Role.PROCESS_LEAD, Role.ANALYST, Role.MODERATOR}))


def load(*, phase: str = "", progress: Callable[[str], None] = print) -> None:
    """Make the demonstration's cycle, voices and first edition, unless a cycle exists already.

    ``phase``: a ``PhaseKind`` to be open today, the dialogue when left out. Raises ValueError for another.
    """
    wanted = phase or PhaseKind.DIALOGUE.value
    if wanted not in PhaseKind.values:
        raise ValueError(f"Okänd fas: {phase}. Välj en av {', '.join(PhaseKind.values)}.")
    if (there := cycle_queries.current_cycle(PUBLIC)) is not None:
        here = cycle_queries.current_phase(there, PUBLIC)
        if phase and (here is None or here.kind != phase):
            progress(
                "Demonstrationen finns redan i en annan fas. Välj en ny mapp med --data för att byta fas."
            )
        return
    shift = cycle_demo.shift_to(wanted, cycle_queries.today())
    progress("Lägger in påhittade röster …")
    cycle = cycle_demo.load(shift, by=SYSTEM)
    meetings = meetings_demo.load(cycle, shift, by=DEMONSTRATOR)
    contributions_demo.load(cycle, by=DEMONSTRATOR, said_at=meetings_demo.occasions(meetings))
    progress("Sorterar rösterna i teman …")
    insights_demo.publish_demo(cycle, by=DEMONSTRATOR, day=cycle_demo.themes_published(shift))
    take_in_own()
    for dimension in Dimension:
        if participation_queries.draft(cycle.pk, dimension, DEMONSTRATOR).possible:
            participation_actions.publish(cycle, dimension, by=DEMONSTRATOR, hide_for_good=True)
    pages_demo.load(cycle, shift, {key: one.number for key, one in meetings.items()})
