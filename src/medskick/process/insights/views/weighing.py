"""A theme by the criteria: the panels of its page, and what their buttons do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medskick.ground.core.access import Viewer, staff_required, viewer_of
from medskick.process.cycle import region as regions
from medskick.process.insights import actions
from medskick.process.insights.actions.criteria import mark_of
from medskick.process.insights.forms import CriterionForm
from medskick.process.insights.models import Criterion, Theme, Verdict
from medskick.process.insights.queries import book, criteria
from medskick.process.insights.queries import criteria_words as words
from medskick.process.insights.queries.criteria import Weighed
from medskick.process.insights.queries.suggesting import Reached
from medskick.process.insights.views._common import attempt, back, first_errors, theme_of


@dataclass(frozen=True)
class Dots:
    """One dimension as a row of dots: a filled one for each group that raises the matter."""

    label: str
    reached: int
    of: int

    @property
    def dots(self) -> list[tuple[int, bool]]:
        return [(14 * number + 6, number < self.reached) for number in range(self.of)]

    @property
    def width(self) -> int:
        return 14 * self.of


@dataclass(frozen=True)
class Panel:
    """One criterion of a theme as the workspace shows it."""

    weighed: Weighed
    meaning: str
    head: str
    body: str
    sureness: str
    words_label: str
    outside: list[str]
    dots: list[Dots]
    speaks_for: list[book.Line]
    against: list[book.Line]
    form: CriterionForm
    choices: list[tuple[str, str, bool]]

    @property
    def by_form(self) -> bool:
        """Reach has a form of its own: it says why, and where the matter belongs."""
        return self.weighed.criterion == Criterion.WITHIN_REACH


def panels(theme: Theme, viewer: Viewer) -> list[Panel]:
    """The four panels. A bounded number of queries."""
    weighed = criteria.weigh(theme.cycle, [theme], viewer)[theme.pk]
    shown = criteria.examples(theme, viewer)
    rows = {row.pk: row for own in shown.values() for row in (*own.speaks_for, *own.against)}
    lines = dict(zip(rows, book.lines(rows.values(), regions.region()), strict=True))

    def told(own: Sequence[Any]) -> list[book.Line]:
        return [lines[row.pk] for row in own]

    found = []
    for one in weighed.values():
        own = shown.get(one.criterion, criteria.Examples())
        found.append(_panel(one, told(own.speaks_for), told(own.against)))
    return found


def _panel(one: Weighed, speaks_for: list[book.Line], against: list[book.Line]) -> Panel:
    suggestion, decision = one.suggestion, one.decision
    initial = {
        "criterion": one.criterion,
        "visat": mark_of(decision),
        "reason": decision.reason if decision else "",
    }
    return Panel(
        weighed=one,
        meaning=words.meaning(one.criterion),
        head=words.head(one.criterion, suggestion.value),
        body=words.body(suggestion),
        sureness=words.sureness(suggestion),
        words_label=words.words_label(one.criterion, suggestion.value),
        outside=words.outside_counts(suggestion.outside),
        dots=[_dots(row) for row in suggestion.groups],
        speaks_for=speaks_for,
        against=against,
        form=CriterionForm(initial=initial, auto_id=f"id_{one.criterion}_%s"),
        choices=[
            (value, _choice(value, suggestion.value), decision is not None and decision.value == value)
            for value in Verdict.values
        ],
    )


def _choice(value: str, suggested: str) -> str:
    label = _("Lämna öppet") if value == Verdict.OPEN else words.verdict(value)
    return _("%(value)s, som datorn") % {"value": label} if value == suggested else label


def _dots(row: Reached) -> Dots:
    return Dots(words.dimension(row.dimension), row.reached, row.of)


@require_POST
@staff_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide about a theme by a criterion: the button's value says what."""
    found, form, by = theme_of(request, pk), CriterionForm(request.POST), viewer_of(request)
    there = back(request, reverse("insights_staff:theme", args=[pk]) + "#kriterier")
    if not form.is_valid():
        first_errors(request, form)
        return redirect(there)
    data = form.cleaned_data
    attempt(
        request,
        _("Bedömningen är sparad. Du kan ångra."),
        lambda: actions.decide(
            found,
            data["criterion"],
            request.POST.get("varde", ""),
            by=by,
            reason=data["reason"],
            shown=form.shown,
        ),
    )
    return redirect(there)
