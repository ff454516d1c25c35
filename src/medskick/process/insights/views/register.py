"""The public register of AI: a page, and the same rows as CSV and JSON."""

from __future__ import annotations

from io import StringIO

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from medskick.engine.tables.write import write_csv
from medskick.ground.core.access import viewer_of
from medskick.process.insights.queries import register
from medskick.process.insights.views import contents


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One entry for each engine and model: what it is for, who decided, who reviews."""
    entries = register.entries(viewer_of(request))
    return render(
        request, "insights/register.html", {"entries": entries, "contents": contents.of_register(entries)}
    )


@require_safe
def model_card(request: HttpRequest) -> HttpResponse:
    """What the Swedish model learned from, and what it cannot do."""
    return render(request, "insights/model_card.html", {})


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The entries as a table."""
    rows = [entry.as_row() for entry in register.entries(viewer_of(request))]
    content = StringIO()
    write_csv(content, list(rows[0]), [list(row.values()) for row in rows])
    response = HttpResponse("\ufeff" + content.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ai-register.csv"'
    return response


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """The entries as JSON."""
    rows = [entry.as_row() for entry in register.entries(viewer_of(request))]
    return JsonResponse({"ai_register": rows}, json_dumps_params={"ensure_ascii": False, "indent": 1})
