"""Meetings for tests: ``make_meeting(cycle, places=2)`` is published and begins in a week."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.utils import timezone

from medskick.ground.core.access import PUBLIC, Role, Viewer

LEAD = Viewer(None, "Mia Lead", frozenset({Role.PROCESS_LEAD}))
CONTACT = Viewer(None, "Kim Kontakt", frozenset({Role.MUNICIPALITY_CONTACT}), municipality="2521")
_keys = itertools.count(1)


def fields(**changes: Any) -> dict[str, Any]:
    """What a meeting needs; Pajala is 2521."""
    start = timezone.now().replace(microsecond=0) + datetime.timedelta(days=7)
    return {
        "title": "Dialogmöte i Pajala",
        "municipality": "2521",
        "place": "Folkets hus, Pajala",
        "starts_at": start,
        "ends_at": start + datetime.timedelta(hours=2),
        **changes,
    }


def make_meeting(
    cycle: Any, *, published: bool = True, co_hosts: tuple[str, ...] = (), **changes: Any
) -> Any:
    """A meeting with these fields."""
    from medskick.process.meetings import actions

    meeting = actions.create(cycle, fields(**changes), co_hosts, by=LEAD)
    return actions.publish(meeting, by=LEAD) if published else meeting


def sign_up(meeting: Any, name: str = "Ann", *, key: str = "", **wish: Any) -> Any:
    """A visitor signs up."""
    from medskick.process.meetings import actions

    asked = actions.Wish(name=name, **wish)
    return actions.sign_up(meeting, asked, client_key=key or f"key-{next(_keys)}", by=PUBLIC)


def over(meeting: Any, days: int = 1) -> Any:
    """Let the meeting have been: it began so many days ago."""
    start = timezone.now() - datetime.timedelta(days=days)
    type(meeting).objects.filter(pk=meeting.pk).update(
        starts_at=start, ends_at=start + datetime.timedelta(hours=2)
    )
    meeting.refresh_from_db()
    return meeting
