"""Milestones as they stand."""

from __future__ import annotations

import contextlib
import datetime
import uuid

from medskick.ground.core.access import Viewer
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import ORDER, Milestone, PhaseKind, StrategyCycle


def milestones(cycle: StrategyCycle, viewer: Viewer, *, with_plans: bool = True) -> list[Milestone]:
    """The cycle's milestones in the order of phases, then their own; each with ``phase``, and ``earlier_plans`` unless
    these are not asked for."""
    found = Milestone.objects.filter(phase__cycle=cycle).select_related("phase")
    return sorted(
        found.prefetch_related("earlier_plans") if with_plans else found,
        key=lambda one: ORDER[one.phase.kind],
    )


def decision_day(cycle: StrategyCycle, viewer: Viewer) -> datetime.date | None:
    """The day that the timeline gives for the decision: of the last milestone of the decision phase that names a
    decision or those who decide. None where no milestone does. One query."""
    named = ("beslut", regions.region().council.casefold())
    found = Milestone.objects.filter(
        phase__cycle=cycle, phase__kind=PhaseKind.DECISION, withdrawn_at__isnull=True
    )
    days = [one.actual or one.planned for one in found if any(word in one.title.casefold() for word in named)]
    return max(days, default=None)


def milestone(pk: int, viewer: Viewer) -> Milestone | None:
    """One milestone by its number."""
    return Milestone.objects.select_related("phase__cycle").filter(pk=pk).first()


def milestones_by_key(keys: list[str], viewer: Viewer) -> list[Milestone]:
    """Milestones by their lasting keys; what is no key is left out."""
    wanted = []
    for key in keys:
        with contextlib.suppress(ValueError):
            wanted.append(uuid.UUID(key))
    return list(Milestone.objects.filter(key__in=wanted).select_related("phase__cycle"))
