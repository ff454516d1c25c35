"""Subscriptions, for whoever has the link. A link's signed key is the permission, so there is no viewer to ask."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from medskick.ground.core.access import PUBLIC
from medskick.ground.core.models import Receipt
from medskick.ground.post import links
from medskick.ground.post.models import Following, Interest, Mail, Request, State, Subscriber
from medskick.ground.post.subscriptions import Topic, topics

CONFIRM_WITHIN = datetime.timedelta(days=7)
# From Thursday morning to Saturday: a worker that was away on Thursday still sends this week's.
FIRST_DAY, LAST_DAY, FIRST_HOUR = 3, 5, 7
WEEK = datetime.timedelta(days=7)
REFUSALS = 3  # digests in a row


def mail_key(request_key: uuid.UUID) -> str:
    """The key of the mail that asks to confirm."""
    return f"post.confirm:{request_key}"


def open_request(secret: str) -> Request | None:
    """What a link confirms: seven days from when its mail was sent."""
    key = links.opened(links.CONFIRM, secret)
    request = Request.objects.select_related("receipt").filter(key=key).first() if key else None
    if request is None:
        return None
    sent = Mail.objects.filter(key=mail_key(request.key)).values_list("sent_at", flat=True).first()
    return request if sent is None or sent + CONFIRM_WITHIN > timezone.now() else None


def unconfirmed(now: datetime.datetime) -> QuerySet[Request, int]:
    """Ids of requests that nobody can confirm any more: their link is too old, or its mail will never be sent."""
    before = now - CONFIRM_WITHIN
    old = [
        (request.pk, mail_key(request.key))
        for request in Request.objects.filter(created_at__lte=before).only("key")
    ]
    still = set(
        Mail.objects.filter(key__in=[key for _pk, key in old])
        .filter(Q(state__in=(State.QUEUED, State.HELD)) | Q(sent_at__gt=before))
        .values_list("key", flat=True)
    )
    gone = [pk for pk, key in old if key not in still]
    return Request.objects.filter(pk__in=gone).values_list("pk", flat=True)


def subscriber_of(secret: str) -> Subscriber | None:
    """Whose subscription a link opens."""
    key = links.opened(links.MANAGE, secret)
    found = Subscriber.objects.prefetch_related("interests", "followings")
    return found.filter(key=key).first() if key else None


def is_followed(receipt: Receipt) -> bool:
    """Whether some address hears what happens to this receipt."""
    return Following.objects.filter(receipt=receipt).exists()


def offered_keys() -> set[str]:
    """The keys of all topics that can be chosen now."""
    return {topic.key for topic in topics.offered(PUBLIC)}


def labels(keys: Iterable[str], language: str) -> list[str]:
    """What chosen topics are called, in that language; one that is no longer offered by the end of its key."""
    with translation.override(language):
        known = {topic.key: topic.label for topic in topics.offered(PUBLIC)}
    return [known.get(key) or _bare(key) for key in keys]


def _bare(key: str) -> str:
    return key.partition(":")[2].replace("-", " ")


def choices(also: Iterable[str] = ()) -> list[Topic]:
    """The topics to choose among; ``also``: keys that are chosen already, kept though nobody offers them any more."""
    offered = topics.offered(PUBLIC)
    known = {topic.key for topic in offered}
    return [*offered, *(Topic(key, _bare(key), _("Annat")) for key in also if key not in known)]


def is_letter_day(now: datetime.datetime) -> bool:
    """Whether digests go out at this hour of the week, in the region's time."""
    here = timezone.localtime(now)
    return FIRST_DAY <= here.weekday() <= LAST_DAY and here.hour >= FIRST_HOUR


def due(now: datetime.datetime) -> QuerySet[Subscriber]:
    """Who may get a digest now: none in the last seven days, and it is the time of the week."""
    if not is_letter_day(now):
        return Subscriber.objects.none()
    before = timezone.localdate(now) - WEEK
    return Subscriber.objects.filter(Q(digest_on=None) | Q(digest_on__lte=before)).order_by("pk")


def unreachable() -> list[Subscriber]:
    """Whose last three digests were all refused for good: there is nobody at the address any more."""
    refused = Mail.objects.filter(kind="post.digest", state=State.FAILED, error__startswith="5")
    often = refused.order_by().values("about_key").annotate(times=Count("pk")).filter(times__gte=REFUSALS)
    keys = [row["about_key"] for row in often]
    latest: dict[str, list[str]] = {}
    for key, state in (
        Mail.objects.filter(kind="post.digest", about_kind="subscriber", about_key__in=keys)
        .order_by("-id")
        .values_list("about_key", "state")
    ):
        latest.setdefault(key, []).append(state)
    gone = [key for key, states in latest.items() if set(states[:REFUSALS]) == {State.FAILED}]
    return list(Subscriber.objects.filter(key__in=gone))


def digest_is_due() -> bool:
    """Whether anybody may get a digest now who asked for one."""
    asked = Exists(Interest.objects.filter(subscriber=OuterRef("pk"))) | Exists(
        Following.objects.filter(subscriber=OuterRef("pk"))
    )
    return due(timezone.now()).filter(Q(everything=True) | asked).exists()
