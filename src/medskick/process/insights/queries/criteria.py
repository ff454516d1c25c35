"""Criteria for staff: what is suggested and decided for each theme, with examples, and what may lie outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from medskick.ground.core.access import Viewer, require
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import (
    Criterion,
    CriterionDecision,
    OutsideReason,
    Placement,
    Theme,
    role_in_words,
)
from medskick.process.insights.queries import criteria_words as words
from medskick.process.insights.queries.book import LIVE, SHOWN
from medskick.process.insights.queries.suggesting import NO, WITHIN, YES, Suggestion, suggestions

EXAMPLES = 3
_PENDING = Q(suggested_scope__in=OutsideReason.values, scope_decided=False, outside_reason="")


@dataclass(frozen=True)
class Weighed:
    """One criterion of one theme: what the computer suggests and what a person has decided."""

    criterion: str
    suggestion: Suggestion
    decision: CriterionDecision | None

    @property
    def label(self) -> str:
        return words.label_of(self.criterion)

    @property
    def value(self) -> str:
        """What counts: a person's decision, else the suggestion."""
        return self.decision.value if self.decision else self.suggestion.value

    @property
    def differs(self) -> bool:
        """The computer leans the other way than the person: nothing changes by itself."""
        return self.decision is not None and {self.decision.value, self.suggestion.value} == {YES, NO}

    @property
    def role(self) -> str:
        return role_in_words(self.decision.role) if self.decision else ""


@dataclass(frozen=True)
class Line:
    """A theme or topic of the overview, by criterion."""

    theme: Theme
    weighed: dict[str, Weighed]

    @property
    def name(self) -> str:
        return f"{self.theme.parent.name} › {self.theme.name}" if self.theme.parent else self.theme.name

    @property
    def reach(self) -> Weighed:
        return self.weighed[str(Criterion.WITHIN_REACH)]

    @property
    def outside(self) -> bool:
        """Outside the region's reach: decided, or suggested where nobody has decided."""
        return bool(self.theme.outside_reason) or self.reach.value == NO


def weigh(cycle: StrategyCycle, themes: Sequence[Theme], viewer: Viewer) -> dict[int, dict[str, Weighed]]:
    """Suggestion and decision by criterion, by ``Theme.pk``. Two queries."""
    require("insights.read", viewer)
    suggested = suggestions(cycle, themes)
    rows = CriterionDecision.objects.filter(theme__in=[theme.pk for theme in themes])
    decided = {(row.theme_id, row.criterion): row for row in rows}
    return {
        theme.pk: {
            str(one): Weighed(str(one), suggested[theme.pk][one], decided.get((theme.pk, str(one))))
            for one in Criterion
        }
        for theme in themes
    }


def overview(cycle: StrategyCycle, viewer: Viewer) -> list[Line]:
    """Every theme and topic of the book, themes before their topics. Three queries."""
    live = Theme.objects.filter(cycle=cycle, state__in=LIVE).select_related("parent")
    themes = sorted(
        live,
        key=lambda one: (
            (one.parent or one).order,
            (one.parent or one).pk,
            bool(one.parent),
            one.order,
            one.pk,
        ),
    )
    weighed = weigh(cycle, themes, viewer)
    return [Line(theme, weighed[theme.pk]) for theme in themes]


def before_merging(theme: Theme, viewer: Viewer) -> list[CriterionDecision]:
    """What people had decided about themes that were merged into this one."""
    require("insights.read", viewer)
    rows = CriterionDecision.objects.filter(theme__merged_into=theme)
    return list(rows.select_related("theme").order_by("theme_id", "pk"))


@dataclass(frozen=True)
class Examples:
    """The statements that speak most clearly for and against."""

    speaks_for: tuple[Placement, ...] = ()
    against: tuple[Placement, ...] = ()


def examples(theme: Theme, viewer: Viewer) -> dict[str, Examples]:
    """For the criteria that single statements can speak for, by criterion. Six queries."""
    require("insights.read", viewer)
    rows = Placement.objects.filter(SHOWN).filter(Q(theme=theme) | Q(theme__parent=theme))
    rows = rows.exclude(suggested_scope="").select_related("theme")
    found = {}
    for criterion in (Criterion.COOPERATION, Criterion.LONG_TERM):
        field = str(criterion)
        most = rows.filter(**{f"{field}__gte": 0.5}).order_by(F(field).desc(), "pk")[:EXAMPLES]
        least = rows.filter(**{f"{field}__lt": 0.5}).order_by(F(field).asc(), "pk")[:EXAMPLES]
        found[field] = Examples(tuple(most), tuple(least))
    clearest = rows.order_by("-strength", "pk")
    found[str(Criterion.WITHIN_REACH)] = Examples(
        tuple(clearest.filter(suggested_scope=WITHIN)[:EXAMPLES]),
        tuple(clearest.exclude(suggested_scope=WITHIN)[:EXAMPLES]),
    )
    return found


def pending(cycle: StrategyCycle, viewer: Viewer, reason: str = "") -> QuerySet[Placement]:
    """Statements that the computer would put outside and nobody has decided about, clearest first."""
    require("insights.read", viewer)
    rows = Placement.objects.filter(SHOWN, _PENDING, cycle=cycle).select_related("theme__parent")
    if reason:
        rows = rows.filter(suggested_scope=reason)
    return rows.order_by("suggested_scope", "-strength", "pk")


def decided_outside(cycle: StrategyCycle, viewer: Viewer, reason: str = "") -> QuerySet[Placement]:
    """Statements that a person has put outside, one by one."""
    require("insights.read", viewer)
    rows = Placement.objects.filter(SHOWN, cycle=cycle).exclude(outside_reason="")
    if reason:
        rows = rows.filter(outside_reason=reason)
    return rows.select_related("theme__parent").order_by("outside_reason", "-strength", "pk")


def outside_sums(cycle: StrategyCycle, viewer: Viewer) -> list[tuple[str, str, int, int]]:
    """(reason, label, suggested, decided) for each reason. Two queries."""
    waiting, done = (
        dict(rows.order_by().values_list(field).annotate(n=Count("pk")))
        for rows, field in (
            (pending(cycle, viewer), "suggested_scope"),
            (decided_outside(cycle, viewer), "outside_reason"),
        )
    )
    return [
        (value, str(label), waiting.get(value, 0), done.get(value, 0))
        for value, label in OutsideReason.choices
    ]
