"""Pages of the import in the workspace."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from medskick.engine.tables.errors import TableError
from medskick.ground.core.access import require, staff_required, viewer_of
from medskick.ground.jobs import queries as jobs
from medskick.process.contributions.imports import actions, queries
from medskick.process.contributions.imports.forms import ReadingForm, UploadForm
from medskick.process.contributions.models import ImportBatch
from medskick.process.cycle import queries as cycles


@staff_required
@require_http_methods(["GET", "POST"])
def history(request: HttpRequest) -> HttpResponse:
    """All files, and the form for a new one."""
    viewer = viewer_of(request)
    require("contributions.import", viewer)
    cycle = cycles.current_cycle(viewer)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if cycle is None:
            form.add_error(None, _("Starta en omgång först."))
        else:
            upload = form.cleaned_data["file"]
            try:
                batch = actions.upload(cycle, upload.name, upload, by=viewer)
                return redirect("imports:batch", batch.pk)
            except TableError as error:
                form.add_error("file", error.message)
    page = Paginator(queries.batches(viewer), 25).get_page(request.GET.get("sida"))
    status = 400 if form.errors else 200
    return render(request, "contributions/imports/history.html", {"form": form, "page": page}, status=status)


@staff_required
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One file: its columns and preview before, progress during, result and undo after."""
    viewer = viewer_of(request)
    one = _batch(request, pk)
    form = ReadingForm(one, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_reading(one, form.mapping(), form.fixed(), by=viewer)
            if "start" in request.POST:
                actions.start(one, by=viewer, skip_problems=form.cleaned_data["skip"])
            return redirect("imports:batch", one.pk)
        except ValidationError as error:
            form.add_error(None, error)
    editable = one.state in {ImportBatch.State.UPLOADED, ImportBatch.State.FAILED}
    job = jobs.get(one.job_id, viewer) if one.job_id else None
    context = {
        "batch": one,
        "form": form,
        "editable": editable,
        "preview": queries.preview(one, viewer) if editable else None,
        "job": jobs.state(job) if job else None,
        "running": one.state in {ImportBatch.State.RUNNING, ImportBatch.State.UNDOING},
    }
    return render(request, "contributions/imports/batch.html", context, status=400 if form.errors else 200)


@staff_required
@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw everything that the file brought in."""
    one = _batch(request, pk)
    try:
        actions.undo(one, by=viewer_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("imports:batch", one.pk)


def _batch(request: HttpRequest, pk: UUID) -> ImportBatch:
    found = queries.batch(pk, viewer_of(request))
    if found is None:
        raise Http404
    return found
