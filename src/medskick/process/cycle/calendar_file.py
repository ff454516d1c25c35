"""The timeline as a calendar file (RFC 5545): whole days, an identity that lasts, a number that grows."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from django.utils.translation import get_language
from icalendar import Calendar, Event

from medskick.ground.core.offers import Happening
from medskick.ground.core.printable import printable

PRODUCT = "-//Medskick//Tidplan//SV"
_EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_STATUS = {"withdrawn": "CANCELLED", "next": "TENTATIVE"}


def calendar_file(name: str, happenings: Iterable[Happening], absolute: Callable[[str], str]) -> bytes:
    """What has a lasting key, in the given order. ``absolute`` makes an address of a Swedish path."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", datetime.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for one in happenings:
        if one.key:
            calendar.add_component(_event(one, absolute))
    return bytes(calendar.to_ical())


def _event(one: Happening, absolute: Callable[[str], str]) -> Event:
    spoken = {"LANGUAGE": one.language or get_language() or "sv"}
    changed = (one.changed_at or _EPOCH).astimezone(datetime.UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", f"{one.key}@medskick")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", one.revision)
    event.add("summary", printable(str(one.title)), parameters=spoken)
    event.add("dtstart", _moment(one.start))
    event.add("dtend", _moment(_end(one)))
    event.add("status", _STATUS.get(one.state, "CONFIRMED"))
    event.add("transp", "TRANSPARENT")
    if one.words:
        event.add("description", printable(str(one.words)), parameters=spoken)
    if one.address:
        event.add("url", absolute(one.address))
    return event


def _end(one: Happening) -> datetime.date | datetime.datetime:
    """Where the calendar's event ends: of whole days the day after, which is not part of it."""
    end: datetime.date | datetime.datetime = one.end or one.start
    return end if isinstance(end, datetime.datetime) else end + datetime.timedelta(days=1)


def _moment(when: datetime.date | datetime.datetime) -> datetime.date | datetime.datetime:
    return when.astimezone(datetime.UTC) if isinstance(when, datetime.datetime) else when
