"""The digest: one mail a week at most, with what is new since the last one, and none when nothing is."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from medskick.ground.post import links
from medskick.ground.post.actions.queue import send
from medskick.ground.post.actions.subscribe import digest_ref
from medskick.ground.post.models import Following, Noticed, Subscriber
from medskick.ground.post.queries import subscribers as queries
from medskick.ground.post.queries import told

KIND = "post.digest"
BATCH = 200


def notice() -> int:
    """Write down which happenings are there now, so that it is known when each came. Returns how many were new."""
    keys = [one.key for one in told.happenings_now()]
    known = set(told.seen(keys))
    new = [key for key in keys if key not in known]
    now = timezone.now()
    Noticed.objects.bulk_create([Noticed(key=key, seen_at=now) for key in new], ignore_conflicts=True)
    return len(new)


def send_digests(*, stopped: Callable[[], bool] = lambda: False, now: datetime.datetime | None = None) -> int:
    """Queue the digests that are due. Returns how many subscribers got one."""
    now = now or timezone.now()
    notice()
    edition = told.Edition(now)
    count, after = 0, 0
    while not stopped():
        batch = list(queries.due(now).filter(pk__gt=after).prefetch_related("interests")[:BATCH])
        if not batch:
            break
        after = batch[-1].pk
        voices = told.voices(batch)
        for subscriber in batch:
            count += _send_one(subscriber, edition, voices.get(subscriber.pk, []), now)
    return count


def _send_one(
    subscriber: Subscriber, edition: told.Edition, voices: list[told.Voice], now: datetime.datetime
) -> bool:
    page = edition.page(subscriber)
    fresh = [voice for voice in voices if voice.steps]
    if not (page.news or page.happenings or fresh):
        return False
    secret = links.signed(links.MANAGE, subscriber.key)
    stop_address = links.page("post:stop", secret, language=subscriber.language)
    slots = {
        "voices": told.in_words(fresh, subscriber.language),
        "news": page.news,
        "happenings": page.happenings,
        "manage": links.page("post:manage", secret, language=subscriber.language),
        "stop": stop_address,
    }
    today = timezone.localdate(now)
    with transaction.atomic():
        mine = Subscriber.objects.filter(pk=subscriber.pk, digest_on=subscriber.digest_on)
        if not mine.update(digest_on=today, told_until=now):
            return False  # another worker was first, or the subscriber has stopped
        for voice in fresh:
            Following.objects.filter(pk=voice.following.pk).update(known=voice.all)
        send(
            KIND,
            subscriber.address,
            slots,
            key=f"{KIND}:{subscriber.key}:{today.isoformat()}",
            language=subscriber.language,
            about=digest_ref(subscriber),
            stop_address=stop_address,
        )
    return True
