"""What a digest tells: news, happenings that have come, and what happened to the voices that somebody follows.

A visitor is the viewer: a digest tells nothing that the pages do not show everybody.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medskick.ground.core import chain, dates, offers
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.chain import Description, Ref
from medskick.ground.core.context import plain_path
from medskick.ground.core.models import Receipt, ReceiptRef
from medskick.ground.post import links, news
from medskick.ground.post.models import Following, Noticed, Subscriber
from medskick.ground.ui.templatetags.ui import local

PAST = datetime.timedelta(days=14)  # what ended before that is no news, whenever we heard of it
MOST_LINES = 25  # of each sort: the rest is on the site
REACH = 8  # steps along the chain, as a receipt shows


@dataclass(frozen=True)
class Line:
    """A line of the digest: what, when in words, where to read more."""

    title: str
    when: str
    address: str
    key: str = ""
    at: datetime.datetime = datetime.datetime.min
    topics: tuple[str, ...] = ()


@dataclass
class Page:
    """What is new to one subscriber."""

    news: list[Line]
    happenings: list[Line]


@dataclass
class Voice:
    """A followed receipt: the things that were not there before, and all that are there now (as text)."""

    following: Following
    steps: list[Description]
    all: list[str]


def happenings_now() -> list[Line]:
    """Everything with a day that is going on, lies ahead or has just been, in the current language.

    The key is the same in every language: the room's own, else made of kind, place and day, and of the order among
    equals.
    """
    found, met = [], Counter[str]()
    for source in offers.happenings:
        for one in source(PUBLIC):
            address = plain_path(str(one.address))
            base = one.key or f"{one.kind}|{address}|{one.start.isoformat()}"
            met[base] += 1
            if _instant(one.end or one.start) < timezone.now() - PAST:
                continue
            key = hashlib.sha256(f"{base}|{met[base]}".encode()).hexdigest()
            found.append(
                Line(
                    " ".join(str(one.title).split()),
                    _days(one.start, one.end),
                    links.absolute(str(local(address))) if address else "",
                    key,
                    _instant(one.start),
                    tuple(one.topics),
                )
            )
    return found


def seen(keys: Iterable[str]) -> dict[str, datetime.datetime]:
    """When each of these happenings was first seen."""
    wanted = list(keys)
    found: dict[str, datetime.datetime] = {}
    for start in range(0, len(wanted), 500):
        rows = Noticed.objects.filter(key__in=wanted[start : start + 500])
        found.update(rows.values_list("key", "seen_at"))
    return found


@dataclass
class Edition:
    """This week's contents, gathered once per language and then chosen from for each subscriber."""

    now: datetime.datetime
    _news: dict[str, list[Line]] = field(default_factory=dict)
    _happenings: dict[str, list[Line]] = field(default_factory=dict)
    _seen: dict[str, datetime.datetime] = field(default_factory=dict)

    def page(self, subscriber: Subscriber) -> Page:
        """What is new since the subscriber's last digest, by what they chose. ``interests`` should be prefetched."""
        chosen = {one.topic for one in subscriber.interests.all()}
        wanted = [
            line
            for line in self._news_in(subscriber.language)
            if subscriber.told_until < line.at and _concerns(line, subscriber, chosen)
        ]
        told = {line.address for line in wanted}
        coming = [
            line
            for line in self._happenings_in(subscriber.language)
            if subscriber.told_until < self._seen.get(line.key, self.now) <= self.now
            and line.address not in told
            and _concerns(line, subscriber, chosen)
        ]
        return Page(wanted[:MOST_LINES], sorted(coming, key=lambda line: (line.at, line.title))[:MOST_LINES])

    def _news_in(self, language: str) -> list[Line]:
        if language not in self._news:
            with translation.override(language):
                found = [
                    Line(
                        " ".join(item.title.split()),
                        dates.day_of_this_year(item.published),
                        links.absolute(item.address),
                        at=item.published,
                        topics=item.topics,
                    )
                    for item in news.between(self.now - 4 * PAST, self.now, PUBLIC)
                ]
            self._news[language] = sorted(found, key=lambda line: (line.at, line.title), reverse=True)
        return self._news[language]

    def _happenings_in(self, language: str) -> list[Line]:
        if language not in self._happenings:
            with translation.override(language):
                found = happenings_now()
            self._happenings[language] = found
            self._seen |= seen(line.key for line in found)
        return self._happenings[language]


def _concerns(line: Line, subscriber: Subscriber, chosen: set[str]) -> bool:
    return subscriber.everything or not chosen.isdisjoint(line.topics)


def voices(subscribers: Iterable[Subscriber]) -> dict[int, list[Voice]]:
    """What is new to those who follow a receipt, by the subscriber's id. Queries do not grow with their number."""
    followings = list(
        Following.objects.filter(subscriber__in=list(subscribers)).select_related("receipt").order_by("pk")
    )
    there = reached(following.receipt for following in followings)
    found: dict[int, list[Voice]] = {}
    for following in followings:
        steps = there[following.receipt_id]
        known = set(following.known)
        new = [step for ref, step in steps.items() if str(ref) not in known]
        # What has gone away and comes back is not new: it stays known.
        voice = Voice(following, new, [*following.known, *(str(step.ref) for step in new)])
        found.setdefault(following.subscriber_id, []).append(voice)
    return found


def reached(receipts: Iterable[Receipt]) -> dict[int, dict[Ref, Description]]:
    """What everybody can see along the chain from each receipt, by its id. Only what stands: not what a computer has
    put somewhere for the time being."""
    ids = {receipt.pk for receipt in receipts}
    refs: dict[int, list[Ref]] = {pk: [] for pk in ids}
    rows = ReceiptRef.objects.filter(receipt_id__in=ids).order_by("id")
    for receipt_id, kind, key in rows.values_list("receipt_id", "kind", "key"):
        refs[receipt_id].append(Ref(kind, key))
    walked = chain.walk_each([ref for own in refs.values() for ref in own], PUBLIC, depth=REACH)
    return {
        pk: {
            step.ref: step
            for start in own
            for branch in walked.get(start, [])
            for step in branch
            if step.settled and step.title
        }
        for pk, own in refs.items()
    }


def in_words(voices: Iterable[Voice], language: str) -> list[str]:
    """The lines about followed voices: no code and none of the sender's own words, which stay apart from the address.
    The link in the mail leads on to the receipt. The chain is asked anew, in the reader's language.
    """
    with translation.override(language):
        wanted = list(dict.fromkeys(step.ref for voice in voices for step in voice.steps))
        described = chain.describe(wanted, PUBLIC)
        return [_told(described[ref]) for ref in wanted if ref in described]


def _told(step: Description) -> str:
    parts = (step.title, "" if step.words else step.sentence)
    plain = [" ".join(part.split()).removesuffix(".") for part in parts]
    return "".join(f" {part}." for part in plain if part).strip()


def _instant(when: datetime.date) -> datetime.datetime:
    if isinstance(when, datetime.datetime):
        return when if timezone.is_aware(when) else timezone.make_aware(when)
    return timezone.make_aware(datetime.datetime.combine(when, datetime.time.max))


def _days(start: datetime.date, end: datetime.date | None) -> str:
    first = dates.day(start)
    last = dates.day(end) if end else ""
    if not last or last == first:
        hour = (
            date_format(timezone.localtime(start), "H:i")
            if isinstance(start, datetime.datetime) and timezone.is_aware(start)
            else ""
        )
        return _("%(day)s kl. %(time)s") % {"day": first, "time": hour} if hour else first
    return f"{first} – {last}"
