"""What people need to take part, and cannot eat: it may tell of health, and is kept no longer than it is of use."""

from __future__ import annotations

from medskick.process.meetings.models import Meeting, State


def forget_needs(meeting: Meeting) -> None:
    """Empty what the hosts do not ask for any more; of a meeting that is called off, everything. Inside the caller's
    transaction, with the meeting locked."""
    is_off = meeting.state == State.CANCELLED
    if is_off or not meeting.asks_access:
        meeting.signups.exclude(access_needs="").update(access_needs="")
    if is_off or not meeting.asks_diet:
        meeting.signups.exclude(diet_needs="").update(diet_needs="")
