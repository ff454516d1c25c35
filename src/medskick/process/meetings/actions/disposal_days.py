"""How long what is personal is kept: whoever signs up reads the day, so it may come earlier but not later."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer
from medskick.process.meetings.actions import places
from medskick.process.meetings.models import Meeting


def change_disposal_days(meeting: Meeting, before: int, *, by: Viewer) -> None:
    """Weigh and log that ``meeting.disposal_days`` was ``before``. Inside the caller's transaction, with the meeting
    locked. Raises ValidationError where somebody has been told an earlier day."""
    days = meeting.disposal_days
    if days == before:
        return
    if days > before and meeting.signups.filter(is_walk_in=False).exists():
        sentence = ngettext(
            "De som har anmält sig har fått veta att uppgifterna raderas efter %(n)s dag. Skriv inte fler.",
            "De som har anmält sig har fått veta att uppgifterna raderas efter %(n)s dagar. Skriv inte fler.",
            before,
        )
        raise ValidationError({"disposal_days": sentence % {"n": before}})
    audit.record(by, "meetings.disposal_changed", places.ref(meeting), before=before, days=days)
