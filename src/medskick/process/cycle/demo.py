"""The demonstration's calendar and budget, written as the days they had, and the shift that moves them to today.

What is written here is the only calendar of the demonstration. Other rooms write their days on the same calendar and
take the ``Shift`` that they are given.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from medskick.ground.core.access import SYSTEM, Viewer
from medskick.ground.core.shift import Shift
from medskick.process.cycle import actions, queries
from medskick.process.cycle import region as regions
from medskick.process.cycle.actions import LineGiven
from medskick.process.cycle.models import Milestone, Phase, StrategyCycle

Date = datetime.date
NEAR = 4  # weeks
WRITTEN_FOR = "25"  # the region whose milestones and budget these are


class Written(NamedTuple):
    """A phase's planned first and last day, and the real ones where they were others."""

    start: Date
    end: Date
    really: tuple[Date, Date] | None = None


class Promise(NamedTuple):
    """A milestone: its phase, title, planned day, the day it was done, what it is and why it was moved to that day."""

    phase: str
    title: str
    planned: Date
    actual: Date
    words: str
    moved: str = ""


PHASES = {
    "dialogue": Written(Date(2024, 2, 27), Date(2024, 11, 30), (Date(2024, 2, 27), Date(2024, 12, 20))),
    "analysis": Written(Date(2024, 12, 2), Date(2025, 3, 14), (Date(2024, 12, 21), Date(2025, 3, 14))),
    "draft": Written(Date(2025, 3, 15), Date(2025, 6, 13)),
    "referral": Written(Date(2025, 6, 14), Date(2025, 9, 30)),
    "decision": Written(Date(2025, 10, 1), Date(2025, 12, 12)),
    "followup": Written(Date(2025, 12, 13), Date(2029, 12, 14)),
}
MILESTONES = (
    Promise(
        "dialogue",
        "Förberedelserna är klara",
        Date(2024, 2, 16),
        Date(2024, 2, 16),
        "Vi har bestämt frågorna, bokat lokaler och bjudit in tillsammans med kommunerna.",
    ),
    Promise(
        "dialogue",
        "Första workshoppen med unga",
        Date(2024, 2, 27),
        Date(2024, 2, 27),
        "Unga i Arjeplog berättar hur de vill leva i Norrbotten 2040.",
    ),
    Promise(
        "dialogue",
        "Första dialogmötet",
        Date(2024, 2, 28),
        Date(2024, 2, 28),
        "Arjeplog är först. Samma dag står vi på en mässa för unga företagare i Luleå.",
    ),
    Promise(
        "dialogue",
        "Lektionen har gått ut till gymnasierna",
        Date(2024, 8, 19),
        Date(2024, 9, 2),
        "Lärare får en handledning och kan hålla en lektion där klassen skickar med sina tankar.",
        "Lärare som provade lektionen ville ha kortare övningar. Vi skrev om den först.",
    ),
    Promise(
        "dialogue",
        "Dialogmöten i alla 14 kommuner",
        Date(2024, 10, 31),
        Date(2024, 11, 21),
        "Ett öppet möte i varje kommun. Alla är välkomna, och det behövs inga förkunskaper.",
    ),
    Promise(
        "analysis",
        "Alla röster är lästa och räknade",
        Date(2025, 1, 31),
        Date(2025, 2, 14),
        "Varje svar räknas. Vi visar vilka teman som är viktiga för många.",
    ),
    Promise(
        "analysis",
        "De färdiga temana är publicerade",
        Date(2025, 3, 14),
        Date(2025, 3, 14),
        "Alla kan läsa vad som kom in, tema för tema.",
    ),
    Promise(
        "draft",
        "Första förslaget är skrivet",
        Date(2025, 6, 13),
        Date(2025, 6, 13),
        "Ett förslag med vision, mål och prioriteringar.",
    ),
    Promise(
        "referral",
        "Förslaget skickas på remiss",
        Date(2025, 6, 16),
        Date(2025, 6, 16),
        "Kommuner, myndigheter, företag och föreningar får säga vad de tycker om förslaget.",
    ),
    Promise(
        "referral",
        "Sista dag att svara på remissen",
        Date(2025, 9, 30),
        Date(2025, 9, 30),
        "Alla svar läses och besvaras.",
    ),
    Promise(
        "decision",
        "Förslaget är ändrat efter remissen",
        Date(2025, 10, 31),
        Date(2025, 10, 31),
        "Vi visar vad som har ändrats, och varför.",
    ),
    Promise(
        "decision",
        "Regionfullmäktige beslutar",
        Date(2025, 11, 26),
        Date(2025, 11, 26),
        "De förtroendevalda antar strategin.",
    ),
    Promise(
        "followup",
        "Första årliga redovisningen",
        Date(2026, 12, 11),
        Date(2026, 12, 11),
        "Hur går det med målen? Vi visar vad som har hänt och vad som återstår.",
    ),
    Promise(
        "followup",
        "Andra årliga redovisningen",
        Date(2027, 12, 10),
        Date(2027, 12, 10),
        "Två år har gått. Vad har blivit bättre, och vad har stannat av?",
    ),
    Promise(
        "followup",
        "Tredje årliga redovisningen",
        Date(2028, 12, 8),
        Date(2028, 12, 8),
        "Vi visar hur det går med målen, tre år efter beslutet.",
    ),
    Promise(
        "followup",
        "Strategin ses över",
        Date(2029, 6, 8),
        Date(2029, 6, 8),
        "Vad ska ändras inför nästa omgång? Det som följts upp visar var det behövs.",
    ),
)
COSTS = (
    LineGiven("Dialogmöten och resor", 640_000, "Lokaler, fika och resor till 14 kommuner"),
    LineGiven("Unga, skolor och ungdomsgårdar", 310_000),
    LineGiven("Projektledning och samordning", 1_150_000, "Två år"),
    LineGiven("Webbplats, film och handledningar", 420_000),
    LineGiven("Analys och sammanställning", 330_000),
    LineGiven("Remiss, tryck och översättning", 200_000),
)
SOURCES = (
    LineGiven("Statens medel för regionalt utvecklingsarbete", 1_525_000, "Hälften"),
    LineGiven("Regionens egna projektmedel", 1_525_000, "Hälften"),
)


def shift_to(phase: str, today: Date) -> Shift:
    """The shift with which ``phase`` is open today, about two thirds through. Raises KeyError.

    Some weeks more or less where what remains of the phase would else come when nobody is at work.
    """
    start, end = _really(phase)
    anchor = start + (end - start) * 2 // 3
    weeks = (today - anchor).days // 7
    tried = (
        Shift(weeks + step) for step in sorted(range(-NEAR, NEAR + 1), key=lambda step: (abs(step), -step))
    )
    good = (one for one in tried if one(start) <= today <= one(end) and _keeps_its_days(one, phase, today))
    return next(good, Shift(weeks))


def themes_published(shift: Shift) -> Date | None:
    """The day the finished themes came out; None before that."""
    day = shift.at_work(PHASES["analysis"].end)
    return day if day <= queries.today() else None


def planned_days(shift: Shift) -> dict[str, tuple[Date, Date]]:
    """Planned days of all phases."""
    return {kind: (shift(one.start), shift(one.end)) for kind, one in PHASES.items()}


def load(shift: Shift, *, by: Viewer = SYSTEM) -> StrategyCycle:
    """Start the demonstration's cycle: phases, what really happened so far, milestones, budget."""
    region = regions.region()
    cycle = actions.start_cycle(str(region.vision_year), region.title, planned_days(shift), by=by)
    today = queries.today()
    phases = {phase.kind: phase for phase in queries.phases(cycle, by)}
    for kind, one in PHASES.items():
        if one.really:
            start, end = (shift(day) for day in one.really)
            if start <= today and start != phases[kind].planned_start:
                actions.open_phase(phases[kind], start, by=by)
            if end < today:
                actions.close_phase(phases[kind], end, by=by)
    if region.code == WRITTEN_FOR:
        _tell_the_rest(cycle, phases, shift, by)
    return cycle


def _tell_the_rest(cycle: StrategyCycle, phases: dict[str, Phase], shift: Shift, by: Viewer) -> None:
    """Milestones and budget: they hold names and sums of one region."""
    today = queries.today()
    for promise in MILESTONES:
        milestone = actions.add_milestone(
            phases[promise.phase],
            promise.title,
            shift.at_work(promise.planned),
            words=promise.words,
            by=by,
        )
        if promise.moved:
            _move(milestone, shift.at_work(promise.actual), promise.moved, by)
        if (done := shift.at_work(promise.actual)) <= today:
            actions.complete_milestone(milestone, done, by=by)
    actions.save_budget(cycle, {"cost": COSTS, "source": SOURCES}, by=by)
    actions.publish_budget(cycle, by=by)


def _keeps_its_days(shift: Shift, phase: str, today: Date) -> bool:
    """Whether all that the phase still has to do falls in weeks of work."""
    days = {one.planned for one in MILESTONES if one.phase == phase}
    return all(shift.at_work(day) == shift(day) for day in days if shift(day) >= today)


def _move(milestone: Milestone, day: Date, why: str, by: Viewer) -> None:
    actions.change_milestone(
        milestone,
        phase=milestone.phase,
        title=milestone.title,
        words=milestone.words,
        position=milestone.position,
        planned=day,
        reason=why,
        is_delay=True,
        by=by,
    )


def _really(phase: str) -> tuple[Date, Date]:
    one = PHASES[phase]
    return one.really or (one.start, one.end)
