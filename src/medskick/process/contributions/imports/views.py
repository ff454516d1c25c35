"""Pages of the import in the workspace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from medskick.engine.tables.errors import TableError
from medskick.ground.core.access import Viewer, require, staff_required, viewer_of
from medskick.ground.jobs import queries as jobs
from medskick.ground.live.queries import address
from medskick.process.contributions.imports import actions, files, queries
from medskick.process.contributions.imports.forms import HistoryForm, ReadingForm, SheetForm, UploadForm
from medskick.process.contributions.models import ImportBatch
from medskick.process.cycle import queries as cycles

State = ImportBatch.State
TONES = {State.DONE: "good", State.FAILED: "bad", State.RUNNING: "action", State.UNDOING: "action"}


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def history(request: HttpRequest) -> HttpResponse:
    """The form for a new file, and all files there have been."""
    viewer = viewer_of(request)
    require("contributions.import", viewer)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and (batch := _upload(form, viewer)):
            return redirect("imports:batch", batch.pk)
    asked = HistoryForm(request.GET)
    asked.is_valid()
    words, state = asked.cleaned_data.get("q", ""), asked.cleaned_data.get("lage", "")
    found = queries.batches(viewer, words=words, state=state).defer("problems", "columns", "mapping")
    page = Paginator(found, 25).get_page(request.GET.get("sida"))
    context = {
        "form": form,
        "asked": asked,
        "narrowed": bool(words or state),
        "page": page,
        "lines": [(one, TONES.get(State(one.state), "")) for one in page],
    }
    return render(request, "contributions/imports/history.html", context, status=400 if form.errors else 200)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One file: its columns and preview before, progress during, result and undo after."""
    one = actions.settle(_batch(request, pk))
    form = ReadingForm(one, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _follow(one, form, request)
            return redirect("imports:batch", one.pk)
        except ValidationError as error:
            form.add_error("again" if _asks_again(one, request) else None, error)
            one.refresh_from_db()
    context = _context(one, form, viewer_of(request))
    return render(request, "contributions/imports/batch.html", context, status=400 if form.errors else 200)


@staff_required
@require_POST
def sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read another sheet of the workbook."""
    one = _batch(request, pk)
    form = SheetForm(one, queries.sheets(one), request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([str(error) for errors in form.errors.values() for error in errors])
        actions.choose_sheet(one, form.cleaned_data["sheet"], by=viewer_of(request))
    except (ValidationError, TableError) as error:
        messages.error(request, _text_of(error))
    return redirect("imports:batch", one.pk)


@staff_required
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw everything that the file brought in."""
    one = _batch(request, pk)
    try:
        actions.undo(one, by=viewer_of(request))
    except ValidationError as error:
        messages.error(request, _text_of(error))
    return redirect("imports:batch", one.pk)


@staff_required
@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take away a file that was never read in."""
    one = _batch(request, pk)
    try:
        actions.discard(one, by=viewer_of(request))
    except ValidationError as error:
        messages.error(request, _text_of(error))
        return redirect("imports:batch", one.pk)
    messages.success(
        request, _("Filen %(name)s är borttagen. Inget av den är sparat.") % {"name": one.file_name}
    )
    return redirect("imports:list")


@staff_required
@require_safe
def problems(request: HttpRequest, pk: UUID) -> FileResponse:
    """Every row that could not be used, as CSV."""
    path = files.problems_path(_batch(request, pk))
    if not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename="rader-med-fel.csv",
        content_type="text/csv; charset=utf-8",
    )


def _upload(form: UploadForm, viewer: Viewer) -> ImportBatch | None:
    cycle = cycles.current_cycle(viewer)
    if cycle is None:
        form.add_error(None, _("Starta en omgång först."))
        return None
    upload = form.cleaned_data["file"]
    try:
        return actions.upload(cycle, upload.name, upload, by=viewer)
    except (TableError, files.Refused) as error:
        form.add_error("file", str(error))
        return None


def _follow(one: ImportBatch, form: ReadingForm, request: HttpRequest) -> None:
    """Keep the choices, and start where that was asked for."""
    viewer = viewer_of(request)
    if "continue" not in request.POST:
        actions.set_reading(one, form.mapping(), form.fixed(), by=viewer)
    if "start" in request.POST or "continue" in request.POST:
        actions.start(
            one, by=viewer, skip_problems=form.cleaned_data["skip"], again=form.cleaned_data["again"]
        )


def _asks_again(one: ImportBatch, request: HttpRequest) -> bool:
    return "start" in request.POST and queries.counted_twice(one, viewer_of(request)) is not None


def _context(one: ImportBatch, form: ReadingForm, viewer: Viewer) -> dict[str, Any]:
    waiting = one.state in actions.WAITING
    outcome = queries.outcome(one, viewer)
    editable = waiting and not outcome.stored
    running = one.state in {State.RUNNING, State.UNDOING}
    kind = actions.UNDO_JOB if one.state == State.UNDOING else actions.JOB
    job = jobs.latest(kind, str(one.pk)) if running else None
    mine = (
        job is not None and jobs.get(job.pk, viewer) is not None
    )  # others see how far it is but cannot stop it
    names = queries.sheets(one) if editable else ()
    return {
        "batch": one,
        "tone": TONES.get(State(one.state), ""),
        "form": form,
        "editable": editable,
        "sheet_form": SheetForm(one, names) if len(names) > 1 else None,
        "preview": queries.preview(one, viewer) if editable else None,
        "twice": queries.counted_twice(one, viewer) if editable else None,
        "same": queries.same_bytes(one, viewer) if editable else [],
        "job": jobs.state(job) if job else None,
        "running": running,
        "events": address(job.stream) if job and mine else "",
        "outcome": outcome,
        "has_problems_file": bool(one.problems) and files.problems_path(one).is_file(),
    }


def _text_of(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _batch(request: HttpRequest, pk: UUID) -> ImportBatch:
    found = queries.batch(pk, viewer_of(request))
    if found is None:
        raise Http404
    return found
