"""Disposal: on the meeting's day, names, addresses, phones and needs are emptied, also in the mail that was written
about it, and photos of sticky notes removed. What is counted stays."""

from __future__ import annotations

import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.post import queries as post
from medskick.process.meetings import mail
from medskick.process.meetings.actions import places
from medskick.process.meetings.models import Meeting, Photo, SignUp, State
from medskick.process.meetings.notes import photos


def dispose(meeting: Meeting, *, by: Viewer, now: datetime.datetime | None = None) -> int:
    """Empty what is personal in the meeting's sign-ups, with one line in the log where there were any.

    Returns how many were emptied.
    """
    require("meetings.dispose", by)
    now = now or timezone.now()
    with transaction.atomic():
        one = places.locked(meeting.pk)
        if one.disposed_at is not None:
            return 0
        emptied = dict.fromkeys(SignUp.PERSONAL, "")
        count = one.signups.filter(disposed_at=None).update(**emptied, disposed_at=now)
        _dispose_of_photos(one, now)
        mail.forget(one)
        one.disposed_at = now
        one.save(update_fields=["disposed_at"])
        if count:
            audit.record(by, "meetings.disposed", places.ref(one), title=one.title, count=count)
    return count


def _dispose_of_photos(meeting: Meeting, now: datetime.datetime) -> None:
    """Photos of sticky notes may show people and their hands; what was typed from them stays."""
    rows = Photo.objects.filter(table__meeting=meeting, removed_at=None)
    names = list(rows.values_list("file", flat=True))
    rows.update(file="", removed_at=now)
    for name in names:
        transaction.on_commit(partial(photos.remove, name))


def _forget_the_rest() -> None:
    """Mail that a worker held when its meeting was disposed of."""
    numbers = [int(key) for key in post.remembered("meeting")]
    for meeting in Meeting.objects.filter(pk__in=numbers, disposed_at__isnull=False):
        with transaction.atomic():
            mail.forget(meeting)


def dispose_due(*, by: Viewer, now: datetime.datetime | None = None) -> int:
    """Dispose of every meeting whose day has come, and of photos that no table has. Returns how many meetings."""
    require("meetings.dispose", by)
    now = now or timezone.now()
    today = timezone.localtime(now).date()
    ended = Meeting.objects.filter(disposed_at=None, ends_at__lt=now).exclude(state=State.DRAFT)
    due = [one for one in ended if one.disposal_day <= today]
    for meeting in due:
        dispose(meeting, by=by, now=now)
    _forget_the_rest()
    photos.sweep(set(Photo.objects.exclude(file="").values_list("file", flat=True)))
    return len(due)
