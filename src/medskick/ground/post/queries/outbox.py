"""The outbox as staff read it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count as Counted
from django.db.models import Max, Min, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer, allowed, require
from medskick.ground.post import kinds, sending
from medskick.ground.post.models import Attachment, HeldBecause, Mail, State


def mails(viewer: Viewer, *, state: str = "", kind: str = "", address: str = "") -> QuerySet[Mail]:
    """Mail, newest first, without its words. ``address``: part of it, capitals or not."""
    require("post.read", viewer)
    found = Mail.objects.defer("text", "covered")
    if state in State.values:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    return found.filter(to__icontains=address) if address else found


def find(mail_id: int, viewer: Viewer) -> Mail | None:
    """One mail with everything, for those who may read the outbox."""
    require("post.read", viewer)
    return Mail.objects.prefetch_related("attachments").filter(pk=mail_id).first()


@dataclass(frozen=True)
class File:
    """A file that went with a mail, as staff may have it."""

    name: str
    content: bytes


def attachment(mail_id: int, attachment_id: int, viewer: Viewer) -> File | None:
    """A file that went with a mail; in one of text, words for the reader only are left out."""
    require("post.read", viewer)
    found = Attachment.objects.select_related("mail").filter(mail_id=mail_id, pk=attachment_id).first()
    if found is None:
        return None
    content = bytes(found.content)
    if found.content_type.startswith("text/") and found.mail.covered:
        content = _covered_over(content.decode("utf-8", "replace"), found.mail.covered).encode()
    return File(found.name, content)


def _covered_over(text: str, covered: list[str]) -> str:
    """A calendar breaks its lines anywhere (RFC 5545, 3.1) and escapes signs: the words are found all the same."""
    for words in covered:
        pattern = r"(?:\r?\n[ \t])?".join(r"\\?" + re.escape(char) for char in words)
        text = re.sub(pattern, lambda _found: f"[{_('bara för mottagaren')}]", text)
    return text


def remembered(kind: str) -> set[str]:
    """The keys of the things of this kind in the chain about which any mail still has an address or words."""
    rows = Mail.objects.filter(about_kind=kind, emptied_at=None).order_by()
    return set(rows.values_list("about_key", flat=True).distinct())


def waiting_for(viewer: Viewer) -> int | None:
    """How many mails want a decision: they did not come through, or wait for want of a server. None without them."""
    if not allowed("post.read", viewer):
        return None
    lately = timezone.now() - datetime.timedelta(days=7)
    wanting = Q(state=State.FAILED, ended_at__gt=lately) | Q(state=State.HELD)
    return Mail.objects.filter(wanting).count() or None


@dataclass(frozen=True)
class Held:
    """What was held for want of a mail server: how many, and since when."""

    count: int
    oldest: datetime.datetime | None
    newest: datetime.datetime | None


def held_without_server(viewer: Viewer) -> Held:
    """What waits for staff to decide once there is a server."""
    require("post.read", viewer)
    held = Mail.objects.filter(state=State.HELD, held_because=HeldBecause.NO_SERVER)
    told = held.aggregate(count=Counted("pk"), oldest=Min("created_at"), newest=Max("created_at"))
    return Held(told["count"], told["oldest"], told["newest"])


@dataclass(frozen=True)
class Count:
    """How many mails of a kind were written on a day, and how they stand now."""

    day: datetime.date
    kind: str
    written: int
    sent: int
    failed: int


def per_day(viewer: Viewer, *, days: int = 30) -> list[Count]:
    """Counts by day and kind, newest day first. They stay when addresses and words are gone."""
    require("post.read", viewer)
    since = timezone.now() - datetime.timedelta(days=days)
    rows = (
        Mail.objects.filter(created_at__gt=since)
        .order_by()
        .annotate(day=TruncDate("created_at"))
        .values("day", "kind", "state")
        .annotate(count=Counted("pk"))
    )
    found: dict[tuple[datetime.date, str], dict[str, int]] = {}
    for row in rows:
        found.setdefault((row["day"], row["kind"]), {})[row["state"]] = row["count"]
    return [
        Count(day, kind, sum(by.values()), by.get(State.SENT, 0), by.get(State.FAILED, 0))
        for (day, kind), by in sorted(found.items(), key=lambda one: (-one[0][0].toordinal(), one[0][1]))
    ]


def segments(mail: Mail) -> list[dict[str, Any]]:
    """The text as staff read it: words for the reader only are left out (``{% masked %}``)."""
    if not mail.covered:
        return [{"text": mail.text, "kind": ""}]
    pattern = "(" + "|".join(re.escape(words) for words in mail.covered) + ")"
    return [
        {"text": "", "kind": "other", "label": _("bara för mottagaren")}
        if number % 2
        else {"text": piece, "kind": ""}
        for number, piece in enumerate(re.split(pattern, mail.text))
        if piece
    ]


_OUR_WORDS = (sending.UNKNOWN_ENDING, sending.TOO_OLD, sending.TOO_LATE, sending.NO_SENDER)


def trouble(mail: Mail) -> str:
    """What went wrong at the last try, our own words in the reader's language and the server's as they were."""
    if mail.error.startswith(sending.NO_SERVER_REACHED):
        said = mail.error.removeprefix(sending.NO_SERVER_REACHED)
        return _(sending.NO_SERVER_REACHED) + said
    return _(mail.error) if mail.error in _OUR_WORDS else mail.error


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of mail by what staff call them."""
    return sorted(((name, kinds.label(name)) for name in kinds.names()), key=lambda pair: (pair[1], pair[0]))
