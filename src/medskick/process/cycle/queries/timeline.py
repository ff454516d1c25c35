"""The timeline: what was promised first, what holds now, and how much later or earlier that is. Nothing is left out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import SimpleLazyObject, lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.access import Viewer
from medskick.ground.core.offers import Happening
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import EarlierPlan, Milestone, Phase, StrategyCycle
from medskick.process.cycle.queries.milestones import milestones
from medskick.process.cycle.queries.phases import Stop, phases, stops_of, today

ADDRESS = "/tidplan/"
_WEEKS_FROM, _MONTHS_FROM = 14, 90  # days: shorter differences are told in days, longer in weeks, then months


@dataclass(frozen=True)
class MilestoneEntry:
    """A milestone for people. ``promised`` is the day that was promised first, ``holds`` what became of it or what
    is planned now; ``plans`` all promises in their order; ``state`` is done, next or withdrawn."""

    milestone: Milestone
    state: str
    promised: datetime.date
    holds: datetime.date
    plans: tuple[datetime.date, ...]
    verdict: str
    overdue: bool = False

    @property
    def moved(self) -> bool:
        return self.holds != self.promised

    @property
    def reason(self) -> str:
        """Why it was moved the last time, where somebody gave a reason."""
        return next((plan.reason for plan in reversed(self.milestone.earlier_plans.all()) if plan.reason), "")


@dataclass(frozen=True)
class PhaseEntry:
    """A phase for people: its stop, first promised days, the days that hold, and verdicts on the difference."""

    phase: Phase
    stop: Stop
    promised: tuple[datetime.date | None, datetime.date | None]
    plans: tuple[tuple[datetime.date, datetime.date | None], ...]
    verdicts: tuple[str, ...]
    milestones: tuple[MilestoneEntry, ...]

    @property
    def moved(self) -> bool:
        return self.promised[0] is not None and self.promised != (self.stop.starts, self.stop.ends)


def timeline(cycle: StrategyCycle, viewer: Viewer, day: datetime.date | None = None) -> list[PhaseEntry]:
    """All phases with their milestones, in order. Four queries, however long it is."""
    day = day or today()
    inside = by_phase(milestones(cycle, viewer))
    in_order = phases(cycle, viewer)
    earlier: dict[int | None, list[EarlierPlan]] = {}
    for plan in EarlierPlan.objects.filter(phase__cycle=cycle):
        earlier.setdefault(plan.phase_id, []).append(plan)
    return [
        _phase_entry(
            phase,
            stop,
            earlier.get(phase.pk, []),
            tuple(milestone_entry(one, day) for one in inside.get(phase.pk, [])),
            day,
        )
        for phase, stop in zip(in_order, stops_of(in_order, day), strict=True)
    ]


def by_phase(found: Iterable[Milestone]) -> dict[int, list[Milestone]]:
    """Milestones by the key of their phase, in their order."""
    inside: dict[int, list[Milestone]] = {}
    for one in found:
        inside.setdefault(one.phase_id, []).append(one)
    return inside


def state_of(one: Milestone) -> str:
    """Whether the milestone is done, next or withdrawn."""
    if one.withdrawn_at:
        return "withdrawn"
    return "done" if one.actual else "next"


def milestone_entry(one: Milestone, day: datetime.date) -> MilestoneEntry:
    """What became of a milestone's promise by that day."""
    plans = (*(plan.start for plan in one.earlier_plans.all()), one.planned)
    promised, holds = plans[0], one.actual or one.planned
    late = (holds - promised).days
    state, verdict = state_of(one), ""
    if state == "done":
        verdict = _difference(late, _("Blev %(time)s senare."), _("Blev %(time)s tidigare."))
        verdict = verdict or _("Blev klart den dag som var lovad.")
    elif state == "next":
        verdict = _difference(
            late,
            _("Planeras %(time)s senare än först lovat."),
            _("Planeras %(time)s tidigare än först lovat."),
        )
        if holds < day:
            verdict = _("Skulle ha varit klart för %(time)s sedan.") % {"time": duration((day - holds).days)}
    overdue = state == "next" and holds < day
    return MilestoneEntry(one, state, promised, holds, plans, verdict, overdue)


def _phase_entry(
    phase: Phase,
    stop: Stop,
    earlier: list[EarlierPlan],
    inside: tuple[MilestoneEntry, ...],
    day: datetime.date,
) -> PhaseEntry:
    plans: list[tuple[datetime.date, datetime.date | None]] = [(plan.start, plan.end) for plan in earlier]
    if phase.planned_start:
        plans.append((phase.planned_start, phase.planned_end))
    promised = plans[0] if plans else (None, None)
    verdicts = []
    if promised[0] and stop.starts:
        begun = stop.starts <= day
        verdicts.append(
            _difference(
                (stop.starts - promised[0]).days,
                _("Började %(time)s senare.") if begun else _("Börjar %(time)s senare än först lovat."),
                _("Började %(time)s tidigare.") if begun else _("Börjar %(time)s tidigare än först lovat."),
            )
        )
    if promised[1] and stop.ends:
        over = stop.ends < day
        verdicts.append(
            _difference(
                (stop.ends - promised[1]).days,
                _("Slutade %(time)s senare.") if over else _("Slutar %(time)s senare än först lovat."),
                _("Slutade %(time)s tidigare.") if over else _("Slutar %(time)s tidigare än först lovat."),
            )
        )
    told = tuple(one for one in verdicts if one)
    return PhaseEntry(phase, stop, promised, tuple(plans), told, inside)


def _difference(days: int, later: str, earlier: str) -> str:
    if days == 0:
        return ""
    return (later if days > 0 else earlier) % {"time": duration(abs(days))}


def duration(days: int) -> str:
    """A number of days as people say it: 5 dagar, 3 veckor, 4 månader."""
    if days < _WEEKS_FROM:
        return ngettext("%(n)s dag", "%(n)s dagar", days) % {"n": days}
    if days < _MONTHS_FROM:
        weeks = round(days / 7)
        return ngettext("%(n)s vecka", "%(n)s veckor", weeks) % {"n": weeks}
    months = round(days / 30.44)
    return ngettext("%(n)s månad", "%(n)s månader", months) % {"n": months}


def address(cycle: StrategyCycle) -> str:
    """The Swedish path of the cycle's timeline."""
    return ADDRESS if cycle.is_current else f"{ADDRESS}?omgang={cycle.key}"


def happenings(cycle: StrategyCycle, viewer: Viewer) -> Iterator[Happening]:
    """Phases and milestones with dates, as calendars, feeds and the front page show them.

    Two queries. The verdicts in their words are read when somebody reads the words.
    """
    code = regions.region().code
    day = today()
    in_order = phases(cycle, viewer)
    inside = by_phase(milestones(cycle, viewer, with_plans=False))
    verdicts = SimpleLazyObject(lambda: _verdicts(cycle, viewer, day))
    for phase, stop in zip(in_order, stops_of(in_order, day), strict=True):
        if stop.starts:
            key = f"phase-{code}-{cycle.key}-{phase.kind}"
            yield Happening(
                stop.name,
                stop.starts,
                stop.ends,
                address(cycle),
                "phase",
                stop.state,
                key=key,
                words=_read_later(lambda phase=phase: verdicts[phase]),
                revision=phase.revision,
                changed_at=phase.changed_at,
            )
        for one in inside.get(phase.pk, []):
            yield Happening(
                one.title,
                one.actual or one.planned,
                None,
                address(cycle),
                "milestone",
                state_of(one),
                key=f"milestone-{one.key}",
                words=_read_later(lambda one=one: verdicts[one]),
                revision=one.revision,
                changed_at=one.changed_at,
                language="sv",
            )


def _verdicts(cycle: StrategyCycle, viewer: Viewer, day: datetime.date) -> dict[Phase | Milestone, str]:
    """What the calendar says of each phase and milestone."""
    told: dict[Phase | Milestone, str] = {}
    for entry in timeline(cycle, viewer, day):
        told[entry.phase] = " ".join(entry.verdicts)
        for one in entry.milestones:
            told[one.milestone] = "\n\n".join(part for part in (one.milestone.words, one.verdict) if part)
    return told


_read_later = lazy(lambda read: read(), str)
