"""Reading the event log, and the signed addresses that let a page follow one stream.

A stream has no viewer of its own: the address is the permission. Whoever hands out ``address(stream)`` has
checked that the viewer may see what the stream tells, and the address stops working after some hours.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any, NamedTuple

from django.core import signing
from django.db.models import Max

from medskick.ground.live.actions import number_waiting
from medskick.ground.live.models import Event

SALT = "live.stream"
HOURS = 12
_FIELDS = ("number", "stream", "kind", "data", "at")


class Row(NamedTuple):
    """An event as readers meet it: ``number`` is its place in the log."""

    number: int
    stream: str
    kind: str
    data: dict[str, Any]
    at: datetime


def after(stream: str, cursor: int, limit: int = 500) -> list[Row]:
    """Events of one stream with a number above ``cursor``, oldest first."""
    _number()
    rows = Event.objects.filter(stream=stream, number__gt=cursor).order_by("number")
    return [Row(*row) for row in rows.values_list(*_FIELDS)[:limit]]


def tail(cursor: int, limit: int = 1000) -> list[Row]:
    """Events of all streams with a number above ``cursor``, oldest first."""
    _number()
    rows = Event.objects.filter(number__gt=cursor).order_by("number")
    return [Row(*row) for row in rows.values_list(*_FIELDS)[:limit]]


def cursor() -> int:
    """The number of the newest event, 0 for an empty log."""
    _number()
    return Event.objects.aggregate(top=Max("number"))["top"] or 0


def address(stream: str, *, after: int | None = None, hours: float = HOURS) -> str:
    """Where a page follows the stream, from just now (or from ``after``). The caller has checked that it
    may.
    """
    start = cursor() if after is None else after
    token = signing.dumps([stream, int(time.time() + hours * 3600)], salt=SALT)
    return f"/live/{token}/?after={start}"


def stream_of(token: str) -> tuple[str, int]:
    """The stream behind an address' token and when it stops working (Unix seconds).

    Raises signing.SignatureExpired when it has stopped, signing.BadSignature when it was never ours.
    """
    try:
        stream, until = signing.loads(token, salt=SALT)
    except (ValueError, TypeError) as error:
        raise signing.BadSignature("not a stream") from error
    if until < time.time():
        raise signing.SignatureExpired("the address is too old")
    return stream, until


def _number() -> None:
    if Event.objects.filter(number__isnull=True).exists():
        number_waiting()
