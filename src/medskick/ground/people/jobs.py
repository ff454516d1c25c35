"""What the worker does for this room without being asked."""

from __future__ import annotations

from medskick.ground.jobs.registry import duty
from medskick.ground.people import actions


@duty("people.old_sessions")
def remove_old_sessions() -> None:
    """Django never removes sessions by itself."""
    actions.remove_old_sessions()
