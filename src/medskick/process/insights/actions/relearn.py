"""Write what a run has learned from decisions: its own placements, and in the book what nobody has decided about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from medskick.process.insights.actions import entry_themes
from medskick.process.insights.actions._book import lock_book
from medskick.process.insights.models import (
    CodeDecision,
    CodedStatement,
    Origin,
    Placement,
    Run,
    RunStatement,
    Theme,
)

Span = tuple[str, str, int, int]
TELLING = 0.05
TOLD = ("statement_id", "entry", "also", "offer", "strength", "nearest")
CHUNK = 500


@dataclass(frozen=True)
class Place:
    """Where the engine puts a statement: see CodedStatement."""

    entry: str
    strength: float
    also: list[str]
    nearest: list[list[Any]]
    offer: int | None = None
    informs: int = 0


def write_learned(run: Run, places: Mapping[Span, Place], learned: int) -> int:
    """Bring the run, and the book if the run is the one it follows, to ``places``; answers how many changed entry.

    Spans are (contribution number, field, start, end). ``learned``: how many of the codebook's decisions went in. What
    people have decided meanwhile stays as they decided it.
    """
    statements = _statements(run)
    with transaction.atomic():
        lock_book(run.cycle)
        fresh = Run.objects.select_for_update().get(pk=run.pk)
        if fresh.learned > learned:
            return 0
        there = {pk: tuple(rest) for pk, *rest in CodedStatement.objects.filter(run=run).values_list(*TOLD)}
        decided = _decided(run)
        rows: list[CodedStatement] = []
        moved: dict[tuple[int, str, int, int], str] = {}
        for pk, number, *rest in statements:
            own = (rest[0], rest[1], rest[2], rest[3])
            place, before = places.get((str(number), *own[1:])), there.get(pk)
            if place is None or (before is not None and own in decided):
                continue
            if before is None or _tells(before, place):
                rows.append(CodedStatement(run=run, statement_id=pk, **vars(place)))
            if before is not None and before[0] != place.entry:
                moved[own] = place.entry
        _save(rows)
        Run.objects.filter(pk=run.pk).update(learned=learned, moved=len(moved))
        if moved and fresh.state == Run.State.DONE and not Run.objects.that_count().after(run).exists():
            _move_in_book(run, moved)
    return len(moved)


def _statements(run: Run) -> list[tuple[Any, ...]]:
    """Key, contribution number, and where it stands, of every statement of the run."""
    rows = RunStatement.objects.filter(run=run).order_by("pk")
    return list(rows.values_list("pk", "contribution__number", "contribution_id", "field", "start", "end"))


def _decided(run: Run) -> set[tuple[int, str, int, int]]:
    assert run.codebook is not None
    own = CodeDecision.objects.filter(codebook=run.codebook.codebook_id, active=True)
    return set(own.values_list("contribution_id", "field", "start", "end"))


def _tells(before: tuple[Any, ...], now: Place) -> bool:
    """Whether the place says something else to people than what stands (columns of TOLD after the key)."""
    entry, also, offer, strength, nearest = before
    return (
        (entry, also, offer) != (now.entry, now.also, now.offer)
        or now.offer is not None
        or abs(strength - now.strength) >= TELLING
        or [key for key, _share in nearest] != [key for key, _share in now.nearest]
    )


def _save(rows: list[CodedStatement]) -> None:
    CodedStatement.objects.bulk_create(
        rows,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["statement"],
        update_fields=["entry", "strength", "also", "nearest", "offer", "informs"],
    )


def _move_in_book(run: Run, moved: Mapping[tuple[int, str, int, int], str]) -> None:
    """Move the placements that only the engine has decided about, by the same rules as when a run is adopted."""
    assert run.codebook is not None
    live = Theme.objects.filter(cycle=run.cycle_id, state__in=[Theme.State.PROPOSED, Theme.State.APPROVED])
    themes = {theme.pk: theme for theme in live}
    entries = {entry["key"]: (n, entry) for n, entry in enumerate(run.codebook.entries)}
    homes: dict[str, int | None] = {"": None}
    owners = sorted({own[0] for own in moved})
    by_home: dict[int | None, list[int]] = {}
    for start in range(0, len(owners), CHUNK):
        chunk = owners[start : start + CHUNK]
        for place in Placement.objects.filter(contribution__in=chunk, origin=Origin.ENGINE):
            key = moved.get((place.contribution_id, place.field, place.start, place.end))
            if key is None or (key and key not in entries):
                continue
            now = themes.get(place.theme_id or 0)
            top = themes.get(now.parent_id) if now and now.parent_id else now
            if any(theme is not None and theme.decided_by_person for theme in (now, top)):
                continue
            if key not in homes:
                order, entry = entries[key]
                homes[key] = entry_themes.theme_of(run, entry, order).pk
            if top is None or top.pk != homes[key]:
                by_home.setdefault(homes[key], []).append(place.pk)
    for home, places in by_home.items():
        for start in range(0, len(places), CHUNK):
            Placement.objects.filter(pk__in=places[start : start + CHUNK]).update(theme=home)
