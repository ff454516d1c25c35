"""Excerpts of a theme of the book for those who review: as visitors would see them, and what is taken away."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from medskick.ground.core.access import Viewer, require
from medskick.process.cycle.region import Region
from medskick.process.insights.models import ExcerptKind, Placement, RunStatement, Theme
from medskick.process.insights.queries import book, grounds
from medskick.process.insights.queries.excerpts.assemble import Crowd, Given, Voice, assemble
from medskick.process.insights.queries.excerpts.gathered import Gathered, Span, gather, name_of
from medskick.process.insights.queries.excerpts.shape import Excerpts
from medskick.process.insights.queries.quotes import why_not


@dataclass(frozen=True)
class Refused:
    """An excerpt that is taken away."""

    kind: str
    kind_label: str
    label: str


@dataclass(frozen=True)
class Reviewed:
    """``shown``: as the next edition would show them, quotes as lines of the board. ``found``: there is a run that
    looked for any."""

    shown: Excerpts
    refused: tuple[Refused, ...]
    refused_lines: tuple[book.Line, ...]
    found: bool


def of_theme(theme: Theme, region: Region, viewer: Viewer) -> Reviewed:
    """The excerpts of one theme or topic. A bounded number of queries."""
    require("insights.read", viewer)
    run = grounds.made_of(theme.cycle)
    gathered = gather(theme.cycle, {theme.pk: theme}, run).get(theme.pk, [])
    places, crowd = _inside(theme)
    wanted = {voice.span for one in gathered for voice in one.voices if voice.rank is not None}
    rows = list(Placement.objects.filter(pk__in=[places[span].place for span in wanted if span in places]))
    barred, refused = why_not(rows), frozenset().union(*(one.refused_spans for one in gathered))
    lines = {line.row.pk: line for line in book.lines(rows, region)}
    open_ = {pk: line for pk, line in lines.items() if pk not in barred and _span(line.row) not in refused}
    kept = [one for one in gathered if not one.refused]
    return Reviewed(
        shown=assemble([_given(one) for one in kept], _voices(kept, places), open_, crowd),
        refused=tuple(_told(one) for one in gathered if one.refused),
        refused_lines=tuple(line for line in lines.values() if _span(line.row) in refused),
        found=run is not None and run.excerpts.exists(),
    )


def can_be_refused(theme: Theme, kind: str, name: str) -> bool:
    """Whether the theme has such an excerpt now, by the normal form of its label."""
    gathered = gather(theme.cycle, {theme.pk: theme}, grounds.made_of(theme.cycle)).get(theme.pk, [])
    return any((one.kind, name_of(one.label)) == (kind, name) for one in gathered)


@dataclass(frozen=True)
class _Placed:
    place: int
    sending: uuid.UUID
    persons: int


def _inside(theme: Theme) -> tuple[dict[Span, _Placed], Crowd]:
    """The statements that show and count in the theme, by where they stand, and how many are behind them. One query."""
    rows = Placement.objects.filter(
        Q(theme=theme) | Q(theme__parent=theme), book.SHOWN, cycle=theme.cycle_id, outside_reason=""
    )
    found: dict[Span, _Placed] = {}
    behind: dict[uuid.UUID, int] = {}
    for pk, contribution, field, start, end, sending, persons in rows.values_list(
        "pk", "contribution_id", "field", "start", "end", "contribution__sending", "contribution__persons"
    ):
        found[Span(contribution, field, start, end)] = _Placed(pk, sending, persons)
        behind[sending] = max(persons, behind.get(sending, 0))
    return found, Crowd(sum(behind.values()), len(found))


def _voices(gathered: Iterable[Gathered], places: dict[Span, _Placed]) -> Iterable[Voice]:
    for one in gathered:
        for voice in one.voices:
            placed = places.get(voice.span)
            if placed is not None:
                yield Voice(
                    one.pk, voice.part, voice.rank, voice.speaks, voice.stands_for, placed.place,
                    voice.span.contribution, placed.sending, placed.persons,
                )  # fmt: skip


def _given(one: Gathered) -> Given:
    return Given(one.pk, one.kind, one.label, one.facts)


def _told(one: Gathered) -> Refused:
    return Refused(one.kind, str(ExcerptKind(one.kind).label), one.label)


def _span(row: Placement | RunStatement) -> Span:
    return Span(row.contribution_id, row.field, row.start, row.end)
