"""Whether the next cycle may start, and what it would leave behind."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from medskick.ground.core import dates
from medskick.ground.core.access import Viewer, require
from medskick.process.cycle import leaving
from medskick.process.cycle.leaving import Left
from medskick.process.cycle.models import StrategyCycle
from medskick.process.cycle.queries.phases import phases, today


def left_behind(cycle: StrategyCycle, viewer: Viewer) -> list[Left]:
    """What the cycle still holds, with what hinders the next one first: phases that are not over, and what the
    rooms tell."""
    require("cycle.manage", viewer)
    found = [*_unfinished(cycle, viewer), *leaving.left(cycle, viewer)]
    return sorted(found, key=lambda one: not one.hinders)


def _unfinished(cycle: StrategyCycle, viewer: Viewer) -> Iterator[Left]:
    for phase in phases(cycle, viewer):
        if phase.starts is None or (phase.ends is not None and phase.ends < today()):
            continue
        told = {"phase": phase.get_kind_display(), "day": dates.day(phase.starts)}
        address = f"{reverse('cycle:plan')}#phase-{phase.pk}"
        if phase.is_open(today()):
            text = _("Fasen %(phase)s pågår sedan den %(day)s.") % told
            then = _("Skriv fasens sista dag. Dagen efter kan nästa omgång starta.")
        else:
            text = _("Fasen %(phase)s är planerad från den %(day)s.") % told
            then = _("Genomför den först. Blir den inte av tar du bort dagarna i planen.")
        yield Left(text, then, address, hinders=True)


def others(viewer: Viewer) -> list[StrategyCycle]:
    """Cycles that short addresses do not show, newest first."""
    return list(StrategyCycle.objects.filter(is_current=False))
