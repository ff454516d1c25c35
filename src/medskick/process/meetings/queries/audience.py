"""Whom a word to those who signed up reaches."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from medskick.ground.core.access import Viewer, require
from medskick.process.meetings.models import Form, Meeting, Standing


@dataclass(frozen=True)
class Audience:
    """Sign-ups, each of which is told once however many persons it is for: those with a place, and of them those on the
    net of a meeting that is in a room as well; those who wait; and of all these those with an address for mail."""

    placed: int
    online: int
    waiting: int
    mailed: int

    @property
    def all(self) -> int:
        """All that are told when everybody is."""
        return self.placed + self.waiting


def audience(meeting: Meeting, viewer: Viewer) -> Audience:
    """For those who run the meeting. One query."""
    require("meetings.edit", viewer, meeting)
    rows = meeting.signups.filter(is_walk_in=False).exclude(standing=Standing.CANCELLED).order_by()
    placed = Q(standing=Standing.PLACE)
    return Audience(
        **rows.aggregate(
            placed=Count("pk", filter=placed),
            online=Count("pk", filter=placed & Q(online=True, meeting__form=Form.HYBRID)),
            waiting=Count("pk", filter=Q(standing=Standing.WAITING)),
            mailed=Count("pk", filter=~Q(email="")),
        )
    )
