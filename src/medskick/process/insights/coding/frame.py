"""What is drawn from: every statement of the book that shows, with its stratum and the computer's own choice."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef

from medskick.ground.core.files import room_folder
from medskick.process.contributions.models import State
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.coding.drawing import chance
from medskick.process.insights.models import (
    Answer,
    CodeDecision,
    CodedStatement,
    EntryTheme,
    Origin,
    Placement,
    Run,
    RunStatement,
    StrengthClass,
    Theme,
)
from medskick.process.insights.queries import grounds

NONE, EMPTY = "none", "empty"
Place = tuple[int, str, int, int]  # contribution number, field, start, end
_YES_FROM = 0.5
_BEYOND = "beyond_influence"


def frame(cycle: StrategyCycle, seed: int) -> Iterator[tuple[Place, str, float]]:
    """Every statement that shows: its place, its stratum, its fixed random number. One query, read in pieces."""
    rows = Placement.objects.filter(cycle=cycle, contribution__state=State.VISIBLE).values_list(
        "contribution__number",
        "field",
        "start",
        "end",
        "theme_id",
        "theme__parent_id",
        "strength_class",
    )
    for number, field, start, end, theme, parent, strength in rows.iterator(chunk_size=5_000):
        place = (number, field, start, end)
        yield place, stratum(parent or theme, strength), chance(seed, *place)


def stratum(top: int | None, strength_class: str) -> str:
    """A top theme's number, or one of the two for what lies in no theme."""
    if top:
        return str(top)
    return EMPTY if strength_class == StrengthClass.NO_CONTENT else NONE


def names(cycle: StrategyCycle, strata: Iterable[str]) -> dict[str, str]:
    """What the themes among the strata are called."""
    wanted = [int(one) for one in strata if one.isdecimal()]
    rows = Theme.objects.filter(cycle=cycle, pk__in=wanted).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


@dataclass(frozen=True)
class EngineView:
    """What the computer says of one statement. ``themes``: the main one first; None: not known; empty: in no theme."""

    themes: list[int] | None
    answers: dict[str, str]


def engine_views(cycle: StrategyCycle, owners: Collection[int]) -> dict[Place, EngineView]:
    """The computer's own choice for the statements of these contributions, by place.

    Under a codebook those are all the themes that it named, as it named them before it saw what people decided about
    the statement. Otherwise it is one theme; where a person has moved a statement, the one where the computer's other
    statements of the same topic lie. So people's corrections do not make the computer look better than it is.
    """
    rows = list(
        Placement.objects.filter(cycle=cycle, contribution_id__in=owners).select_related(
            "contribution", "theme"
        )
    )
    run = grounds.made_of(cycle)
    moved = [row for row in rows if row.origin == Origin.PERSON]
    homes = _homes_of_moved(run, moved) if run and moved else {}
    coded = _under_codebook(run, owners) if run and run.codebook else {}
    answers = _answers(run, {row.contribution.number for row in rows}) if run else {}
    found = {}
    for row in rows:
        place = (row.contribution.number, row.field, row.start, row.end)
        key = (row.contribution_id, row.field, row.start, row.end)
        themes: list[int] | None
        if key in coded:
            themes = coded[key]
        elif row.origin == Origin.PERSON:
            themes = homes.get(row.pk)
        else:
            themes = [row.theme.parent_id or row.theme.pk] if row.theme else []
        found[place] = EngineView(themes, answers.get(place, {}))
    return found


def _under_codebook(run: Run, owners: Collection[int]) -> dict[tuple[int, str, int, int], list[int]]:
    """By where it stands: the themes of the entries that the computer named, the main one first. Three queries."""
    assert run.codebook is not None
    codebook = run.codebook.codebook_id
    links = EntryTheme.objects.filter(codebook=codebook, cycle=run.cycle_id)
    theme_of = dict(links.values_list("key", "theme"))
    rows = CodedStatement.objects.filter(run=run, statement__contribution__in=owners).select_related(
        "statement"
    )
    named = {
        (row.statement.contribution_id, row.statement.field, row.statement.start, row.statement.end): [
            row.entry,
            *row.also,
        ]
        for row in rows
    }
    decided = CodeDecision.objects.filter(codebook=codebook, active=True, contribution__in=owners)
    for one in decided:
        key = (one.contribution_id, one.field, one.start, one.end)
        if key in named:
            named[key] = one.guess
    return {key: [theme_of[own] for own in keys if own in theme_of] for key, keys in named.items()}


def _homes_of_moved(run: Run, moved: list[Placement]) -> dict[int, list[int]]:
    """By placement: the top theme of most statements that the computer put into the same topic and nobody moved."""
    spans = {(row.contribution_id, row.field, row.start, row.end): row.pk for row in moved}
    said = RunStatement.objects.filter(run=run, contribution_id__in={row.contribution_id for row in moved})
    topic_of = {
        spans[key]: row.topic_key
        for row in said
        if (key := (row.contribution_id, row.field, row.start, row.end)) in spans
    }
    tops: dict[str, int | None] = {}
    for topic in set(topic_of.values()):
        same = RunStatement.objects.filter(
            run=run,
            topic_key=topic,
            **{name: OuterRef(name) for name in ("contribution_id", "field", "start", "end")},
        )
        there = (
            Placement.objects.filter(Exists(same), cycle=run.cycle_id, origin=Origin.ENGINE)
            .values_list("theme_id", "theme__parent_id")
            .annotate(n=Count("pk"))
            .order_by("-n", "theme_id")
            .first()
        )
        if there:
            tops[topic] = there[1] or there[0]
    return {pk: [top] if (top := tops[topic]) else [] for pk, topic in topic_of.items() if topic in tops}


def _answers(run: Run, numbers: set[int]) -> dict[Place, dict[str, str]]:
    """The computer's answers on criteria from the run's own file; nothing where the file is not here."""
    path = room_folder(*run.folder_parts) / "result" / "statements.csv"
    if not path.exists():
        return {}
    wanted = {str(number) for number in numbers}
    found = {}
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["contribution_id"] in wanted:
                place = (int(row["contribution_id"]), row["field"], int(row["start"]), int(row["end"]))
                found[place] = _answered(row)
    return found


def _answered(row: dict[str, Any]) -> dict[str, str]:
    def yes(said: bool) -> str:
        return Answer.YES if said else Answer.NO

    told = {}
    if row.get("scope"):
        told["reach"] = yes(row["scope"] != _BEYOND)
    for name in ("cooperation", "long_term"):
        if row.get(name):
            told[name] = yes(float(row[name]) >= _YES_FROM)
    return told
