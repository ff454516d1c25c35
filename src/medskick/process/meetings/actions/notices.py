"""What hosts tell those who signed up: on their private pages, and by mail where there is an address."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.process.meetings import mail
from medskick.process.meetings.actions import places
from medskick.process.meetings.models import Meeting, Notice, SignUp, Standing, State

REMIND_AHEAD = datetime.timedelta(hours=48)
# A button pressed twice, or a form sent again because its answer was lost.
SAME_PRESS = datetime.timedelta(minutes=10)
# Who signed up yesterday has just read when it is.
NEWS_LASTS = datetime.timedelta(hours=24)


def told_on_pages(
    meeting: Meeting,
    about: str,
    subject: str,
    text: str,
    by: Viewer,
    *,
    to_waiting: bool = True,
    **was: Any,
) -> Notice:
    """Put it on the private pages, inside the caller's transaction. ``was``: when and where a moved meeting was."""
    return Notice.objects.create(
        meeting=meeting,
        about=about,
        subject=subject,
        text=text.strip(),
        to_waiting=to_waiting,
        sent_by=by.name,
        **was,
    )


def tell(meeting: Meeting, subject: str, text: str, *, to_waiting: bool = False, by: Viewer) -> int:
    """Write to all who have a place, and to those who wait where ``to_waiting``. Returns how many were mailed;
    everybody concerned reads it on the private page. The same words again within minutes are told once."""
    subject, text = " ".join(subject.split()), text.strip()
    if not subject or not text:
        raise ValidationError(_("Skriv både en rubrik och ett meddelande."))
    with transaction.atomic():
        now = places.locked(meeting.pk)
        require("meetings.edit", by, now)
        if now.disposed_at is not None:
            raise ValidationError(_("Deltagarnas uppgifter är raderade. Det finns ingen att skriva till."))
        if _said_just_now(now, subject[:120], text, to_waiting):
            return 0
        notice = told_on_pages(now, Notice.About.MESSAGE, subject[:120], text, by, to_waiting=to_waiting)
        standings = [Standing.PLACE, Standing.WAITING] if to_waiting else [Standing.PLACE]
        mailed = 0
        for signup in now.signups.filter(standing__in=standings, is_walk_in=False).order_by("turn"):
            signup.meeting = now
            mailed += mail.send(
                mail.MESSAGE, signup, key=str(notice.pk), subject=notice.subject, text=notice.text
            )
        audit.record(by, "meetings.told", places.ref(now), title=now.title, subject=notice.subject)
    return mailed


def _said_just_now(meeting: Meeting, subject: str, text: str, to_waiting: bool) -> bool:
    same = meeting.notices.filter(
        about=Notice.About.MESSAGE, subject=subject, text=text, to_waiting=to_waiting
    )
    return same.filter(sent_at__gt=timezone.now() - SAME_PRESS).exists()


def send_reminders(*, by: Viewer, now: datetime.datetime | None = None) -> int:
    """Remind all who have a place in a meeting that begins within two days, once. Returns how many were mailed."""
    require("meetings.remind", by)
    now = now or timezone.now()
    soon = Meeting.objects.filter(state=State.PUBLISHED, starts_at__gt=now, starts_at__lte=now + REMIND_AHEAD)
    return sum(_remind(number, now) for number in list(soon.values_list("pk", flat=True)))


def _remind(number: int, now: datetime.datetime) -> int:
    mailed = 0
    with transaction.atomic():
        meeting = places.locked(number)
        # Called off or moved since the list was made: a reminder would say otherwise than the mail about that.
        if meeting.state != State.PUBLISHED or not now < meeting.starts_at <= now + REMIND_AHEAD:
            return 0
        for signup in _to_remind(meeting, now):
            signup.meeting = meeting
            mailed += mail.send(mail.REMINDER, signup, key=str(meeting.sequence))
            signup.reminded_at = now
            signup.save(update_fields=["reminded_at"])
    return mailed


def _to_remind(meeting: Meeting, now: datetime.datetime) -> list[SignUp]:
    rows = meeting.signups.filter(standing=Standing.PLACE, is_walk_in=False, reminded_at=None)
    return list(rows.filter(signed_up_at__lte=now - NEWS_LASTS).order_by("turn"))
