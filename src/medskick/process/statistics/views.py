"""Population in the workspace: what is known, where it came from, and a file with newer figures."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from medskick.engine.tables.errors import TableError
from medskick.ground.core.access import require, staff_required, viewer_of
from medskick.ground.core.numbers import counted
from medskick.process.statistics import actions, files, queries
from medskick.process.statistics.forms import PopulationForm
from medskick.process.statistics.frame import frame


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def population(request: HttpRequest) -> HttpResponse:
    """All figures that count now, and the form for a file."""
    viewer = viewer_of(request)
    require("statistics.manage", viewer)
    form = PopulationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = _take_in(form.cleaned_data["file"], form.cleaned_data["credit"], request)
        except TableError as error:
            form.add_error("file", error.message if get_language() == "sv" else error.message_en)
        except files.Refused as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _told(taken))
            return redirect("statistics:population")
    found = queries.population(viewer)
    known = frame()
    context = {
        "form": form,
        "population": found,
        "bands": known.bands,
        "places": [
            {
                "name": one.name,
                "people": found.municipalities.get(one.code),
                "bands": [found.local_bands.get((one.code, band)) for band in known.bands],
            }
            for one in known.municipalities
        ],
        "county": known.county,
        "county_bands": [found.bands.get(band) for band in known.bands],
        "sources": queries.sources(viewer),
        "revised": [(known.name(one.place), one) for one in queries.revised(viewer)],
    }
    return render(request, "statistics/population.html", context, status=400 if form.errors else 200)


@staff_required
@require_POST
def own(request: HttpRequest) -> HttpResponse:
    """Read the region's file once more."""
    messages.success(request, _told(actions.take_in_own(by=viewer_of(request))))
    return redirect("statistics:population")


def _take_in(upload: UploadedFile[Any], credit: str, request: HttpRequest) -> actions.Taken:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        return actions.take_in_file(path, upload.name or "", by=viewer_of(request), credit=credit)


def _told(taken: actions.Taken) -> str:
    if not taken.new and not taken.revised:
        return _("Filen säger samma sak som förut. Inget ändrades.")
    return _("%(new)s nya siffror, %(revised)s ändrade. De gamla finns kvar som tidigare versioner.") % {
        "new": counted(taken.new),
        "revised": counted(taken.revised),
    }
