"""Preview and publish."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from medskick.ground.core.access import allowed, require, staff_required, viewer_of
from medskick.process.cycle import region as regions
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights import actions
from medskick.process.insights.forms import PublishForm
from medskick.process.insights.queries import checks, editions
from medskick.process.insights.views import pages
from medskick.process.insights.views._common import nothing_yet


@require_safe
@staff_required
def preview(request: HttpRequest) -> HttpResponse:
    """The public page as the edition would make it. It is made apart and leaves nothing behind."""
    require("insights.publish", viewer_of(request))
    cycle = current_cycle(viewer_of(request))
    if cycle is None:
        return nothing_yet(request)
    try:
        with actions.draft(cycle, by=viewer_of(request)) as edition:
            context = pages.themes_page(edition, regions.region(), viewer_of(request))
            return render(request, "insights/staff/preview.html", {**context, "preview": True})
    except ValidationError as error:
        return render(request, "insights/staff/preview.html", {"problems": error.messages})


@require_http_methods(["GET", "POST"])
@staff_required
def publish(request: HttpRequest) -> HttpResponse:
    """The checks, and the button."""
    require("insights.publish", viewer_of(request))
    cycle = current_cycle(viewer_of(request))
    if cycle is None:
        return nothing_yet(request)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            edition = actions.publish(cycle, by=viewer_of(request), title=data["title"], note=data["note"])
            return redirect("insights_staff:published", number=edition.number)
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "cycle": cycle,
        "form": form,
        "checks": checks.before_publishing(cycle),
        "editions": editions.editions(cycle, viewer_of(request)),
        "may_publish": allowed("insights.publish", viewer_of(request)),
    }
    return render(request, "insights/staff/publish.html", context, status=400 if form.errors else 200)


@require_safe
@staff_required
def published(request: HttpRequest, number: int) -> HttpResponse:
    """What was just published, with its address and what happens now."""
    require("insights.read", viewer_of(request))
    edition = editions.by_number(number, viewer_of(request))
    return render(request, "insights/staff/published.html", {"edition": edition})
