"""Reads: which cycle is current, where it stands, what visitors can do."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.validators import slug_re
from django.db.models import F
from django.template.defaultfilters import date as date_format
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import dates
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.once import once, remembers
from medskick.process.cycle.models import ORDER, Phase, PhaseKind, StrategyCycle


@dataclass(frozen=True)
class Stop:
    """A phase as the phase line shows it: ``state`` is done (it has ended), now or next; ``late_days`` > 0 when it
    began late; ``going_on`` also for a phase that overlaps the current one."""

    kind: str
    name: str
    starts: datetime.date | None
    ends: datetime.date | None
    state: str
    late_days: int
    going_on: bool = False

    @property
    def dates(self) -> str:
        """The dates as the phase line says them: how long it goes on, when it was or when it begins."""
        if self.state == "next" and self.going_on:
            return _("pågår till %(day)s") % {"day": _day(self.ends)} if self.ends else _("pågår")
        if self.state == "now":
            return _("till %(day)s") % {"day": _day(self.ends)} if self.ends else _("tills vidare")
        if self.state == "done":
            return _("avslutat i %(day)s") % {"day": _month(self.ends)} if self.ends else ""
        return _("från %(day)s") % {"day": _month(self.starts)} if self.starts else ""


def _day(day: datetime.date) -> str:
    return dates.day_of_this_year(day) if day.year == today().year else dates.day(day)


def _month(day: datetime.date) -> str:
    return date_format(day, "F Y")


def today() -> datetime.date:
    """Today in the region's time zone."""
    return timezone.localdate()


def current_cycle(viewer: Viewer) -> StrategyCycle | None:
    """The cycle that short addresses show, or None before the first one is made. A page that reads asks once."""
    if remembers():
        return _current()[0]
    return StrategyCycle.objects.filter(is_current=True).first()


def _current() -> tuple[StrategyCycle | None, list[Phase]]:
    """The current cycle with its phases: one query, also where there is none; once in a page that reads."""
    names = [field.attname for field in Phase._meta.concrete_fields]
    of_phase = {f"phase_{name}": F(f"phases__{name}") for name in names}
    rows: Any = StrategyCycle.objects.filter(is_current=True).annotate(**of_phase)
    rows = rows.order_by("-key", "phases__pk")

    def made() -> tuple[StrategyCycle | None, list[Phase]]:
        cycle, phases = None, []
        for row in rows:
            cycle = cycle or row
            if row.pk == cycle.pk and row.phase_id is not None:
                phase = Phase.from_db(row._state.db, names, [getattr(row, f"phase_{name}") for name in names])
                phase.cycle = cycle
                phases.append(phase)
        return cycle, phases

    return once("cycle.current", made)


def cycle_by_key(key: str, viewer: Viewer) -> StrategyCycle | None:
    """An older (or the current) cycle by its key; None for what no key can be, whatever an address holds."""
    if not slug_re.fullmatch(key):
        return None
    return StrategyCycle.objects.filter(key=key).first()


def all_cycles(viewer: Viewer) -> list[StrategyCycle]:
    """All cycles, newest first."""
    return list(StrategyCycle.objects.all())


def phases(cycle: StrategyCycle, viewer: Viewer) -> list[Phase]:
    """The cycle's phases in their order."""
    known, with_phases = _current() if remembers() and cycle.is_current else (None, [])
    found = with_phases if known and known.pk == cycle.pk else cycle.phases.all()
    return sorted(found, key=lambda phase: ORDER[phase.kind])


def phase(pk: int, viewer: Viewer) -> Phase | None:
    """A phase of the current cycle by its key, for those who steer the cycle."""
    require("cycle.manage", viewer)
    return Phase.objects.select_related("cycle").filter(pk=pk, cycle__is_current=True).first()


def current_phase(cycle: StrategyCycle, viewer: Viewer, day: datetime.date | None = None) -> Phase | None:
    """The phase going on; where two overlap, the later one."""
    return _going_on(phases(cycle, viewer), day or today())


def _going_on(in_order: list[Phase], day: datetime.date) -> Phase | None:
    return next((one for one in reversed(in_order) if one.is_open(day)), None)


def phase_line(cycle: StrategyCycle, viewer: Viewer, day: datetime.date | None = None) -> list[Stop]:
    """The six stops with dates; exactly the current one is "now"."""
    return stops_of(phases(cycle, viewer), day or today())


def stops_of(in_order: list[Phase], day: datetime.date) -> list[Stop]:
    """The stops of phases in their order, as they are that day."""
    here = _going_on(in_order, day)
    stops = []
    for phase in in_order:
        if here is not None and phase.pk == here.pk:
            state = "now"
        else:
            state = (
                "done" if phase.starts is not None and phase.ends is not None and phase.ends < day else "next"
            )
        late = 0
        if phase.actual_start and phase.planned_start:
            late = max(0, (phase.actual_start - phase.planned_start).days)
        going_on = phase.is_open(day)
        stops.append(
            Stop(phase.kind, phase.get_kind_display(), phase.starts, phase.ends, state, late, going_on)
        )
    return stops


def is_open(cycle: StrategyCycle, kind: str, viewer: Viewer, day: datetime.date | None = None) -> bool:
    """Whether that phase is going on."""
    day = day or today()
    return any(phase.kind == kind and phase.is_open(day) for phase in phases(cycle, viewer))


def is_over(cycle: StrategyCycle, kind: str, viewer: Viewer, day: datetime.date | None = None) -> bool:
    """Whether that phase has ended."""
    return any(stop.kind == kind and stop.state == "done" for stop in phase_line(cycle, viewer, day))


def may_open(phase: Phase, viewer: Viewer, day: datetime.date | None = None) -> bool:
    """Whether the phase may begin that day: every earlier one has begun."""
    day = day or today()
    earlier = [one for one in phase.cycle.phases.all() if ORDER[one.kind] < ORDER[phase.kind]]
    return all(one.starts is not None and one.starts <= day for one in earlier)


def accepts_contributions(
    cycle: StrategyCycle | None, viewer: Viewer, day: datetime.date | None = None
) -> bool:
    """Whether visitors can send contributions: only while the dialogue is going on."""
    return cycle is not None and is_open(cycle, PhaseKind.DIALOGUE, viewer, day)


@dataclass(frozen=True)
class Invitation:
    """What visitors are invited to now: sentences that ask people to write follow it. ``dialogue``: contributions are
    taken; ``referral``: the proposal may be answered, until ``last_day`` where that is known; ``over``: the dialogue
    has been."""

    dialogue: bool = False
    referral: bool = False
    over: bool = False
    last_day: datetime.date | None = None


def invitation(cycle: StrategyCycle | None, viewer: Viewer, day: datetime.date | None = None) -> Invitation:
    """What visitors are invited to; to nothing before the first cycle."""
    stops = {stop.kind: stop for stop in phase_line(cycle, viewer, day)} if cycle else {}
    dialogue, referral = stops.get(PhaseKind.DIALOGUE), stops.get(PhaseKind.REFERRAL)
    answered = referral is not None and referral.going_on
    return Invitation(
        dialogue=dialogue is not None and dialogue.going_on,
        referral=answered,
        over=dialogue is not None and dialogue.state == "done",
        last_day=referral.ends if referral and answered else None,
    )


def municipality_topic(code: str) -> str:
    """The topic of a municipality, as subscribers choose it: for what happenings and news are about."""
    return f"kommun:{code}"
