"""Reads of the audit log: lines in words, filtered by who, what, when and which thing."""

from __future__ import annotations

import datetime
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from medskick.ground.core import audit, chain
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import AuditEntry


@dataclass(frozen=True)
class Line:
    """One line of the log, ready to read: when, the sentence, and where its thing is (empty: nowhere)."""

    at: datetime.datetime
    sentence: str
    actor: str
    action: str
    thing: str
    address: str


def entries(
    viewer: Viewer,
    *,
    actor: str = "",
    action: str = "",
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    thing: str = "",
) -> QuerySet[AuditEntry]:
    """Lines, newest first. ``thing`` is a number or code as it stands on pages, or ``kind``, or ``kind:key``.

    Days are whole days of the region's clock.
    """
    require("people.read_log", viewer)
    found = AuditEntry.objects.order_by("-id")
    if actor:
        found = found.filter(actor_name__icontains=actor)
    if action:
        found = found.filter(action=action)
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + datetime.timedelta(days=1)))
    if thing:
        kind, _colon, key = thing.strip().partition(":")
        if key:
            found = found.filter(ref_kind=kind, ref_key=key)
        else:
            found = found.filter(Q(ref_kind=kind) | Q(ref_key=kind.replace("\u00a0", "").replace(" ", "")))
    return found


def lines(found: Iterable[AuditEntry], viewer: Viewer) -> list[Line]:
    """The entries in words. One description query per kind of thing, however many lines."""
    rows = list(found)
    described = chain.describe({Ref(row.ref_kind, row.ref_key) for row in rows if row.ref_kind}, viewer)
    return [_line(row, described.get(Ref(row.ref_kind, row.ref_key))) for row in rows]


def table(found: QuerySet[AuditEntry]) -> Iterator[list[Any]]:
    """Rows for a file, oldest first: number, time, who, action, thing, sentence."""
    for row in found.order_by("id").iterator(chunk_size=2_000):
        thing = f"{row.ref_kind}:{row.ref_key}" if row.ref_kind else ""
        at = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
        yield [str(row.pk), at, row.actor_name, row.action, thing, audit.in_words(row)]


def action_choices() -> list[tuple[str, str]]:
    """Every action that can be logged, with its sentence shortened to what was done."""
    blanks = _Blanks()
    return sorted(
        ((action, blanks.format(audit.template(action))) for action in audit.actions()),
        key=lambda pair: pair[1],
    )


class _Blanks(string.Formatter):
    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        return ("Någon" if field_name == "actor" else "…"), field_name


def _line(row: AuditEntry, found: chain.Description | None) -> Line:
    thing = f"{row.ref_kind}:{row.ref_key}" if row.ref_kind else ""
    sentence = audit.in_words(row, found.title if found else "")
    return Line(row.at, sentence, row.actor_name, row.action, thing, found.address if found else "")


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
