"""One sum over every thought, the same for staff and visitors: what is in a theme, outside, in no theme, and empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from medskick.ground.core.access import Viewer, require
from medskick.process.contributions.models import State
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import (
    CodedStatement,
    Edition,
    EditionStatement,
    EntryTheme,
    Outcome,
    Placement,
    Run,
    RunStatement,
    StrengthClass,
    Theme,
)
from medskick.process.insights.queries.names import with_label

SHOWN = Q(contribution__state=State.VISIBLE)
# The computer sorts Swedish; of a text whose language nobody knows it takes for granted that it is.
SORTED_LANGUAGES = ("sv", "")
SORTED = Q(contribution__language__in=SORTED_LANGUAGES)
# Not by negation: a theme or a parent that is not there is no reason.
OUTSIDE = Q(outside_reason__gt="") | Q(theme__outside_reason__gt="") | Q(theme__parent__outside_reason__gt="")
EMPTY = Q(theme=None, strength_class=StrengthClass.NO_CONTENT)
# Where a placement is, in the book: it is in one of these and no other.
IN_BOOK = {
    "outside": OUTSIDE,
    "in_theme": ~OUTSIDE & Q(theme__isnull=False),
    "no_content": ~OUTSIDE & EMPTY,
    "fits_none": ~OUTSIDE & Q(theme=None) & ~EMPTY & SORTED,
    "other_language": ~OUTSIDE & Q(theme=None) & ~EMPTY & ~SORTED,
}
IN_NONE = ~OUTSIDE & Q(theme=None) & ~EMPTY


def place_of(outcome: str, language: str) -> str:
    """Where a statement of an edition is, by the name of its part in ``Whole``: in one of them and no other."""
    if outcome == Outcome.UNASSIGNED:
        return "fits_none" if language in SORTED_LANGUAGES else "other_language"
    return {Outcome.ASSIGNED: "in_theme", Outcome.OUTSIDE: "outside", Outcome.NO_CONTENT: "no_content"}[
        Outcome(outcome)
    ]


@dataclass(frozen=True)
class Whole:
    """Thoughts that show, each in one place: all = in_theme + outside + fits_none + other_language + no_content.

    ``all`` is counted by itself, not added up from the rest. ``fits_none``: says something, in Swedish, that no theme
    is about; of an edition also what lies in a theme that nobody had approved. ``of_book``: counted in the book.
    """

    all: int = 0
    in_theme: int = 0
    outside: int = 0
    fits_none: int = 0
    other_language: int = 0
    no_content: int = 0
    # Of ``in_theme``, what lies in themes that nobody has approved: an edition counts it with what fits none.
    not_approved: int = 0
    of_book: bool = False

    @property
    def in_none(self) -> int:
        """What says something but is in no theme."""
        return self.fits_none + self.other_language

    @property
    def stands(self) -> bool:
        """Whether the parts make the whole."""
        return self.all == self.in_theme + self.outside + self.in_none + self.no_content


def of_book(cycle: StrategyCycle, viewer: Viewer) -> Whole:
    """The book as it is now. One query."""
    require("insights.read", viewer)
    proposed = Q(theme__state=Theme.State.PROPOSED, theme__parent=None) | Q(
        theme__parent__state=Theme.State.PROPOSED
    )
    places = {**IN_BOOK, "not_approved": IN_BOOK["in_theme"] & proposed}
    return Whole(**_counted(Placement.objects.filter(SHOWN, cycle=cycle), places), of_book=True)


def of_edition(edition: Edition, viewer: Viewer) -> Whole:
    """What shows of an edition now. One query."""
    in_edition = {
        "in_theme": Q(outcome=Outcome.ASSIGNED),
        "outside": Q(outcome=Outcome.OUTSIDE),
        "no_content": Q(outcome=Outcome.NO_CONTENT),
        "fits_none": Q(outcome=Outcome.UNASSIGNED) & SORTED,
        "other_language": Q(outcome=Outcome.UNASSIGNED) & ~SORTED,
    }
    return Whole(**_counted(EditionStatement.objects.visible_to(viewer).filter(edition=edition), in_edition))


def of_run(run: Run, viewer: Viewer) -> Whole:
    """A codebook's run as it was left, where the book follows another one by now. Two queries."""
    require("insights.read", viewer)
    rows = RunStatement.objects.filter(SHOWN, run=run)
    in_run = {
        "no_content": Q(coded=None, strength_class=StrengthClass.NO_CONTENT),
        "in_theme": Q(coded__entry__gt=""),
        "fits_none": Q(coded__entry="")
        | Q(coded=None) & SORTED & ~Q(strength_class=StrengthClass.NO_CONTENT),
        "other_language": Q(coded=None) & ~SORTED & ~Q(strength_class=StrengthClass.NO_CONTENT),
    }
    return Whole(**_counted(rows, in_run))


def _counted(rows: QuerySet[Any], places: dict[str, Q]) -> dict[str, Any]:
    return rows.aggregate(
        all=Count("pk"), **{name: Count("pk", filter=where) for name, where in places.items()}
    )


@dataclass(frozen=True)
class Held:
    """Thoughts of ``Whole.in_theme`` that lie under some entries of a codebook, by what their theme is called."""

    label: str
    statements: int


def under_entries(run: Run, viewer: Viewer) -> tuple[list[Held], int]:
    """What lies in the theme that each entry of the run's codebook fills, and what lies in other themes of the book.

    Together they are ``Whole.in_theme``. Entries whose themes people have merged stand in one line. Five queries.
    """
    require("insights.read", viewer)
    if run.codebook is None:
        return [], 0
    held = _by_top(run.cycle_id)
    themes = _filled_by(run)
    labels: dict[int, list[str]] = {}
    found: list[Held] = []
    for entry in run.codebook.entries:
        theme = themes.get(entry["key"])
        if theme is None:
            found.append(Held(entry["label"], 0))
        else:
            labels.setdefault(theme, []).append(entry["label"])
    called = dict(Theme.objects.filter(pk__in=labels).values_list("pk", "name"))
    found += [
        Held(with_label(called[theme], ", ".join(own)), held.pop(theme, 0)) for theme, own in labels.items()
    ]
    found.sort(key=lambda one: -one.statements)
    return found, sum(held.values())


def _by_top(cycle: int) -> dict[int, int]:
    """By the key of each top theme, what of ``Whole.in_theme`` lies in it or in its parts."""
    rows = Placement.objects.filter(SHOWN, IN_BOOK["in_theme"], cycle=cycle).order_by()
    found: dict[int, int] = {}
    for theme, parent, count in rows.values_list("theme", "theme__parent").annotate(n=Count("pk")):
        found[parent or theme] = found.get(parent or theme, 0) + count
    return found


def _filled_by(run: Run) -> dict[str, int]:
    """By the entry's key, the theme of the book that it fills; of one that was merged, what it was merged into."""
    assert run.codebook is not None
    links = EntryTheme.objects.filter(codebook=run.codebook.codebook_id, cycle=run.cycle_id)
    merged = dict(
        Theme.objects.filter(cycle=run.cycle_id, state=Theme.State.MERGED).values_list("pk", "merged_into")
    )
    tops = dict(Theme.objects.filter(cycle=run.cycle_id).exclude(parent=None).values_list("pk", "parent"))
    found: dict[str, int] = {}
    for key, theme in links.values_list("key", "theme"):
        while theme in merged:
            theme = merged[theme] or 0
        found[key] = tops.get(theme) or theme
    return found


def fits_none(cycle: StrategyCycle, viewer: Viewer) -> QuerySet[Placement]:
    """The thoughts of the book that fit none of its themes, in the order they came in."""
    require("insights.read", viewer)
    return Placement.objects.filter(SHOWN, IN_BOOK["fits_none"], cycle=cycle).order_by(
        "contribution_id", "start"
    )


def coded_at(run: Run, rows: list[Placement]) -> dict[int, CodedStatement]:
    """By the key of the placement, what the run has about the same words, for going to the desk. One query."""
    found = CodedStatement.objects.filter(
        run=run, statement__contribution__in={row.contribution_id for row in rows}
    ).select_related("statement")
    spans = {
        (one.statement.contribution_id, one.statement.field, one.statement.start, one.statement.end): one
        for one in found
    }
    return {
        row.pk: spans[key]
        for row in rows
        if (key := (row.contribution_id, row.field, row.start, row.end)) in spans
    }
