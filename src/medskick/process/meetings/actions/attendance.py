"""At the door: who has come, who came without signing up, and how many of what age were in the room."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit, codes
from medskick.ground.core.access import Viewer, require
from medskick.process.meetings.actions import places
from medskick.process.meetings.actions.signups import new_row
from medskick.process.meetings.models import Age, HeadCount, Meeting, SignUp, Standing, State
from medskick.process.meetings.queries.door import DoorLine, at_the_door

MOST = 10_000


class Waits(ValidationError):
    """The sign-up stands on the waiting list; whoever stands at the door must say that it is let in all the same."""


def arrive(
    meeting: Meeting, code: str, persons: int | None = None, *, from_list: bool = False, by: Viewer
) -> SignUp:
    """Tick off the sign-up with this code: ``persons`` of them came, all unless told. Again sets another number.

    Somebody who waited and came all the same is let in by whoever stands at the door, who knows it and says so
    (``from_list``). Raises Waits otherwise.
    """
    with transaction.atomic():
        now = places.locked(meeting.pk)
        require("meetings.edit", by, now)
        one = _line(now, code)
        if one is None or one.standing == Standing.CANCELLED:
            raise ValidationError(_("Koden hör inte till någon anmälan till det här mötet."))
        if one.waits and one.came is None and not from_list:
            raise Waits(_("De står på väntelistan och har ingen plats. Vill du släppa in dem ändå?"))
        came = one.persons if persons is None else persons
        if not 1 <= came <= MOST:
            raise ValidationError(_("Skriv hur många som kom, minst 1."))
        one.came, one.arrived_at = came, timezone.now()
        one.save(update_fields=["came", "arrived_at"])
        audit.record(by, "meetings.arrived", places.ref(now), persons=came)
    return one


def not_here(meeting: Meeting, code: str, *, by: Viewer) -> None:
    """Take a tick back that was put on the wrong line."""
    with transaction.atomic():
        now = places.locked(meeting.pk)
        require("meetings.edit", by, now)
        one = _line(now, code)
        if one is None or one.came is None:
            return
        audit.record(by, "meetings.arrival_undone", places.ref(now), persons=one.came)
        if one.is_walk_in:
            one.delete()
            return
        one.came, one.arrived_at = None, None
        one.save(update_fields=["came", "arrived_at"])


def _line(meeting: Meeting, typed: str) -> SignUp | None:
    code = codes.normalise(typed)
    return meeting.signups.filter(code=code).first() if code else None


def forget_arrivals(meeting: Meeting, *, by: Viewer) -> None:
    """Take all ticks and counts away, inside the caller's transaction: the meeting is to be at another time, and who
    came then has not come yet. Only how many it was is logged."""
    came = meeting.signups.aggregate(came=Sum("came"))["came"] or 0
    if not came and not meeting.head_counts.exists():
        return
    meeting.signups.filter(is_walk_in=True).delete()
    meeting.signups.exclude(came=None).update(came=None, arrived_at=None)
    meeting.head_counts.all().delete()
    audit.record(by, "meetings.arrivals_forgotten", places.ref(meeting), persons=came)


def walk_in(meeting: Meeting, persons: int, *, client_key: str, by: Viewer) -> SignUp:
    """So many came without having signed up. Nothing is kept about who they are."""
    if not 1 <= persons <= MOST:
        raise ValidationError(_("Skriv hur många som kom, minst 1."))
    with transaction.atomic():
        now = places.locked(meeting.pk)
        require("meetings.edit", by, now)
        if now.state not in (State.PUBLISHED, State.HELD):
            raise ValidationError(_("Mötet är inte öppet."))
        key = client_key or str(uuid.uuid4())
        earlier = now.signups.filter(client_key=key).first()
        if earlier is not None:
            return earlier
        one = new_row(now, key)
        one.is_walk_in, one.standing = True, Standing.PLACE
        one.persons = one.came = persons
        one.arrived_at = timezone.now()
        one.save(force_insert=True)
        audit.record(by, "meetings.walked_in", places.ref(now), persons=persons)
    return one


def count_heads(meeting: Meeting, persons: Mapping[str, int], *, by: Viewer) -> None:
    """How many of each age were in the room, counted at the end; replaces an earlier count."""
    known = dict(Age)
    if not set(persons) <= set(known) or any(not 0 <= count <= MOST for count in persons.values()):
        raise ValidationError(_("Skriv antal mellan 0 och 10 000."))
    with transaction.atomic():
        now = places.locked(meeting.pk)
        require("meetings.edit", by, now)
        if now.state not in (State.PUBLISHED, State.HELD) or now.starts_at > timezone.now():
            raise ValidationError(_("Mötet har inte börjat än."))
        now.head_counts.all().delete()
        HeadCount.objects.bulk_create(
            HeadCount(meeting=now, age=age, persons=persons[age]) for age in known if persons.get(age)
        )
        audit.record(by, "meetings.heads_counted", places.ref(now), persons=sum(persons.values()))


def fetch_list(meeting: Meeting, *, by: Viewer) -> list[DoorLine]:
    """The lines of the door to take along as a file, with a line in the log."""
    with transaction.atomic():
        lines = at_the_door(meeting, by)
        audit.record(by, "meetings.list_fetched", places.ref(meeting), count=len(lines))
    return lines
