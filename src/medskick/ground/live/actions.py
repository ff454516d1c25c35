"""Writing to the event log. Who may write what is decided by the room that calls; the log itself has no
opinion.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from medskick.ground.live.models import Event

# Every client of a stream gets every event: send little, and let the page fetch the rest.
LARGEST = 16_000
_LOCK = 4_851_207


def append(stream: str, kind: str, data: dict[str, Any]) -> int:
    """Add an event inside the caller's transaction; clients see it after commit. Returns the row's id.

    ``stream`` is ``<what>:<key>`` (``job:…``, ``room:…``). Raises ValueError when ``data`` is over 16 kB as
    JSON.
    """
    plain = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)
    if len(plain) > LARGEST:
        raise ValueError(f"An event on {stream} is {len(plain)} characters; the limit is {LARGEST}")
    return Event.objects.create(stream=stream, kind=kind, data=json.loads(plain)).pk


def number_waiting() -> int:
    """Give committed events their numbers; returns how many. Readers call it, so no process has to be
    running.

    A database sequence is not commit order: on PostgreSQL a row may become visible after rows with higher
    ids. Numbers are therefore given to rows that can be seen, by one transaction at a time. On SQLite writers
    take turns anyway.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        top = Event.objects.aggregate(top=Max("number"))["top"] or 0
        cursor.execute(
            "UPDATE live_event SET number = %s + fresh.place FROM "
            "(SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place FROM live_event WHERE number IS NULL)"
            " AS fresh "
            "WHERE fresh.id = live_event.id",
            [top],
        )
        return cursor.rowcount


def prune(prefix: str, *, older_than: timedelta) -> int:
    """Remove events of streams that begin with ``prefix``; returns how many. The newest event of all stays,
    so that numbers are never used again.
    """
    top = Event.objects.aggregate(top=Max("number"))["top"] or 0
    old = Event.objects.filter(stream__startswith=prefix, at__lt=timezone.now() - older_than, number__lt=top)
    return old.delete()[0]
