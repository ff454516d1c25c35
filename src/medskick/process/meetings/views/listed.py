"""A meeting as lists and pages print it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer
from medskick.ground.core.dates import held_together
from medskick.process.cycle import region as regions
from medskick.process.meetings import calendars, mail, queries
from medskick.process.meetings.models import Form, Meeting, State
from medskick.process.meetings.queries import Room


@dataclass(frozen=True)
class Listed:
    """The meeting, where and when in words, how full it is, and its state as word and tone.

    ``where``: the place with its town, in Swedish; empty where there is no place.
    """

    meeting: Meeting
    municipality: str
    where: str
    when: str
    room: Room
    status: str
    tone: str


def listed(meetings: Iterable[Meeting], viewer: Viewer) -> list[Listed]:
    """One query for all."""
    meetings = list(meetings)
    region = regions.region()
    rooms = queries.rooms(meetings, viewer)
    return [
        Listed(
            one,
            region.municipality_name(one.municipality) if one.municipality else _("Hela länet"),
            calendars.where(one.place, one.municipality),
            held_together(mail.when(one)),
            rooms[one.pk],
            *_status(one, rooms[one.pk]),
        )
        for one in meetings
    ]


def _status(meeting: Meeting, room: Room) -> tuple[str, str]:
    if meeting.state == State.DRAFT:
        return _("Utkast"), ""
    if meeting.state == State.CANCELLED:
        return _("Inställt"), "bad"
    if meeting.is_over:
        return _("Genomfört"), "good"
    if not meeting.takes_signups:
        return _("Ingen anmälan behövs"), "good"
    if not meeting.signup_is_open:
        return _("Anmälan är stängd"), "watch"
    if room.is_full and meeting.form == Form.HYBRID:
        return _("Fullt i lokalen, öppet på nätet"), "action"
    if room.is_full:
        return _("Fullt, väntelista"), "watch"
    return _("Anmälan är öppen"), "action"
