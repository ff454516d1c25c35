"""Meetings as calendar entries (RFC 5545), for a download or beside a mail."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from medskick.process.cycle import region as regions
from medskick.process.meetings.models import Meeting, State


def calendar(meetings: Iterable[Meeting], *, with_link: bool = False, name: str = "") -> bytes:
    """The meetings as one calendar file in UTF-8. ``with_link``: with the address to take part on the net, which is
    told to those who have a place alone."""
    region = regions.region()
    made = Calendar()
    made.add("prodid", "-//Medskick//Meetings//SV")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    if name:
        made.add("x-wr-calname", name)
    for meeting in meetings:
        made.add_component(_event(meeting, region.name, with_link))
    return made.to_ical()


def _event(meeting: Meeting, organiser: str, with_link: bool) -> Event:
    event = Event()
    event.add("uid", f"meeting-{meeting.number}@{_domain()}")
    event.add("dtstamp", meeting.changed_at)
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", meeting.title)
    event.add("status", "CANCELLED" if meeting.state == State.CANCELLED else "CONFIRMED")
    if meeting.place:
        event.add("location", meeting.place)
    address = settings.SITE_ADDRESS + reverse("meetings:meeting", args=[meeting.number])
    lines = [meeting.summary, meeting.link if with_link else "", address if settings.SITE_ADDRESS else ""]
    event.add("description", "\n".join(line for line in [*lines, organiser] if line))
    if settings.SITE_ADDRESS:
        event.add("url", address)
    return event


def _domain() -> str:
    return urlsplit(settings.SITE_ADDRESS).hostname or f"region{regions.region().code}.medskick.invalid"
