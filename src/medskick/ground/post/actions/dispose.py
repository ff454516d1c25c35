"""Personal data goes when its time is over; what is counted stays."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.post.models import Attachment, Mail, Request, State
from medskick.ground.post.queries.subscribers import mail_key, unconfirmed

ENDED = (State.SENT, State.FAILED, State.DROPPED)


def dispose(by: Viewer) -> int:
    """Empty mail that ended ``MAIL_KEPT_DAYS`` ago, drop and empty what has waited that long, and forget requests that
    nobody confirmed, with the mail that asked. Returns how many mails were emptied; their rows stay, with kind, state
    and times.
    """
    require("post.manage", by)
    now = timezone.now()
    before = now - timedelta(days=settings.MAIL_KEPT_DAYS)
    with transaction.atomic():
        Mail.objects.filter(state=State.HELD, due_at__lt=before, token=None).update(
            state=State.DROPPED, held_because="", ended_at=before
        )
        count = empty(Mail.objects.filter(state__in=ENDED, emptied_at=None).filter(ended_at__lte=before))
        forgotten = Request.objects.filter(pk__in=unconfirmed(now))
        asked = [mail_key(key) for key in forgotten.values_list("key", flat=True)]
        count += empty(Mail.objects.filter(key__in=asked, state__in=ENDED, emptied_at=None))
        requests, _each = forgotten.delete()
        if count or requests:
            audit.record(by, "post.emptied", count=count, requests=requests, days=settings.MAIL_KEPT_DAYS)
    return count


def empty(mails: QuerySet[Mail]) -> int:
    """Take address, words and files out of these rows, inside the caller's transaction. Returns how many rows."""
    ids = list(mails.values_list("pk", flat=True))
    count = 0
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        Attachment.objects.filter(mail_id__in=part).delete()
        count += Mail.objects.filter(Q(pk__in=part), emptied_at=None).update(
            to="", subject="", text="", covered=[], stop_address="", error="", emptied_at=timezone.now()
        )
    return count
