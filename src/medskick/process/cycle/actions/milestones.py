"""Milestones: promise, change the promise, say that it is done, strike it. Each of them can be taken back."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.process.cycle import queries
from medskick.process.cycle.models import EarlierPlan, Milestone, Phase


def add_milestone(
    phase: Phase, title: str, planned: datetime.date, *, words: str = "", position: int = 0, by: Viewer
) -> Milestone:
    """Promise something for a day within a phase. ``position`` orders milestones of one phase before their days."""
    require("cycle.manage", by)
    one = Milestone(
        phase=phase,
        title=title,
        words=words,
        position=position,
        planned=planned,
        planned_at=queries.today(),
    )
    one.full_clean()
    with transaction.atomic():
        one.save()
        _record(by, "cycle.milestone_added", one, day=str(planned))
    return one


@transaction.atomic
def change_milestone(
    one: Milestone,
    *,
    phase: Phase,
    title: str,
    planned: datetime.date,
    words: str,
    position: int,
    read: int | None = None,
    by: Viewer,
    reason: str = "",
    is_delay: bool = False,
) -> None:
    """Change what it is or when it is planned. A day that was promised before today stays to be seen, with ``reason``.

    One written today was a slip of the pen and leaves no trace, unless it ``is_delay``.
    ``read``: the revision that was worked on. Raises ValidationError where somebody has changed it since.
    """
    require("cycle.manage", by)
    _read_anew(one)
    if read is not None and read != one.revision:
        raise ValidationError(
            _(
                "Någon annan har ändrat milstolpen medan du skrev. Det du har skrivit står kvar här. "
                "Öppna milstolparna i en ny flik och jämför. Sparar du igen gäller det som står här."
            )
        )
    if phase.cycle_id != one.phase.cycle_id:
        raise ValidationError(_("Fasen hör till en annan omgång. Välj en fas i den här omgången."))
    earlier, moved = one.planned, planned != one.planned
    stays = is_delay or one.planned_at != queries.today()
    one.phase, one.title, one.words, one.position = phase, title, words, position
    one.planned = planned
    one.full_clean()
    if moved and stays:
        told = {"start": earlier, "replaced_at": queries.today(), "reason": " ".join(reason.split())}
        EarlierPlan.objects.create(milestone=one, **told)
    if moved:
        one.planned_at = queries.today()
    _save(one, "phase", "title", "words", "position", "planned", "planned_at")
    _record(by, "cycle.milestone_changed", one, before=str(earlier), day=str(planned))


@transaction.atomic
def complete_milestone(one: Milestone, day: datetime.date, *, by: Viewer) -> None:
    """Say that it was done that day, today or earlier."""
    require("cycle.manage", by)
    _read_anew(one)
    if day > queries.today():
        raise ValidationError(_("Dagen har inte varit än. Skriv den dag det blev klart."))
    if one.withdrawn_at:
        raise ValidationError(_("Milstolpen är struken. Sätt tillbaka den först."))
    one.actual = day
    _save(one, "actual")
    _record(by, "cycle.milestone_done", one, day=str(day))


@transaction.atomic
def reopen_milestone(one: Milestone, *, by: Viewer) -> None:
    """Take back that it was done."""
    require("cycle.manage", by)
    _read_anew(one)
    one.actual = None
    _save(one, "actual")
    _record(by, "cycle.milestone_reopened", one)


@transaction.atomic
def withdraw_milestone(one: Milestone, *, by: Viewer) -> None:
    """Strike it from the plan. It stays to be seen, struck."""
    require("cycle.manage", by)
    _read_anew(one)
    if one.actual:
        raise ValidationError(_("Milstolpen är klar. Ta tillbaka att den är klar först."))
    one.withdrawn_at = queries.today()
    _save(one, "withdrawn_at")
    _record(by, "cycle.milestone_withdrawn", one)


@transaction.atomic
def put_back_milestone(one: Milestone, *, by: Viewer) -> None:
    """Take back that it was struck."""
    require("cycle.manage", by)
    _read_anew(one)
    one.withdrawn_at = None
    _save(one, "withdrawn_at")
    _record(by, "cycle.milestone_put_back", one)


def _read_anew(one: Milestone) -> None:
    """As it is now, held until the transaction ends: somebody may have acted on it since the page was opened."""
    one.refresh_from_db(from_queryset=Milestone.objects.select_for_update())


def _save(one: Milestone, *fields: str) -> None:
    one.revision += 1
    one.save(update_fields=[*fields, "revision", "changed_at"])


def _record(by: Viewer, action: str, one: Milestone, **details: object) -> None:
    audit.record(by, action, Ref("milestone", str(one.key)), title=one.title, **details)
