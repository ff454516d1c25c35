"""Writes: start a cycle, plan its phases, open and close them."""

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
from medskick.process.cycle.models import Phase, PhaseKind, StrategyCycle

Days = tuple[datetime.date | None, datetime.date | None]


def start_cycle(key: str, name: str, planned: Mapping[str, Days], *, by: Viewer) -> StrategyCycle:
    """Make a cycle with its six phases and let it be the current one."""
    require("cycle.manage", by)
    with transaction.atomic():
        StrategyCycle.objects.filter(is_current=True).update(is_current=False)
        cycle = StrategyCycle(key=key, name=name, is_current=True)
        cycle.full_clean()
        cycle.save()
        for kind in PhaseKind.values:
            start, end = planned.get(kind, (None, None))
            _check_order(start, end)
            Phase.objects.create(cycle=cycle, kind=kind, planned_start=start, planned_end=end)
        audit.record(by, "cycle.started", Ref("cycle", key), name=name)
    return cycle


def plan_phase(phase: Phase, start: datetime.date | None, end: datetime.date | None, *, by: Viewer) -> None:
    """Change the planned days."""
    require("cycle.manage", by)
    _check_order(start, end)
    before = [str(phase.planned_start), str(phase.planned_end)]
    with transaction.atomic():
        phase.planned_start, phase.planned_end = start, end
        phase.save(update_fields=["planned_start", "planned_end"])
        _record(by, "cycle.phase_planned", phase, before=before, start=str(start), end=str(end))


def open_phase(phase: Phase, day: datetime.date, *, by: Viewer) -> None:
    """Record that the phase began that day. Phases begin in their order."""
    require("cycle.manage", by)
    if not queries.may_open(phase, by, day):
        raise ValidationError(_("En tidigare fas har inte börjat den dagen. Öppna faserna i ordning."))
    with transaction.atomic():
        phase.actual_start, phase.actual_end = day, None
        phase.save(update_fields=["actual_start", "actual_end"])
        _record(by, "cycle.phase_opened", phase, day=str(day))


def follow_plan(phase: Phase, *, by: Viewer) -> None:
    """Take back what was recorded about when the phase began and ended: the planned days count again."""
    require("cycle.manage", by)
    with transaction.atomic():
        phase.actual_start = phase.actual_end = None
        phase.save(update_fields=["actual_start", "actual_end"])
        _record(by, "cycle.phase_follows_plan", phase)


def close_phase(phase: Phase, day: datetime.date, *, by: Viewer) -> None:
    """Record that ``day`` was the last day of the phase."""
    require("cycle.manage", by)
    start = phase.actual_start or phase.planned_start or day
    _check_order(start, day)
    with transaction.atomic():
        phase.actual_start, phase.actual_end = start, day
        phase.save(update_fields=["actual_start", "actual_end"])
        _record(by, "cycle.phase_closed", phase, day=str(day))


def _record(by: Viewer, action: str, phase: Phase, **details: object) -> None:
    audit.record(by, action, Ref("cycle", phase.cycle.key), phase=phase.get_kind_display(), **details)


def _check_order(start: datetime.date | None, end: datetime.date | None) -> None:
    if end is not None and start is None:
        raise ValidationError(_("Ange en första dag när det finns en sista dag."))
    if start and end and end < start:
        raise ValidationError(_("Sista dagen ligger före den första. Byt plats på dem."))
