"""A meeting from draft to held: create, edit, discard, publish, move, cancel."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle
from medskick.process.meetings import mail
from medskick.process.meetings.actions import places
from medskick.process.meetings.actions.attendance import forget_arrivals
from medskick.process.meetings.actions.co_hosts import name_co_hosts
from medskick.process.meetings.actions.disposal_days import change_disposal_days
from medskick.process.meetings.actions.needs import forget_needs
from medskick.process.meetings.actions.notices import told_on_pages
from medskick.process.meetings.models import (
    Form,
    Meeting,
    Note,
    NoteLink,
    Notice,
    SignUp,
    Standing,
    State,
)
from medskick.process.meetings.models.notes import WAITS

WHEN_AND_WHERE = ("form", "place", "access", "link", "starts_at", "ends_at")
WHAT = (
    "kind", "title", "summary", "agenda", "ladder", "target_group", "municipality", "takes_signups", "places",
    "largest_group", "closes_at", "asks_access", "asks_diet", "disposal_days",
)  # fmt: skip


# Pasted from other programs; neither feeds (XML) nor calendars may hold them. Tabs and line ends stay.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class ChangedMeanwhile(ValidationError):
    """Somebody else has saved the meeting since the page was opened."""


class NotHandedIn(ValidationError):
    """Tables of the meeting have notes that nobody has handed in; whoever notes that it was held must say so."""


def create(
    cycle: StrategyCycle, fields: Mapping[str, Any], co_hosts: Sequence[str] = (), *, by: Viewer
) -> Meeting:
    """A draft. ``fields`` are those in ``WHAT`` and ``WHEN_AND_WHERE``. Raises ValidationError by field."""
    require("meetings.plan", by, fields.get("municipality", ""))
    meeting = Meeting(
        cycle=cycle, **{name: fields[name] for name in (*WHAT, *WHEN_AND_WHERE) if name in fields}
    )
    _check(meeting)
    with transaction.atomic():
        meeting.save()
        name_co_hosts(meeting, co_hosts)
        audit.record(by, "meetings.created", places.ref(meeting), title=meeting.title)
    return meeting


def edit(
    meeting: Meeting,
    fields: Mapping[str, Any],
    co_hosts: Sequence[str] | None = None,
    *,
    by: Viewer,
    seen: datetime.datetime | None = None,
) -> Meeting:
    """Change what the meeting is and how one signs up. When more places come, those who wait move up.

    Time and place of a published meeting are changed by ``move``, which tells everybody. ``seen``: when it had last
    been changed, as whoever edits has seen it. Raises ChangedMeanwhile, or ValidationError by field.
    """
    require("meetings.edit", by, meeting)
    with transaction.atomic():
        now = places.locked(meeting.pk)
        require("meetings.edit", by, now)
        if seen is not None and seen != now.changed_at:
            raise ChangedMeanwhile(
                _("Någon annan har sparat mötet medan du skrev. Öppna det i ett nytt fönster och jämför.")
            )
        if now.state == State.CANCELLED:
            raise ValidationError(_("Mötet är inställt och går inte att ändra."))
        disposal_days = now.disposal_days
        may = (*WHAT, *WHEN_AND_WHERE) if now.state == State.DRAFT else WHAT
        for name in may:
            if name in fields:
                setattr(now, name, fields[name])
        require("meetings.plan", by, now.municipality)
        _check(now)
        _check_places(now)
        change_disposal_days(now, disposal_days, by=by)
        now.changed_at = timezone.now()
        now.save()
        forget_needs(now)
        if co_hosts is not None:
            name_co_hosts(now, co_hosts)
        audit.record(by, "meetings.edited", places.ref(now), title=now.title)
        places.move_up(now)
    return now


def publish(meeting: Meeting, *, by: Viewer) -> Meeting:
    """Let everybody read about it, and sign up where it takes sign-ups."""
    with transaction.atomic():
        now = places.locked(meeting.pk)
        require("meetings.edit", by, now)
        if now.state != State.DRAFT:
            raise ValidationError(_("Mötet är redan publicerat."))
        if now.form != Form.ONLINE and not now.place:
            raise ValidationError(_("Skriv var mötet är innan du publicerar det."))
        now.state, now.changed_at = State.PUBLISHED, timezone.now()
        now.save(update_fields=["state", "changed_at"])
        audit.record(by, "meetings.published", places.ref(now), title=now.title)
    return now


def move(meeting: Meeting, fields: Mapping[str, Any], *, why: str = "", by: Viewer) -> Meeting:
    """Another time or place for a published meeting. All who have a place or wait are told.

    A closing time follows the start; it keeps its distance. Raises ValidationError by field.
    """
    with transaction.atomic():
        now = places.locked(meeting.pk)
        require("meetings.edit", by, now)
        if now.state != State.PUBLISHED or now.is_over:
            raise ValidationError(_("Bara ett publicerat möte som inte är över kan flyttas."))
        before, start = {name: getattr(now, name) for name in WHEN_AND_WHERE}, now.starts_at
        for name in WHEN_AND_WHERE:
            if name in fields:
                setattr(now, name, fields[name])
        if before == {name: getattr(now, name) for name in WHEN_AND_WHERE}:
            raise ValidationError(_("Tid och plats är desamma som förut. Ändra något av dem."))
        if now.closes_at is not None:
            now.closes_at = _as_far_from(now.closes_at, start, now.starts_at)
        _check(now)
        now.sequence += 1
        now.changed_at = timezone.now()
        now.save()
        now.signups.update(reminded_at=None)
        audit.record(by, "meetings.moved", places.ref(now), title=now.title, when=mail.when(now))
        if now.starts_at > timezone.now():
            forget_arrivals(now, by=by)
        places.settle(now)
        _tell_all(now, Notice.About.MOVED, mail.MOVED, why, by, before)
        places.move_up(now)  # while the old time was past, nobody did
    return now


def cancel(meeting: Meeting, why: str, *, by: Viewer) -> Meeting:
    """Call the meeting off and tell all who have a place or wait. Its page stays and says so."""
    with transaction.atomic():
        now = places.locked(meeting.pk)
        require("meetings.edit", by, now)
        if now.state == State.DRAFT:
            raise ValidationError(_("Mötet är inte publicerat. Ta bort utkastet i stället."))
        if now.state != State.PUBLISHED:
            raise ValidationError(_("Mötet är redan inställt eller genomfört."))
        if not why.strip():
            raise ValidationError({"why": _("Skriv varför. Det syns på mötets sida.")})
        if tables := _not_handed_in(now):
            raise ValidationError(
                _("Det finns anteckningar som inte är inlämnade: %s. Lämna in dem eller ta bort dem först.")
                % ", ".join(tables)
            )
        now.state, now.changed_at = State.CANCELLED, timezone.now()
        now.sequence += 1
        now.save(update_fields=["state", "changed_at", "sequence"])
        forget_needs(now)
        audit.record(by, "meetings.cancelled", places.ref(now), title=now.title)
        _tell_all(now, Notice.About.CANCELLED, mail.CANCELLED, why, by)
    return now


def discard(meeting: Meeting, *, by: Viewer) -> None:
    """Remove a draft, which nobody outside has read about: called off, it would be told to everybody."""
    with transaction.atomic():
        now = places.locked(meeting.pk)
        require("meetings.edit", by, now)
        if now.state != State.DRAFT:
            raise ValidationError(_("Mötet är publicerat. Ställ in det i stället."))
        audit.record(by, "meetings.discarded", places.ref(now), title=now.title)
        NoteLink.objects.filter(table__meeting=now).delete()
        now.tables.all().delete()
        now.questions.all().delete()
        now.delete()


def mark_held(meeting: Meeting, *, anyway: bool = False, by: Viewer) -> Meeting:
    """Note that the meeting has taken place: sign-up and moving end.

    Raises NotHandedIn where notes wait at its tables, unless ``anyway``; then they go on waiting there."""
    with transaction.atomic():
        now = places.locked(meeting.pk)
        require("meetings.edit", by, now)
        if now.state != State.PUBLISHED or now.starts_at > timezone.now():
            raise ValidationError(_("Mötet har inte börjat än."))
        if not anyway and (tables := _not_handed_in(now)):
            raise NotHandedIn(_("Det finns anteckningar som inte är inlämnade: %s.") % ", ".join(tables))
        now.state, now.changed_at = State.HELD, timezone.now()
        now.save(update_fields=["state", "changed_at"])
        audit.record(by, "meetings.held", places.ref(now), title=now.title)
    return now


def _not_handed_in(meeting: Meeting) -> list[str]:
    waits = meeting.tables.filter(Exists(Note.objects.filter(WAITS, table=OuterRef("pk"))))
    return [_("bord %(table)s") % {"table": one} for one in waits]


def _tell_all(
    meeting: Meeting,
    about: Notice.About,
    kind: str,
    why: str,
    by: Viewer,
    before: Mapping[str, Any] | None = None,
) -> None:
    """``before``: when and where it was to be, for a meeting that is moved."""
    subject = _("Mötet är flyttat") if about == Notice.About.MOVED else _("Mötet är inställt")
    was = {f"was_{name}": before[name] for name in ("starts_at", "ends_at", "place")} if before else {}
    notice = told_on_pages(meeting, about, subject, why, by, **was)
    mail.overtake(meeting, kind)
    concerned: Sequence[SignUp] = list(
        meeting.signups.exclude(standing=Standing.CANCELLED).filter(is_walk_in=False).order_by("turn")
    )
    for signup in concerned:
        signup.meeting = meeting
        mail.send(kind, signup, key=str(meeting.sequence), why=why.strip(), notice=notice)


def _as_far_from(
    closes: datetime.datetime, before: datetime.datetime, after: datetime.datetime
) -> datetime.datetime:
    """The closing time as many days and hours by the clock on the wall ahead of the start as before."""
    closes, before, after = (timezone.make_naive(one) for one in (closes, before, after))
    return timezone.make_aware(closes + (after - before))


def _check(meeting: Meeting) -> None:
    """Raise ValidationError, by field, for what cannot be."""
    for name in ("title", "summary", "agenda", "place", "access"):
        setattr(meeting, name, _CONTROLS.sub(" ", getattr(meeting, name)))
    wrong: dict[str, str] = {}
    # By the second: two times of one zone are compared by the clock on the wall, which leaps in spring.
    starts, ends = meeting.starts_at.timestamp(), meeting.ends_at.timestamp()
    if ends <= starts:
        wrong["ends_at"] = _("Slutet ligger före början. Välj en senare tid.")
    if meeting.closes_at and meeting.closes_at.timestamp() > starts:
        wrong["closes_at"] = _("Anmälan kan stänga senast när mötet börjar.")
    if meeting.municipality and regions.region().municipality(meeting.municipality) is None:
        wrong["municipality"] = _("Vi hittar ingen kommun med den koden. Välj i listan.")
    if meeting.places is not None and meeting.places < 1:
        wrong["places"] = _("Antalet platser ska vara minst 1. Lämna tomt om det inte finns någon gräns.")
    if not 1 <= meeting.largest_group <= 100:
        wrong["largest_group"] = _("Skriv ett tal mellan 1 och 100.")
    if not 1 <= meeting.disposal_days <= 365:
        wrong["disposal_days"] = _("Skriv ett tal mellan 1 och 365.")
    if wrong:
        raise ValidationError(wrong)
    meeting.full_clean(exclude=["cycle"])


def _check_places(meeting: Meeting) -> None:
    taken = places.taken(meeting)
    if meeting.places is not None and meeting.places < taken:
        raise ValidationError(
            {"places": _("%(taken)s har redan fått plats. Skriv minst så många.") % {"taken": taken}}
        )
