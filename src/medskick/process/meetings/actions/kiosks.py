"""Kiosks: opened and closed by those who run the meeting; what is answered there belongs to the meeting."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit, limits
from medskick.ground.core.access import PUBLIC, Viewer, require
from medskick.process.contributions import actions as contributions
from medskick.process.contributions.models import Channel, Submission
from medskick.process.cycle import queries as cycles
from medskick.process.meetings import links
from medskick.process.meetings.actions import places
from medskick.process.meetings.models import Kiosk, Meeting, State, Wait

SOURCE = "meeting"
# A sitting is one person at the tablet. That it is over is remembered longer than its form can be sent.
_OVER, _ONCE = "meetings.kiosk.over", "1/26hour"


class Shut(ValidationError):
    """The kiosk takes nothing in now; nothing was stored."""


def open_kiosk(
    meeting: Meeting,
    name: str = "",
    *,
    together: bool = False,
    asks_about: bool = True,
    wait: int = Wait.USUAL,
    language: str = "sv",
    by: Viewer,
) -> Kiosk:
    """A new link for this meeting. Raises ValidationError for a meeting that nobody may read about."""
    with transaction.atomic():
        now = places.locked(meeting.pk)
        require("meetings.edit", by, now)
        if now.state not in (State.PUBLISHED, State.HELD):
            raise ValidationError(_("Publicera mötet först. Till ett inställt möte går det inte att svara."))
        if wait not in Wait.values:
            raise ValidationError({"wait": _("Välj i listan hur länge plattan väntar.")})
        kiosk = Kiosk(
            meeting=now, name=" ".join(name.split())[:80], together=together, asks_about=asks_about,
            wait=wait, language=language, seed=uuid.uuid4(), opened_by=by.name,
        )  # fmt: skip
        if not kiosk.is_open:
            raise ValidationError(_("Mötet var för länge sedan. Svar därifrån skriver ni in för hand."))
        kiosk.secret_hash = links.hash_of(links.secret_of(kiosk))
        kiosk.save()
        audit.record(by, "meetings.kiosk_opened", places.ref(now), title=now.title, name=kiosk.name or "–")
    return kiosk


def close_kiosk(kiosk: Kiosk, *, by: Viewer) -> Kiosk:
    """Its link opens nothing any more, at once and for good. What has been sent stays."""
    with transaction.atomic():
        meeting = places.locked(kiosk.meeting_id)
        require("meetings.edit", by, meeting)
        now = Kiosk.objects.select_for_update().get(pk=kiosk.pk)
        if now.closed_at is None:
            now.closed_at = timezone.now()
            now.save(update_fields=["closed_at"])
            audit.record(
                by, "meetings.kiosk_closed", places.ref(meeting), title=meeting.title, name=now.name or "–"
            )
    return now


def answer(
    kiosk: Kiosk,
    answers: Callable[[str, contributions.Source], Sequence[contributions.Answer]],
    *,
    sitting: str,
    suspect: bool,
) -> Submission:
    """Store what one person answered, with the meeting as its source; returned with its receipt after commit.

    ``answers`` gets channel and source. ``sitting`` names the person's turn at the tablet: the same answers again in it
    give the same receipt, also when the kiosk has been closed since. Raises Shut, or ValidationError with a sentence.
    """
    meeting = kiosk.meeting
    source = contributions.Source(SOURCE, str(meeting.number), meeting.title, timezone.localdate())
    given = answers(Channel.MEETING, source)
    key = f"kiosk-{sitting}"
    if earlier := contributions.sent_before(key, given):
        return earlier
    if not kiosk.is_open or not cycles.accepts_contributions(meeting.cycle, PUBLIC):
        raise Shut(_("Plattan tar inte emot fler svar. Det du skrev är inte sparat."))
    return contributions.receive(meeting.cycle, given, client_key=key, by=PUBLIC, suspect=suspect)


def end_sitting(sitting: str) -> None:
    """The next one stands at the tablet: what was sent in this turn is not shown again."""
    limits.allow(_OVER, sitting, _ONCE)


def is_over(sitting: str) -> bool:
    """Whether somebody has pressed or waited for "begin again" in this turn."""
    return not limits.is_left(_OVER, sitting, _ONCE)
