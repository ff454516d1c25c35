"""Which excerpts of a run belong to themes of the book, and what people took away of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Q

from medskick.engine.text.normalise import normal_form
from medskick.engine.text.tokens import stem
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import (
    ExcerptKind,
    ExcerptRefusal,
    QuoteChoice,
    Run,
    RunExcerpt,
    RunExcerptVoice,
    Theme,
)

MOST = {ExcerptKind.SUMMARY: 1, ExcerptKind.TENSION: 3, ExcerptKind.FEW: 3, ExcerptKind.LEAF: 8}


class Span(NamedTuple):
    """Where a statement stands."""

    contribution: int
    field: str
    start: int
    end: int


@dataclass(frozen=True)
class SpokenAt:
    """A statement in an excerpt of a run."""

    span: Span
    part: str
    rank: int | None
    speaks: bool
    stands_for: float | None


@dataclass(frozen=True)
class Gathered:
    """An excerpt of a theme of the book. ``refused``: a person said never to show it."""

    pk: int
    kind: str
    label: str
    facts: dict[str, Any]
    refused: bool
    refused_spans: frozenset[Span]
    voices: list[SpokenAt] = field(default_factory=list)


def name_of(label: str) -> str:
    """What a refusal is about, however the label is written."""
    return normal_form(label)[:200]


def gather(cycle: StrategyCycle, themes: Mapping[int, Theme], run: Run | None) -> dict[int, list[Gathered]]:
    """The run's excerpts for each of the themes or topics, in the order in which they are shown. Six queries at most.

    A theme that several groups of the run were merged into has the summary of the largest, and the rest of all.
    """
    if run is None:
        return {}
    groups = _groups(cycle, themes, run)
    home = {key: pk for pk, keys in groups.items() for key in keys}
    rows = list(RunExcerpt.objects.filter(run=run, key__in=home))
    refusals, choices = _refusals(themes), _refused_spans(cycle)
    by_theme: dict[int, list[RunExcerpt]] = defaultdict(list)
    for row in sorted(rows, key=_by_place):
        by_theme[home[row.key]].append(row)
    found: dict[int, list[Gathered]] = {}
    for pk, own in by_theme.items():
        spans = frozenset(choices[themes[pk].parent_id or pk])
        found[pk] = _some(own, themes[pk].name, refusals[pk], spans)
    _add_voices([one for own in found.values() for one in own])
    return found


def _groups(cycle: StrategyCycle, themes: Mapping[int, Theme], run: Run) -> dict[int, list[str]]:
    """The engine's ids of the groups that each theme is made of, merged ones too."""
    merged = dict(
        Theme.objects.filter(cycle=cycle, state=Theme.State.MERGED).values_list("pk", "merged_into_id")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for key, pk in run.homes.items():
        while pk in merged:
            pk = merged[pk] or 0
        if pk in themes:
            found[pk].append(key)
    return found


def _by_place(row: RunExcerpt) -> tuple[Any, ...]:
    """Largest summary first; else the first of every group before the second of any."""
    return (-row.facts.get("statements", 0), row.order, len(row.key), row.key)


def _some(
    rows: Sequence[RunExcerpt], theme: str, refusals: set[tuple[str, str]], spans: frozenset[Span]
) -> list[Gathered]:
    """As many of each kind as are shown, none twice, and all that people took away. A leaf that is called as the
    theme says nothing."""
    kept: list[Gathered] = []
    said: set[tuple[str, str]] = set()
    left = dict(MOST)
    for row in rows:
        mark = (row.kind, name_of(row.label))
        refused, kind = mark in refusals, ExcerptKind(row.kind)
        again = kind == ExcerptKind.LEAF and stem(mark[1]) == stem(name_of(theme))
        if mark in said or again or not (refused or left[kind]):
            continue
        said.add(mark)
        left[kind] -= not refused
        kept.append(Gathered(row.pk, row.kind, row.label, row.facts, refused, spans))
    return kept


def _refusals(themes: Iterable[int]) -> dict[int, set[tuple[str, str]]]:
    wanted = set(themes)
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = ExcerptRefusal.objects.filter(Q(theme__in=wanted) | Q(theme__merged_into__in=wanted))
    for theme, into, kind, name in rows.values_list("theme_id", "theme__merged_into_id", "kind", "name"):
        found[into if theme not in wanted and into else theme].add((kind, name))
    return found


def _refused_spans(cycle: StrategyCycle) -> dict[int, set[Span]]:
    """Statements that people never want quoted, by top theme: what is refused in a part is so in the whole."""
    found: dict[int, set[Span]] = defaultdict(set)
    rows = QuoteChoice.objects.filter(theme__cycle=cycle, chosen=False)
    for theme, parent, *span in rows.values_list(
        "theme_id", "theme__parent_id", "contribution_id", "field", "start", "end"
    ):
        found[parent or theme].add(Span._make(span))
    return found


def _add_voices(found: Sequence[Gathered]) -> None:
    own = {one.pk: one.voices for one in found}
    rows = RunExcerptVoice.objects.filter(excerpt__in=list(own)).order_by("pk")
    for excerpt, part, rank, speaks, stands_for, *span in rows.values_list(
        "excerpt_id",
        "part",
        "rank",
        "speaks",
        "stands_for",
        "statement__contribution_id",
        "statement__field",
        "statement__start",
        "statement__end",
    ):
        own[excerpt].append(SpokenAt(Span._make(span), part, rank, speaks, stands_for))
