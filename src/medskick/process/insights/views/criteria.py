"""All themes by the criteria in one table, and the statements that may lie outside."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from medskick.engine.tables.write import write_csv
from medskick.ground.core.access import allowed, require, staff_required, viewer_of
from medskick.ground.ui.tables import Cell, Column, DataTable, chosen_sort
from medskick.process.cycle import region as regions
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights import actions
from medskick.process.insights.forms import OutsideForm
from medskick.process.insights.models import Criterion, OutsideReason
from medskick.process.insights.queries import book, criteria, undoing
from medskick.process.insights.queries import criteria_words as words
from medskick.process.insights.queries.criteria import Line, Weighed
from medskick.process.insights.views._common import (
    attempt,
    back,
    cycle_of,
    first_errors,
    nothing_yet,
    number,
    places_shown,
)

PER_PAGE = 50
OUTSIDE, UNDECIDED = "utanfor", "obedomda"
_RANK = {"no": 0, "unsure": 1, "open": 1, "yes": 2}
_CSV = "kriterier.csv"


@require_safe
@staff_required
def overview(request: HttpRequest) -> HttpResponse:
    """Themes and topics by the four criteria. ``?visa=utanfor`` or ``obedomda``, ``?sortera=``."""
    viewer = viewer_of(request)
    require("insights.read", viewer)
    cycle = current_cycle(viewer)
    if cycle is None:
        return nothing_yet(request)
    view = request.GET.get("visa", "")
    lines = criteria.overview(cycle, viewer)
    columns = [
        Column("theme", _("Tema"), sortable=True),
        *(Column(str(one), one.label, sortable=True) for one in Criterion),
        Column("judged", _("Tankar"), number=True, sortable=True),
    ]
    sort = chosen_sort(request.GET, columns)
    context = {
        "table": DataTable(
            _("Teman och delar efter kriterierna. Spannen är av 100 tankar."),
            columns,
            [_row(line, nested=not sort) for line in _sorted(_chosen(lines, view), sort)],
            sort=sort,
            csv_url=reverse("insights_staff:criteria_csv")
            + (f"?visa={view}" if view in (OUTSIDE, UNDECIDED) else ""),
            empty=_("Inga teman stämmer med valet."),
            id="kriterietabell",
            filter_here=True,
        ),
        "view": view,
        "views": [
            ("", _("Alla")),
            (OUTSIDE, _("Utanför regionens räckvidd")),
            (UNDECIDED, _("Inte bedömda")),
        ],
        "sums": criteria.outside_sums(cycle, viewer),
        "undo": undoing.newest(cycle, viewer),
        "may_review": allowed("insights.review", viewer),
    }
    return render(request, "insights/staff/criteria.html", context)


def _chosen(lines: Iterable[Line], view: str) -> list[Line]:
    if view == OUTSIDE:
        return [line for line in lines if line.outside]
    if view == UNDECIDED:
        return [line for line in lines if any(one.decision is None for one in line.weighed.values())]
    return list(lines)


def _sorted(lines: list[Line], sort: str) -> list[Line]:
    """By the book's order unless a column is chosen; ties stay in that order."""
    key, falling = sort.removeprefix("-"), sort.startswith("-")
    if not key:
        return lines
    if key == "theme":
        return sorted(lines, key=lambda line: line.name.casefold(), reverse=falling)
    if key == "judged":
        return sorted(lines, key=lambda line: line.reach.suggestion.judged, reverse=falling)
    return sorted(lines, key=lambda line: _place(line.weighed[key]), reverse=falling)


def _place(one: Weighed) -> tuple[int, bool, float]:
    return _RANK.get(one.value, -1), one.decision is not None, one.suggestion.middle


def _row(line: Line, *, nested: bool) -> dict[str, Any]:
    """``nested``: a topic stands below its theme and needs not name it."""
    address = reverse("insights_staff:theme", args=[line.theme.pk]) + "#kriterier"
    return {
        "theme": Cell(f"› {line.theme.name}" if nested and line.theme.parent else line.name, address),
        **{name: _cell(one) for name, one in line.weighed.items()},
        "judged": line.reach.suggestion.judged,
    }


def _cell(one: Weighed) -> Cell:
    if one.decision:
        label = words.verdict(one.decision.value)
        if one.decision.needs_renewal:
            return Cell(_("%(value)s, bedöm på nytt") % {"value": label}, tone="watch")
        return Cell(_("%(value)s, bedömt") % {"value": label}, tone="action")
    return Cell(_suggested(one))


def _suggested(one: Weighed) -> str:
    """A suggestion in a few words: with its interval, or for what is shared by many the groups that raise it."""
    suggestion = one.suggestion
    if not suggestion.value:
        return "–"
    if suggestion.groups:
        first = max(suggestion.groups, key=lambda row: row.of)
        told = {"n": first.reached, "of": first.of, "groups": words.dimension(first.dimension)}
        detail = _("%(n)s av %(of)s %(groups)s") % told
    else:
        detail = words.between(suggestion.low, suggestion.high)
    return _("Förslag: %(value)s (%(detail)s)") % {
        "value": words.short(suggestion.value).lower(),
        "detail": detail,
    }


@require_safe
@staff_required
def overview_csv(request: HttpRequest) -> HttpResponse:
    """The overview as a file: a row for each theme and criterion."""
    viewer = viewer_of(request)
    require("insights.read", viewer)
    cycle = cycle_of(request)
    columns = [
        _("tema"), _("kriterium"), _("bedömning"), _("skäl"), _("bedömt av"), _("bedömt den"),
        _("bedöm på nytt"), _("förslag av dator"), _("lägst av 100"), _("högst av 100"), _("ord som talar för"),
        _("tankar"), _("utanför för att"), _("hör hemma hos"),
    ]  # fmt: skip
    file = io.StringIO()
    chosen = _chosen(criteria.overview(cycle, viewer), request.GET.get("visa", ""))
    write_csv(
        file, columns, (_file_row(line, one) for line in chosen for one in line.weighed.values()), mark=True
    )
    response = HttpResponse(file.getvalue().encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_CSV}"'
    return response


def _file_row(line: Line, one: Weighed) -> list[Any]:
    decision, suggestion = one.decision, one.suggestion
    reach = one.criterion == Criterion.WITHIN_REACH
    return [
        line.name,
        one.label,
        words.verdict(decision.value) if decision else "",
        decision.reason if decision else "",
        one.role,
        decision.at.date().isoformat() if decision else "",
        _("ja") if decision and decision.needs_renewal else "",
        words.short(suggestion.value) if suggestion.value else "",
        suggestion.low if suggestion.value else "",
        suggestion.high if suggestion.value else "",
        ", ".join(suggestion.words),
        suggestion.judged or "",
        line.theme.get_outside_reason_display() if reach and line.theme.outside_reason else "",
        line.theme.get_belongs_to_display() if reach and line.theme.belongs_to else "",
    ]


@require_safe
@staff_required
def outside(request: HttpRequest) -> HttpResponse:
    """Statements that may lie outside: ``?skal=`` a reason, ``?visa=bestamda`` those that a person has put there."""
    viewer = viewer_of(request)
    require("insights.read", viewer)
    cycle = current_cycle(viewer)
    if cycle is None:
        return nothing_yet(request)
    decided = request.GET.get("visa") == "bestamda"
    sums = criteria.outside_sums(cycle, viewer)
    reason = _reason(request.GET.get("skal", ""), sums, decided)
    rows = (criteria.decided_outside if decided else criteria.pending)(cycle, viewer, reason)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("sida"))
    context = {
        "sums": sums,
        "reason": reason,
        "reason_label": OutsideReason(reason).label,
        "where": words.where_instead(reason),
        "decided": decided,
        "page": page,
        "lines": book.lines(page.object_list, regions.region()),
        "form": OutsideForm(),
        "may_review": allowed("insights.review", viewer),
        "undo": undoing.newest(cycle, viewer),
        "here": request.get_full_path(),
    }
    return render(request, "insights/staff/outside.html", context)


def _reason(wanted: str, sums: list[tuple[str, str, int, int]], decided: bool) -> str:
    """The reason asked for, else the first with anything in it."""
    if wanted in OutsideReason.values:
        return wanted
    filled = (value for value, _label, waiting, done in sums if (done if decided else waiting))
    return next(filled, str(OutsideReason.BEYOND_INFLUENCE))


@require_POST
@staff_required
def settle_outside(request: HttpRequest) -> HttpResponse:
    """Confirm that the ticked statements lie outside, or say that they belong in the strategy."""
    cycle, by = cycle_of(request), viewer_of(request)
    require("insights.review", by)
    there = back(request, reverse("insights_staff:outside"))
    form = OutsideForm(request.POST)
    if not form.is_valid():
        first_errors(request, form)
        return redirect(there)
    ticked = [pk for value in request.POST.getlist("tanke") if (pk := number(value))]
    confirm = request.POST.get("gor") == "bekrafta"
    reason = request.POST.get("skal", "") if confirm else ""
    if confirm and reason not in OutsideReason.values:
        reason = "?"
    belongs_to = form.cleaned_data["belongs_to"] if confirm else ""
    shown = places_shown(request)
    attempt(
        request,
        _("Klart. Du kan ångra."),
        lambda: actions.mark_statements(cycle, ticked, reason, by=by, belongs_to=belongs_to, shown=shown),
    )
    return redirect(there)
