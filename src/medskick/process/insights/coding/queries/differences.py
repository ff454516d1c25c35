"""Statements that people, or people and the computer, read differently: to be talked through."""

from __future__ import annotations

from dataclasses import dataclass

from medskick.engine.text.masking import Segment
from medskick.ground.core.access import Viewer
from medskick.process.contributions.models import Contribution
from medskick.process.contributions.queries.public import active_masks
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.coding.queries.figures import Pair, criterion_labels, pairs
from medskick.process.insights.coding.queries.options import Book, book
from medskick.process.insights.coding.queries.queue import unfinished
from medskick.process.insights.models import CRITERIA, Answer, Coding, CodingSeat, Consensus, SampleUnit
from medskick.process.insights.queries.statements import words_of

BETWEEN_PEOPLE, WITH_ENGINE = "", "datorn"


@dataclass(frozen=True)
class Said:
    """One side: who, and which themes (empty: none fits)."""

    who: str
    themes: tuple[str, ...]
    note: str
    answers: str


@dataclass(frozen=True)
class Difference:
    """A statement with what was chosen for it. ``engine`` is None where the computer's choice is not known."""

    unit: SampleUnit
    words: tuple[Segment, ...]
    language: str
    people: tuple[Said, Said]
    engine: tuple[str, ...] | None
    engine_answers: str
    consensus: Consensus | None
    agreed: tuple[str, ...]


def different(cycle: StrategyCycle, viewer: Viewer, *, view: str = BETWEEN_PEOPLE) -> list[Pair]:
    """Statements where the two coders chose differently or, with WITH_ENGINE, where they agree and the computer chose
    otherwise. Unsettled ones first."""
    known = book(cycle)
    held = unfinished(cycle, viewer)
    settled = set(
        Consensus.objects.filter(unit__cycle=cycle, accepted_at__isnull=False).values_list(
            "unit_id", flat=True
        )
    )
    rows = [
        pair for pair in pairs(cycle, viewer) if pair.unit.draw_id not in held and _differs(pair, known, view)
    ]
    return sorted(rows, key=lambda pair: pair.unit.pk in settled)


def _differs(pair: Pair, known: Book, view: str) -> bool:
    first, second = known.top_set(pair.first.themes), known.top_set(pair.second.themes)
    if view != WITH_ENGINE:
        return first != second
    engine = pair.unit.engine_themes
    return first == second and engine is not None and known.top_set(engine) != first


def described(rows: list[Pair], cycle: StrategyCycle) -> list[Difference]:
    """With words and names. Four queries for the whole list."""
    known = book(cycle)
    owners = Contribution.objects.prefetch_related(active_masks()).in_bulk(
        {pair.unit.contribution_id for pair in rows}
    )
    settled = {one.unit_id: one for one in Consensus.objects.filter(unit__in=[pair.unit.pk for pair in rows])}
    found = []
    for pair in rows:
        owner = owners[pair.unit.contribution_id]
        consensus = settled.get(pair.unit.pk)
        engine = pair.unit.engine_themes
        found.append(
            Difference(
                pair.unit,
                words_of(pair.unit, owner),
                owner.language,
                (_said(pair.first, known), _said(pair.second, known)),
                tuple(known.called(engine)) if engine is not None else None,
                _answers(pair.unit.engine_answers),
                consensus,
                tuple(known.called(consensus.themes)) if consensus else (),
            )
        )
    return found


def difference(cycle: StrategyCycle, pk: int, viewer: Viewer) -> Difference | None:
    """One statement that both have coded, unless its drawing is held back from this person."""
    held = unfinished(cycle, viewer)
    row = [pair for pair in pairs(cycle, viewer) if pair.unit.pk == pk and pair.unit.draw_id not in held]
    return described(row, cycle)[0] if row else None


def is_coder(unit: SampleUnit, viewer: Viewer) -> bool:
    """Whether this person is one of the statement's two coders."""
    return CodingSeat.objects.filter(draw=unit.draw_id, coder_id=viewer.user_id or 0).exists()


def _said(coding: Coding, known: Book) -> Said:
    answers = _answers({name: getattr(coding, name) for name in CRITERIA})
    return Said(coding.coder_name, tuple(known.called(coding.themes)), coding.note, answers)


def _answers(given: dict[str, str]) -> str:
    """The answers on criteria in words: "Räckvidd: ja, Samverkan: nej"."""
    words = dict(Answer.choices)
    labels = criterion_labels()
    told = [f"{labels[name]}: {str(words[given[name]]).lower()}" for name in CRITERIA if given.get(name)]
    return ", ".join(told)
