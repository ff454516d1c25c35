"""How far people, and people and the computer, agree: figures over all statements that both coders have coded.

Weighted back to all statements of the book: each coded one stands for N/n of its stratum (see ``coding.drawing``).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from medskick.engine.agreement import (
    Estimate,
    Sample,
    agreement,
    alpha,
    kappa,
    masi,
    none_in_common,
    specific,
)
from medskick.ground.core.access import Viewer, require
from medskick.ground.jobs import queries as job_queries
from medskick.process.contributions.models import State
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.coding.queries.options import Book, book, in_swedish
from medskick.process.insights.models import (
    CRITERIA,
    SEATS,
    AgreementReport,
    Coding,
    Draw,
    RunTheme,
    SampleUnit,
    StabilityCheck,
    Theme,
)

SHOWN_FROM = 20  # statements that both have coded, before any figure is shown
PUBLISHED_FROM = 50
FEW = 5
PEOPLE, ENGINE = ((0, 1),), ((2, 0), (2, 1))
CODEBOOK, CARRIED = "codebook", "carried"
Choices = frozenset[int]


@dataclass(frozen=True)
class Measures:
    """One comparison: at least one theme in common, exactly the same choice, and the two coefficients."""

    shared: Estimate
    same: Estimate
    kappa: Estimate
    alpha: Estimate


@dataclass(frozen=True)
class Several:
    """Where the computer names several themes: how often the one it put first is among a person's, and how many themes
    the computer and people name for a statement on average."""

    first: Estimate
    engine: float
    people: float


@dataclass(frozen=True)
class ThemeRow:
    """One theme: how often the others chose it too, when one did. ``few``: too few to tell."""

    name: str
    few: bool
    coded: int
    people: Estimate
    engine: Estimate


@dataclass(frozen=True)
class CriterionRow:
    """One criterion. ``engine`` is None where the computer said nothing."""

    label: str
    people: Measures
    engine: Measures | None


@dataclass(frozen=True)
class Confusion:
    """What people chose (columns) for what the computer had chosen (rows): choices by two coders, so two per
    statement; who chose several themes counts with a part in each. ``names`` serve rows and columns alike."""

    names: tuple[str, ...]
    cells: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Figures:
    """Everything that the page of agreement says. ``both`` are those coded by two; measures are None below
    SHOWN_FROM."""

    drawn: int
    lost: int
    both: int
    engine_known: int
    covered: float
    people: Measures | None
    engine: Measures | None
    several: Several | None
    themes: tuple[ThemeRow, ...]
    criteria: tuple[CriterionRow, ...]
    confusion: Confusion | None
    last_coded: str

    @property
    def missing(self) -> int:
        """How many more have to be coded by both before figures are shown."""
        return max(0, SHOWN_FROM - self.both)

    @property
    def publishable(self) -> bool:
        return self.both >= PUBLISHED_FROM and self.people is not None and self.engine is not None

    @property
    def missing_to_publish(self) -> int:
        return max(0, PUBLISHED_FROM - self.both)


@dataclass(frozen=True)
class Pair:
    """A statement that both have coded, with their choices in the order of their seats."""

    unit: SampleUnit
    first: Coding
    second: Coding


def pairs(cycle: StrategyCycle, viewer: Viewer) -> list[Pair]:
    """Statements that show and both have coded, in the order they were drawn. Two queries."""
    require("insights.agreement", viewer)
    done = Coding.objects.filter(
        unit__cycle=cycle, state=Coding.State.DONE, unit__contribution__state=State.VISIBLE
    )
    by_unit: dict[int, dict[int, Coding]] = {}
    for coding in done.order_by("unit_id", "seat"):
        by_unit.setdefault(coding.unit_id, {})[coding.seat] = coding
    both = {pk: found for pk, found in by_unit.items() if len(found) == len(SEATS)}
    units = SampleUnit.objects.filter(cycle=cycle).order_by("draw_id", "chance", "pk")
    rows = [unit for unit in units if unit.pk in both]
    return [Pair(unit, *(both[unit.pk][seat] for seat in SEATS)) for unit in rows]


def figures(cycle: StrategyCycle, viewer: Viewer) -> Figures:
    """The figures of now. Some six queries, however large the sample."""
    coded = pairs(cycle, viewer)
    inside = [pair for pair in coded if pair.unit.in_frame]
    known = book(cycle)
    drawn = SampleUnit.objects.filter(cycle=cycle)
    newest = Draw.objects.filter(cycle=cycle).first()
    sizes = {one["key"]: one["population"] for one in newest.strata} if newest else {}
    enough = len(inside) >= SHOWN_FROM
    sample = _sample(inside, sizes, lambda pair: _by_theme(pair, known)) if enough else None
    with_engine = sample.only([unit[2] is not None for unit in sample.units]) if sample else None
    if with_engine is not None and len(with_engine.units) < SHOWN_FROM:
        with_engine = None
    return Figures(
        drawn=drawn.count(),
        lost=drawn.count() - drawn.filter(contribution__state=State.VISIBLE, in_frame=True).count(),
        both=len(inside),
        engine_known=len(with_engine.units) if with_engine else 0,
        covered=sample.covered if sample else 0.0,
        people=_measures(sample, PEOPLE) if sample else None,
        engine=_measures(with_engine, ENGINE) if with_engine else None,
        several=_several(inside, sizes, known) if with_engine else None,
        themes=_theme_rows(sample, with_engine, known) if sample else (),
        criteria=tuple(_criteria(inside, sizes)) if sample else (),
        confusion=_confusion(with_engine, known) if with_engine else None,
        last_coded=max(
            (max(pair.first.at, pair.second.at).date().isoformat() for pair in inside), default=""
        ),
    )


def _sample(
    coded: Sequence[Pair], sizes: dict[str, int], read: Callable[[Pair], tuple[Any, Any, Any]]
) -> Sample:
    """A sample whose units are (first coder, second coder, computer)."""
    drawn = Counter(pair.unit.stratum for pair in coded)
    # A stratum can hold more than there were when it was counted only where themes changed since: then all are in.
    population = {key: max(size, drawn[key]) for key, size in sizes.items()}
    return Sample(
        [read(pair) for pair in coded],
        [pair.unit.stratum for pair in coded],
        {**{key: number for key, number in drawn.items() if key not in population}, **population},
    )


def _by_theme(pair: Pair, known: Book) -> tuple[Choices, Choices, Choices | None]:
    engine = pair.unit.engine_themes
    return (
        known.top_set(pair.first.themes),
        known.top_set(pair.second.themes),
        known.top_set(engine) if engine is not None else None,
    )


def _several(coded: Sequence[Pair], sizes: dict[str, int], known: Book) -> Several | None:
    """None where the computer names one theme at most."""
    told = [pair for pair in coded if pair.unit.engine_themes is not None]
    whole = _sample(told, sizes, lambda pair: _by_theme(pair, known))
    if all(len(unit[2]) < 2 for unit in whole.units):
        return None

    def first(pair: Pair) -> tuple[Choices, Choices, Choices]:
        own, other, _all = _by_theme(pair, known)
        return own, other, known.top_set((pair.unit.engine_themes or [])[:1])

    return Several(
        agreement(_sample(told, sizes, first), ENGINE, none_in_common),
        whole.mean([len(unit[2]) for unit in whole.units]),
        whole.mean([(len(unit[0]) + len(unit[1])) / 2 for unit in whole.units]),
    )


def _measures(sample: Sample, who: Any, *, sets: bool = True) -> Measures:
    return Measures(
        agreement(sample, who, none_in_common) if sets else agreement(sample, who),
        agreement(sample, who),
        kappa(sample, who),
        alpha(sample, who, masi) if sets else alpha(sample, who),
    )


def _theme_rows(sample: Sample, with_engine: Sample | None, known: Book) -> tuple[ThemeRow, ...]:
    chosen = {pk for unit in sample.units for one in unit if one for pk in one}
    nothing = Estimate(None, None, None, 0)
    rows = []
    for pk in sorted(chosen, key=lambda pk: in_swedish(known.names[pk])):
        people = specific(sample, pk, PEOPLE)
        engine = specific(with_engine, pk, ENGINE) if with_engine else nothing
        coded = max(people.n, engine.n)
        rows.append(
            ThemeRow(
                known.names[pk],
                coded < FEW,
                coded,
                people if people.n >= FEW else nothing,
                engine if engine.n >= FEW else nothing,
            )
        )
    return tuple(rows)


def _criteria(coded: Sequence[Pair], sizes: dict[str, int]) -> list[CriterionRow]:
    rows = []
    for name, label in criterion_labels().items():
        both = [pair for pair in coded if getattr(pair.first, name) and getattr(pair.second, name)]
        if len(both) < SHOWN_FROM:
            continue

        def read(pair: Pair, name: str = name) -> tuple[Any, Any, Any]:
            return (
                getattr(pair.first, name),
                getattr(pair.second, name),
                pair.unit.engine_answers.get(name),
            )

        sample = _sample(both, sizes, read)
        told = sample.only([unit[2] is not None for unit in sample.units])
        rows.append(
            CriterionRow(
                label,
                _measures(sample, PEOPLE, sets=False),
                _measures(told, ENGINE, sets=False) if len(told.units) >= SHOWN_FROM else None,
            )
        )
    return rows


def criterion_labels() -> dict[str, str]:
    """The criteria in words, by field."""
    return dict(zip(CRITERIA, (_("Räckvidd"), _("Samverkan"), _("Långsiktig")), strict=True))


def _confusion(sample: Sample, known: Book) -> Confusion:
    nothing = 0  # no theme's number
    seen = {pk for unit in sample.units for one in unit for pk in (one or {nothing})}
    order = sorted(seen, key=lambda pk: (pk == nothing, in_swedish(known.names.get(pk, ""))))
    at = {pk: number for number, pk in enumerate(order)}
    cells = [[0.0] * len(order) for _row in order]
    for first, second, engine in sample.units:
        for own in engine or {nothing}:
            for person in (first, second):
                for pk in person or {nothing}:
                    cells[at[own]][at[pk]] += 1 / len(person or {nothing}) / len(engine or {nothing})
    names = tuple(known.names.get(pk) or _("Inget tema passar") for pk in order)
    return Confusion(names, tuple(tuple(round(cell, 2) for cell in row) for row in cells))


# --- stability and what is published --------------------------------------------------------------------------


@dataclass(frozen=True)
class Stability:
    """What repetitions of the newest run say. ``figures`` is empty until they are done."""

    check: StabilityCheck
    figures: dict[str, Any]
    themes: tuple[dict[str, Any], ...]
    job: Any

    @property
    def done(self) -> int:
        """Repetitions that are finished."""
        return len(self.check.rounds)

    @property
    def made(self) -> str:
        """How the run was made, and so its repetitions: CODEBOOK, CARRIED from an earlier run, or empty for afresh."""
        run = self.check.run
        return CODEBOOK if run.codebook_id else CARRIED if run.carried else ""


def stability(cycle: StrategyCycle, viewer: Viewer, *, finished: bool = True) -> Stability | None:
    """The newest check that is finished (or, with ``finished`` False, the newest of all)."""
    require("insights.agreement", viewer)
    checks = StabilityCheck.objects.filter(run__cycle=cycle).select_related("run")
    check = (checks.exclude(figures={}) if finished else checks).first()
    if check is None:
        return None
    told = check.figures.get("themes", {})
    labels = dict(RunTheme.objects.filter(run=check.run, key__in=list(told)).values_list("key", "label"))
    called = dict(
        Theme.objects.filter(cycle=cycle, parent=None, machine_label__in=labels.values()).values_list(
            "machine_label", "name"
        )
    )
    themes = tuple(
        {**one, "name": called.get(labels.get(key, ""), labels.get(key, key))} for key, one in told.items()
    )
    job = job_queries.get(check.job_id, viewer) if check.job_id and not check.finished_at else None
    return Stability(
        check, check.figures, tuple(sorted(themes, key=lambda one: in_swedish(one["name"]))), job
    )


def to_publish(found: Figures, stable: Stability | None) -> dict[str, Any]:
    """What is published: counts, shares and coefficients, no words of anybody."""

    def told(measures: Measures | Several | None, name: str) -> dict[str, Any] | None:
        estimate: Estimate | None = getattr(measures, name, None)
        if estimate is None or estimate.value is None:
            return None
        return {
            end: None if (value := getattr(estimate, end)) is None else round(value, 3)
            for end in ("value", "low", "high")
        }

    return {
        "both": found.both,
        "lost": found.lost,
        "last_coded": found.last_coded,
        "people": told(found.people, "shared"),
        "engine": told(found.engine, "shared"),
        "people_kappa": told(found.people, "kappa"),
        "engine_kappa": told(found.engine, "kappa"),
        "people_alpha": told(found.people, "alpha"),
        "engine_alpha": told(found.engine, "alpha"),
        "several": found.several
        and {
            "first": told(found.several, "first"),
            "engine": round(found.several.engine, 2),
            "people": round(found.several.people, 2),
        },
        "stability": stable
        and {
            "kept": stable.figures["kept"],
            "ari": stable.figures["ari"],
            "times": stable.check.times,
            "kind": stable.check.kind,
            "run": stable.check.run.number,
            "made": stable.made,
        },
    }


def mark(told: dict[str, Any]) -> str:
    """Tells one set of figures from another: what was read is what is published."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def report(cycle: StrategyCycle, viewer: Viewer) -> AgreementReport | None:
    """The newest published figures, unless they were taken back."""
    newest = AgreementReport.objects.filter(cycle=cycle).values_list("pk", flat=True).first()
    return AgreementReport.objects.visible_to(viewer).filter(pk=newest or 0).first()
