"""What the worker does for the cycle without being asked."""

from __future__ import annotations

from medskick.ground.jobs.registry import duty
from medskick.process.cycle import actions


@duty("cycle.election")
def remind_of_the_election() -> None:
    """Asked several times a day; what has been told is not told again."""
    actions.remind()
