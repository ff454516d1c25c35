"""Subscribing: asked for on a page, confirmed through a link in a mail, changed and stopped without signing in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import Receipt
from medskick.ground.post import links
from medskick.ground.post.actions.dispose import empty
from medskick.ground.post.actions.queue import clean_address, send
from medskick.ground.post.models import Following, Interest, Mail, Request, State, Subscriber
from medskick.ground.post.queries import subscribers as queries
from medskick.ground.post.queries import told

MOST_A_DAY = 3  # mails asking one address to confirm: nobody fills somebody else's inbox through us
MOST_TOPICS = 100


def ask(
    address: str,
    *,
    language: str,
    everything: bool = False,
    topics: Iterable[str] = (),
    receipt: Receipt | None = None,
    by: Viewer = PUBLIC,
) -> None:
    """Ask the owner of an address to confirm, by one mail. Known and unknown addresses get the same, and callers learn
    nothing; an address that has been asked three times in a day gets no more.

    Raises ValidationError for an address that cannot be, and when nothing is chosen.
    """
    address = _one_form(address)
    chosen = _known(topics)
    if not (everything or chosen or receipt):
        raise ValidationError({"topics": _("Välj minst en sak att få mejl om.")})
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with transaction.atomic():
        lately = Request.objects.filter(address=address, created_at__gt=timezone.now() - timedelta(days=1))
        if lately.count() >= MOST_A_DAY:
            return
        request = Request.objects.create(
            address=address, language=language, everything=everything, topics=chosen, receipt=receipt
        )
        link = links.page("post:confirm", links.signed(links.CONFIRM, request.key), language=language)
        slots = {
            "link": link,
            "everything": everything,
            "topics": queries.labels(chosen, language),
            "receipt": receipt is not None,
            "days": queries.CONFIRM_WITHIN.days,
        }
        send("post.confirm", address, slots, key=queries.mail_key(request.key), language=language)


def confirm(request: Request, by: Viewer = PUBLIC) -> Subscriber:
    """Begin what was asked for, or add it to what the address already has. Raises ValidationError the second time."""
    with transaction.atomic():
        taken, _each = Request.objects.filter(pk=request.pk).delete()
        if not taken:
            raise ValidationError(_("Länken är redan använd."))
        subscriber, _new = Subscriber.objects.get_or_create(
            address=request.address, defaults={"language": request.language}
        )
        Subscriber.objects.filter(pk=subscriber.pk).update(
            language=request.language, everything=subscriber.everything or request.everything
        )
        Interest.objects.bulk_create(
            [Interest(subscriber=subscriber, topic=topic) for topic in request.topics], ignore_conflicts=True
        )
        if request.receipt is not None:
            known = [str(ref) for ref in told.reached([request.receipt])[request.receipt.pk]]
            Following.objects.get_or_create(
                subscriber=subscriber, receipt=request.receipt, defaults={"known": known}
            )
        audit.record(by, "post.subscribed")
    subscriber.refresh_from_db()
    return subscriber


def change(
    subscriber: Subscriber, *, everything: bool, topics: Iterable[str], language: str, by: Viewer = PUBLIC
) -> None:
    """Subscribe to this instead. Raises ValidationError when nothing is left: that is what stopping is for."""
    chosen = _known(topics, also=subscriber)
    with transaction.atomic():
        if not (everything or chosen or subscriber.followings.exists()):
            raise ValidationError(
                {"topics": _("Välj minst en sak, eller sluta helt med knappen längst ner.")}
            )
        Subscriber.objects.filter(pk=subscriber.pk).update(everything=everything, language=language)
        subscriber.interests.exclude(topic__in=chosen).delete()
        Interest.objects.bulk_create(
            [Interest(subscriber=subscriber, topic=topic) for topic in chosen], ignore_conflicts=True
        )
        audit.record(by, "post.changed")


def stop(subscriber: Subscriber, by: Viewer = PUBLIC) -> None:
    """End everything for this address and forget it, in the outbox as well. Doing it twice is no error."""
    with transaction.atomic():
        if _forget(subscriber):
            audit.record(by, "post.stopped")


def _forget(subscriber: Subscriber) -> bool:
    own = Mail.objects.filter(token=None).filter(
        Q(about_kind="subscriber", about_key=str(subscriber.key))
        | Q(kind="post.confirm", to=subscriber.address)
    )
    own.filter(state__in=(State.QUEUED, State.HELD)).update(
        state=State.DROPPED, held_because="", ended_at=timezone.now()
    )
    empty(own)
    Request.objects.filter(address=subscriber.address).delete()
    removed, _each = Subscriber.objects.filter(pk=subscriber.pk).delete()
    return bool(removed)


def disconnect(subscriber: Subscriber, following_id: int, by: Viewer = PUBLIC) -> None:
    """Take the tie between an address and a receipt away; an address that is then tied to nothing is forgotten."""
    with transaction.atomic():
        removed, _each = subscriber.followings.filter(pk=following_id).delete()
        if removed:
            audit.record(by, "post.disconnected")
            _forget_if_empty(subscriber, by)


def unfollow(receipt: Receipt, by: Viewer = PUBLIC) -> int:
    """The same for every address of a receipt, by whoever holds its code. Returns how many."""
    with transaction.atomic():
        Request.objects.filter(receipt=receipt).delete()
        subscribers = list(Subscriber.objects.filter(followings__receipt=receipt))
        for subscriber in subscribers:
            subscriber.followings.filter(receipt=receipt).delete()
            audit.record(by, "post.disconnected")
            _forget_if_empty(subscriber, by)
    return len(subscribers)


def forget_unreachable(by: Viewer) -> int:
    """End the subscriptions of addresses that refuse our mail for good. Returns how many."""
    gone = queries.unreachable()
    for subscriber in gone:
        with transaction.atomic():
            _forget(subscriber)
            audit.record(by, "post.unreachable")
    return len(gone)


def digest_ref(subscriber: Subscriber) -> Ref:
    """What a digest is about: its reader's row, by a key that tells nobody who that is."""
    return Ref("subscriber", str(subscriber.key))


def _forget_if_empty(subscriber: Subscriber, by: Viewer) -> None:
    subscriber.refresh_from_db()
    if not (subscriber.everything or subscriber.interests.exists() or subscriber.followings.exists()):
        stop(subscriber, by)


def _one_form(address: str) -> str:
    """Subscriptions are one per inbox: nearly no mail server tells capitals apart."""
    try:
        return clean_address(address).lower()
    except ValidationError as error:
        raise ValidationError({"address": error.messages}) from error


def _known(topics: Iterable[str], *, also: Subscriber | None = None) -> list[str]:
    """The chosen topics that are offered, or that this subscriber has already."""
    offered = queries.offered_keys()
    kept = set(also.interests.values_list("topic", flat=True)) if also else set()
    chosen = list(dict.fromkeys(topics))[:MOST_TOPICS]
    return [key for key in chosen if key in offered or key in kept]
