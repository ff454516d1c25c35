"""Places and the waiting list. Everything here is called with the meeting's row locked: that is why no place is given
twice, however many ask at once.

The list is strict: whoever came first moves up first, and nobody passes a group that does not fit yet. A group that is
larger than all places together (they were lowered) holds nobody up: it waits until it is made smaller.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from medskick.ground.core import audit
from medskick.ground.core.access import SYSTEM
from medskick.ground.core.chain import Ref
from medskick.process.meetings import mail
from medskick.process.meetings.models import Form, Meeting, SignUp, Standing, State


def locked(number: int) -> Meeting:
    """The meeting as it is now, held until the transaction ends (SQLite holds the whole database instead)."""
    return Meeting.objects.select_for_update().get(pk=number)


def ref(meeting: Meeting) -> Ref:
    """The meeting in the chain and the log."""
    return Ref("meeting", str(meeting.number))


def in_the_count(meeting: Meeting) -> QuerySet[SignUp]:
    """The sign-ups that places are for. Where a meeting is both in a room and on the net, places are its chairs."""
    rows = meeting.signups.filter(is_walk_in=False)
    return rows.filter(online=False) if meeting.form == Form.HYBRID else rows


def taken(meeting: Meeting) -> int:
    """Persons who have a place. Those who came without signing up are not among them."""
    return _persons(in_the_count(meeting).filter(standing=Standing.PLACE))


def free(meeting: Meeting) -> int | None:
    """How many persons there is still room for; None where there is no limit."""
    return None if meeting.places is None else max(0, meeting.places - taken(meeting))


def queue(meeting: Meeting) -> QuerySet[SignUp]:
    """Those who wait and can have a place some time, in their order."""
    rows = meeting.signups.filter(standing=Standing.WAITING).order_by("turn")
    if meeting.places is None:
        return rows
    fitting = Q(persons__lte=meeting.places)
    return rows.filter(fitting | Q(online=True) if meeting.form == Form.HYBRID else fitting)


def somebody_waits(meeting: Meeting) -> bool:
    """Whether anybody on the waiting list can have one of the meeting's places some time."""
    rows = queue(meeting)
    return (rows.filter(online=False) if meeting.form == Form.HYBRID else rows).exists()


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
        takes = 0 if meeting.form == Form.HYBRID and signup.online else signup.persons
        if takes and room is not None and takes > room:
            room = 0  # nobody after this one takes a chair either
            continue
        room = None if room is None else room - takes
        signup.meeting = meeting
        signup.standing, signup.moved_up_at = Standing.PLACE, timezone.now()
        signup.save(update_fields=["standing", "moved_up_at"])
        audit.record(SYSTEM, "meetings.moved_up", ref(meeting), persons=signup.persons)
        # Whoever lost the chair when the meeting was moved may move up a second time.
        mail.send(mail.MOVED_UP, signup, key=signup.moved_up_at.isoformat())
        moved.append(signup)
    return moved


def settle(meeting: Meeting) -> None:
    """After a meeting has come to be held in another form: who took part on the net and now needs a chair gets one in
    the order of turns as far as chairs go, and waits otherwise. Nobody who had a chair loses it."""
    if meeting.form == Form.ONLINE:
        meeting.signups.filter(is_walk_in=False).update(online=True)
    if meeting.form != Form.PLACE:
        return
    to_seat = list(meeting.signups.filter(is_walk_in=False, online=True).order_by("turn"))
    seated = meeting.signups.filter(is_walk_in=False, online=False)
    waits = queue(meeting).filter(online=False).exists()
    room = (
        None if meeting.places is None else meeting.places - _persons(seated.filter(standing=Standing.PLACE))
    )
    for signup in to_seat:
        signup.online = False
        if signup.standing == Standing.PLACE and room is not None:
            waits = waits or signup.persons > room
            if waits:
                signup.standing, signup.has_waited = Standing.WAITING, True
            else:
                room -= signup.persons
        signup.save(update_fields=["online", "standing", "has_waited"])


def _persons(rows: QuerySet[SignUp]) -> int:
    return rows.aggregate(persons=Sum("persons"))["persons"] or 0
