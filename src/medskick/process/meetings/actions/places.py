"""Places and the waiting list. Everything here is called with the meeting's row locked: that is why no place is given
twice, however many ask at once.

The list is strict: whoever came first moves up first, and nobody passes a group that does not fit yet. A group that is
larger than all places together (they were lowered) holds nobody up: it waits until it is made smaller.
"""

from __future__ import annotations

from django.db.models import QuerySet, Sum
from django.utils import timezone

from medskick.ground.core import audit
from medskick.ground.core.access import SYSTEM
from medskick.ground.core.chain import Ref
from medskick.process.meetings import mail
from medskick.process.meetings.models import Meeting, SignUp, Standing, State


def locked(number: int) -> Meeting:
    """The meeting as it is now, held until the transaction ends (SQLite holds the whole database instead)."""
    return Meeting.objects.select_for_update().get(pk=number)


def ref(meeting: Meeting) -> Ref:
    """The meeting in the chain and the log."""
    return Ref("meeting", str(meeting.number))


def taken(meeting: Meeting) -> int:
    """Persons who have a place. Those who came without signing up are not among them."""
    rows = meeting.signups.filter(standing=Standing.PLACE, is_walk_in=False)
    return rows.aggregate(persons=Sum("persons"))["persons"] or 0


def free(meeting: Meeting) -> int | None:
    """How many persons there is still room for; None where there is no limit."""
    return None if meeting.places is None else max(0, meeting.places - taken(meeting))


def queue(meeting: Meeting) -> QuerySet[SignUp]:
    """Those who wait and can have a place some time, in their order."""
    rows = meeting.signups.filter(standing=Standing.WAITING).order_by("turn")
    return rows if meeting.places is None else rows.filter(persons__lte=meeting.places)


def somebody_waits(meeting: Meeting) -> bool:
    """Whether anybody on the waiting list can have a place some time."""
    return queue(meeting).exists()


def fits(meeting: Meeting, persons: int) -> bool:
    """Whether so many more persons have a place at once, without passing anybody who waits."""
    room = free(meeting)
    return room is None or (persons <= room and not somebody_waits(meeting))


def move_up(meeting: Meeting) -> list[SignUp]:
    """Give free places to those who have waited longest, and tell them. Nobody moves up after the meeting began."""
    if meeting.state != State.PUBLISHED or meeting.starts_at <= timezone.now():
        return []
    room = free(meeting)
    moved = []
    for signup in queue(meeting):
        if room is not None and signup.persons > room:
            break
        room = None if room is None else room - signup.persons
        signup.meeting = meeting
        signup.standing, signup.moved_up_at = Standing.PLACE, timezone.now()
        signup.save(update_fields=["standing", "moved_up_at"])
        audit.record(SYSTEM, "meetings.moved_up", ref(meeting), persons=signup.persons)
        mail.send(mail.MOVED_UP, signup)
        moved.append(signup)
    return moved
