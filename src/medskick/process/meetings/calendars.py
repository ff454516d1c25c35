"""Meetings as calendar entries (RFC 5545), for a download or beside a mail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from medskick.process.cycle import region as regions
from medskick.process.meetings.models import Meeting, SignUp, Standing, State


def calendar(
    meetings: Iterable[Meeting],
    *,
    name: str = "",
    with_link: bool = False,
    own: SignUp | None = None,
    site: str = "",
) -> bytes:
    """The meetings as one calendar file in UTF-8. ``with_link``: with the address to take part on the net, which is
    told to those who have a place alone. ``own``: the sign-up whose entry it is; one that waits is tentative and says
    so. ``site``: where the pages are, for an installation that has no address of its own."""
    made = Calendar()
    made.add("prodid", "-//Medskick//Meetings//SV")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    if name:
        made.add("x-wr-calname", name)
    site = settings.SITE_ADDRESS or site
    for meeting in meetings:
        made.add_component(_event(meeting, with_link, own, site))
    return made.to_ical()


def _event(meeting: Meeting, with_link: bool, own: SignUp | None, site: str) -> Event:
    waits = own is not None and own.waits
    event = Event()
    event.add("uid", f"meeting-{meeting.number}@{_domain()}")
    event.add(
        "dtstamp",
        max(meeting.changed_at, own.moved_up_at or meeting.changed_at) if own else meeting.changed_at,
    )
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    title = _("Väntelista: %(title)s") % {"title": meeting.title}
    event.add("summary", title if waits else meeting.title)
    event.add("status", _status(meeting, own))
    if meeting.place:
        event.add("location", where(meeting.place, meeting.municipality))
    address = site + reverse("meetings:meeting", args=[meeting.number])
    lines = [
        _("Du står på väntelistan och har ingen plats än.") if waits else "",
        meeting.summary,
        meeting.link if with_link else "",
        address if site else "",
    ]
    event.add("description", "\n".join(line for line in [*lines, regions.region().name] if line))
    if site:
        event.add("url", address)
    return event


def _status(meeting: Meeting, own: SignUp | None) -> str:
    if meeting.state == State.CANCELLED or (own is not None and own.standing == Standing.CANCELLED):
        return "CANCELLED"
    return "TENTATIVE" if own is not None and own.waits else "CONFIRMED"


def where(place: str, municipality: str) -> str:
    """A place with its town, said once: "Folkets hus, Pajala". Nothing where there is no place."""
    town = regions.region().municipality_name(municipality)
    if not place or not town or re.search(rf"\b{re.escape(town)}\b", place, re.IGNORECASE):
        return place
    return f"{place}, {town}"


def _domain() -> str:
    return urlsplit(settings.SITE_ADDRESS).hostname or f"region{regions.region().code}.medskick.invalid"
