"""What the worker does for this room without being asked."""

from __future__ import annotations

from medskick.ground.core.access import SYSTEM
from medskick.ground.jobs.registry import duty
from medskick.process.meetings import actions


@duty("meetings.dispose")
def dispose() -> None:
    """Personal data goes on the day that was promised."""
    actions.dispose_due(by=SYSTEM)


@duty("meetings.remind")
def remind() -> None:
    """Two days ahead. Nobody is reminded twice."""
    actions.send_reminders(by=SYSTEM)
