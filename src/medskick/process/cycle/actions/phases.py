"""Start a cycle, plan its phases, open and close them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.process.cycle import queries
from medskick.process.cycle.actions.held import hold
from medskick.process.cycle.models import EarlierPlan, Phase, PhaseKind, StrategyCycle

Days = tuple[datetime.date | None, datetime.date | None]


def start_cycle(key: str, name: str, planned: Mapping[str, Days], *, by: Viewer) -> StrategyCycle:
    """Make a cycle with its six phases and let it be the current one.

    Raises ValidationError, with what to do, while the running cycle has something that would be lost from sight.
    """
    require("cycle.manage", by)
    with transaction.atomic():
        running = StrategyCycle.objects.select_for_update().filter(is_current=True).first()
        if running is not None:
            _check_done(running, by)
        StrategyCycle.objects.filter(is_current=True).update(is_current=False)
        cycle = StrategyCycle(key=key, name=name, is_current=True)
        cycle.full_clean()
        cycle.save()
        for kind in PhaseKind.values:
            start, end = planned.get(kind, (None, None))
            _check_order(start, end)
            Phase.objects.create(
                cycle=cycle,
                kind=kind,
                planned_start=start,
                planned_end=end,
                planned_at=queries.today() if start else None,
            )
        audit.record(by, "cycle.started", Ref("cycle", key), name=name)
    return cycle


def _check_done(running: StrategyCycle, by: Viewer) -> None:
    hinders = [one for one in queries.left_behind(running, by) if one.hinders]
    if hinders:
        raise ValidationError([f"{one.text} {one.then}" for one in hinders])


def plan_phase(
    phase: Phase,
    start: datetime.date | None,
    end: datetime.date | None,
    *,
    read: int | None = None,
    by: Viewer,
) -> None:
    """Change the planned days. What was promised before stays to be seen, unless it was promised today: a slip of the
    pen.

    ``read``: the revision that was worked on. Raises ValidationError where somebody has changed the phase since.
    """
    require("cycle.manage", by)
    _check_order(start, end)
    with transaction.atomic():
        hold(phase, read)
        earlier = (phase.planned_start, phase.planned_end)
        if earlier == (start, end):
            return
        if phase.planned_start and phase.planned_at != queries.today():
            EarlierPlan.objects.create(
                phase=phase, start=phase.planned_start, end=phase.planned_end, replaced_at=queries.today()
            )
        phase.planned_start, phase.planned_end, phase.planned_at = start, end, queries.today()
        _save(phase, "planned_start", "planned_end", "planned_at")
        before = [str(day) for day in earlier]
        _record(by, "cycle.phase_planned", phase, before=before, start=str(start), end=str(end))


def open_phase(phase: Phase, day: datetime.date, *, by: Viewer) -> None:
    """Record that the phase began that day. Phases begin in their order."""
    require("cycle.manage", by)
    with transaction.atomic():
        hold(phase)
        if not queries.may_open(phase, by, day):
            raise ValidationError(_("En tidigare fas har inte börjat den dagen. Öppna faserna i ordning."))
        phase.actual_start, phase.actual_end = day, None
        _save(phase, "actual_start", "actual_end")
        _record(by, "cycle.phase_opened", phase, day=str(day))


def follow_plan(phase: Phase, *, by: Viewer) -> None:
    """Take back what was recorded about when the phase began and ended: the planned days count again."""
    require("cycle.manage", by)
    with transaction.atomic():
        hold(phase)
        phase.actual_start = phase.actual_end = None
        _save(phase, "actual_start", "actual_end")
        _record(by, "cycle.phase_follows_plan", phase)


def close_phase(phase: Phase, day: datetime.date, *, by: Viewer) -> None:
    """Record that ``day`` was the last day of the phase."""
    require("cycle.manage", by)
    with transaction.atomic():
        hold(phase)
        start = phase.actual_start or phase.planned_start or day
        _check_order(start, day)
        phase.actual_start, phase.actual_end = start, day
        _save(phase, "actual_start", "actual_end")
        _record(by, "cycle.phase_closed", phase, day=str(day))


def _save(phase: Phase, *fields: str) -> None:
    phase.revision += 1
    phase.save(update_fields=[*fields, "revision", "changed_at"])


def _record(by: Viewer, action: str, phase: Phase, **details: object) -> None:
    audit.record(by, action, Ref("cycle", phase.cycle.key), phase=phase.get_kind_display(), **details)


def _check_order(start: datetime.date | None, end: datetime.date | None) -> None:
    if end is not None and start is None:
        raise ValidationError(_("Ange en första dag när det finns en sista dag."))
    if start and end and end < start:
        raise ValidationError(_("Sista dagen ligger före den första. Byt plats på dem."))
