"""The log as sentences, and as a file."""

from __future__ import annotations

import datetime
from typing import IO, cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from medskick.engine.tables.write import write_csv
from medskick.ground.core import audit
from medskick.ground.core.access import require, staff_required
from medskick.ground.people import history
from medskick.ground.people.forms import LogFilter
from medskick.ground.ui.tables import Cell, Column, DataTable

PER_PAGE = 50


def _wanted(request: HttpRequest) -> tuple[LogFilter, dict[str, object] | None]:
    """The filter form and what it asks for; None when it makes no sense."""
    form = LogFilter(request.GET or None, actions=history.action_choices())
    if not form.is_bound:
        return form, {}
    return form, form.cleaned_data if form.is_valid() else None


def log_table(lines: list[history.Line], page: Page | None = None) -> DataTable:
    """Lines of the log as a table: when, and what happened in words."""
    columns = [Column("at", _("När")), Column("said", _("Vad som hände"))]
    rows = [{"at": _clock(line.at), "said": Cell(line.sentence, line.address)} for line in lines]
    empty = _("Inget stämmer med din sökning.")
    return DataTable(_("Ur loggen, det nyaste först"), columns, rows, page=page, empty=empty, id="logg")


def _clock(at: datetime.datetime) -> str:
    """Short, and never broken over two lines."""
    return date_format(timezone.localtime(at), "j b Y H:i").replace(" ", "\N{NO-BREAK SPACE}")


@staff_required
def log(request: HttpRequest) -> HttpResponse:
    """/arbetsyta/logg/: newest first, a page at a time."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require("people.read_log", viewer)
    form, wanted = _wanted(request)
    found = history.entries(viewer, **wanted) if wanted is not None else history.entries(viewer).none()  # type: ignore[arg-type]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("sida"))
    query = request.GET.copy()
    query.pop("sida", None)
    shown = {
        "form": form,
        "page": page,
        "table": log_table(history.lines(page.object_list, viewer), page),
        "query": query.urlencode(),
    }
    return render(request, "people/log.html", shown, status=422 if form.errors else 200)


@staff_required
def download(request: HttpRequest) -> HttpResponse:
    """The same lines as CSV, oldest first. The download itself becomes a line."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require("people.read_log", viewer)
    form, wanted = _wanted(request)
    if wanted is None:
        return render(request, "people/log.html", {"form": form}, status=422)
    found = history.entries(viewer, **wanted)  # type: ignore[arg-type]
    newest = found.values_list("pk", flat=True).first() or 0
    found = found.filter(pk__lte=newest)
    audit.record(viewer, "people.log_downloaded", rows=found.count())
    heads = [_("nummer"), _("tid"), _("vem"), _("åtgärd"), _("sak"), _("i ord")]
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="logg.csv"'
    write_csv(cast(IO[str], response), heads, history.table(found), mark=True)
    return response
