"""/deltagande/ for visitors, and the plan for staff."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from medskick.engine.tables.write import write_csv
from medskick.ground.core.access import PUBLIC, allowed, require, staff_required, viewer_of
from medskick.process.cycle import queries as cycles
from medskick.process.participation import actions, queries, words
from medskick.process.participation.models import Dimension
from medskick.process.participation.queries.plan import Plan

SHOWN_NEEDS = 20


@require_safe
def participation(request: HttpRequest) -> HttpResponse:
    """Who has taken part beside who lives here."""
    cycle = cycles.current_cycle(PUBLIC)
    found = queries.participation(cycle, PUBLIC) if cycle else None
    context = {
        "cycle": cycle,
        "found": found,
        "figures": [words.figure(table, found.population) for table in found.tables] if found else [],
        "can_contribute": cycles.accepts_contributions(cycle, PUBLIC),
    }
    response = render(request, "participation/participation.html", context)
    response["Cache-Control"] = "no-store"  # hiding reaches every door at once
    return response


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The tables as one CSV file, safe to open in a spreadsheet."""
    cycle = cycles.current_cycle(PUBLIC)
    if cycle is None:
        raise Http404
    target = io.StringIO()
    write_csv(target, words.columns(), queries.rows(cycle, PUBLIC), mark=True)
    response = HttpResponse(target.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="deltagande.csv"'
    response["Cache-Control"] = "no-store"
    return response


@staff_required
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """Where the next stop would add most, and the tables that wait to be published."""
    viewer = viewer_of(request)
    require("participation.plan", viewer)
    cycle = cycles.current_cycle(viewer)
    found = queries.plan(cycle, viewer) if cycle else None
    out = queries.newest(cycle.pk, viewer) if cycle else {}
    drafts = []
    for dimension in Dimension if cycle else ():
        draft = queries.draft(cycle.pk, dimension, viewer)  # type: ignore[union-attr]
        drafts.append(
            {"draft": draft, "out": out.get(dimension), "hides": words.groups(dimension, draft.hides)}
        )
    context: dict[str, Any] = {
        "cycle": cycle,
        "plan": found,
        "kinds": _kinds(found) if found else [],
        "drafts": drafts,
        "may_publish": allowed("participation.publish", viewer),
    }
    return render(request, "participation/plan.html", context)


def _kinds(found: Plan) -> list[dict[str, Any]]:
    told = (
        ("places", _("Kommuner"), found.places),
        ("bands", _("Åldrar i hela länet"), found.bands),
        ("both", _("Åldrar i en kommun"), found.both),
    )
    return [
        {
            "key": key,
            "title": title,
            "level": found.levels[key],
            "needs": needs if key != "both" else [need for need in needs if need.is_below][:SHOWN_NEEDS],
        }
        for key, title, needs in told
        if needs
    ]


@staff_required
@require_POST
def publish(request: HttpRequest, dimension: str) -> HttpResponse:
    """Print a table of ages or senders."""
    viewer = viewer_of(request)
    require("participation.publish", viewer)
    cycle = cycles.current_cycle(viewer)
    if cycle is None or dimension not in Dimension.values:
        raise Http404
    try:
        actions.publish(cycle, Dimension(dimension), by=viewer, hide_for_good="dolj" in request.POST)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Tabellen visas nu på sidan Vilka är med?"))
    return redirect("participation_staff:plan")
