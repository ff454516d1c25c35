"""The list at the door, for those who run the meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from medskick.ground.core import codes
from medskick.ground.core.access import Viewer, require
from medskick.process.meetings.models import Meeting, SignUp, Standing


@dataclass(frozen=True)
class DoorLine:
    """A line of the list: the sign-up, and its number on the waiting list where it waits."""

    signup: SignUp
    waits_as: int | None


def at_the_door(meeting: Meeting, viewer: Viewer) -> list[DoorLine]:
    """Those who have a place by name (on the net last), those who wait in their order, then walk-ins. One query."""
    require("meetings.edit", viewer, meeting)
    rows = list(meeting.signups.exclude(standing=Standing.CANCELLED).order_by("turn"))
    for one in rows:
        one.meeting = meeting
    placed = [one for one in rows if one.has_place and not one.is_walk_in]
    waiting = [one for one in rows if one.waits]
    walked_in = [one for one in rows if one.is_walk_in]
    return [
        *(
            DoorLine(one, None)
            for one in sorted(placed, key=lambda one: (one.on_the_net, one.name.casefold(), one.turn))
        ),
        *(DoorLine(one, number) for number, one in enumerate(waiting, 1)),
        *(DoorLine(one, None) for one in walked_in),
    ]


def found_among(lines: Sequence[DoorLine], typed: str) -> list[DoorLine]:
    """The lines that somebody at the door asks for: the one with this code, else all whose name has every word, in
    capitals or not. Among the lines that are read already, since a database knows no Å from å everywhere."""
    code = codes.normalise(typed)
    if code and (by_code := [line for line in lines if line.signup.code == code]):
        return by_code
    words = typed.casefold().split()
    return [line for line in lines if words and all(word in line.signup.name.casefold() for word in words)]


def signup_by_code(meeting: Meeting, typed: str, viewer: Viewer) -> SignUp | None:
    """The line for a code as somebody read it aloud, typed or scanned it, or None."""
    require("meetings.edit", viewer, meeting)
    code = codes.normalise(typed)
    return meeting.signups.filter(code=code).first() if code else None


def needs(meeting: Meeting, viewer: Viewer) -> list[tuple[str, int]]:
    """What those with a place need at the meeting, and how many sign-ups said the same."""
    require("meetings.edit", viewer, meeting)
    said: Counter[str] = Counter()
    for one in meeting.signups.filter(standing=Standing.PLACE).order_by("turn"):
        said.update(text for text in (one.access_needs, one.diet_needs) if text)
    return sorted(said.items())
