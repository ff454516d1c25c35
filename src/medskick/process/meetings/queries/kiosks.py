"""The kiosks of a meeting. The secret in the address is the permission to answer, and to nothing else."""

from __future__ import annotations

from medskick.ground.core.access import PUBLIC, Viewer, require
from medskick.ground.core.models import Receipt
from medskick.process.cycle import queries as cycles
from medskick.process.meetings.links import hash_of
from medskick.process.meetings.models import Kiosk, Meeting


def kiosks(meeting: Meeting, viewer: Viewer) -> list[Kiosk]:
    """All that were opened for the meeting, newest first. For those who run it."""
    require("meetings.edit", viewer, meeting)
    found = list(meeting.kiosks.all())
    for one in found:
        one.meeting = meeting
    return found


def kiosk_by_secret(secret: str, viewer: Viewer) -> Kiosk | None:
    """The kiosk that a link's secret opens, closed ones too, or None."""
    rows = Kiosk.objects.select_related("meeting__cycle")
    return rows.filter(secret_hash=hash_of(secret)).first()


def receipt_given(key: int, viewer: Viewer) -> Receipt | None:
    """The receipt that a ticket signed at a kiosk names."""
    return Receipt.objects.filter(pk=key).first()


def kiosk_takes_answers(kiosk: Kiosk) -> bool:
    """Whether one may answer there now."""
    return kiosk.is_open and cycles.accepts_contributions(kiosk.meeting.cycle, PUBLIC)
