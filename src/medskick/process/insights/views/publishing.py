"""Preview and publish."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from medskick.ground.core.access import allowed, require, staff_required, viewer_of
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights import actions
from medskick.process.insights.forms import PublishForm
from medskick.process.insights.queries import checks, editions
from medskick.process.insights.queries.left_out import Left, left_out
from medskick.process.insights.views import pages
from medskick.process.insights.views._common import nothing_yet

GIVEN = ("title", "note", "seen")


@require_safe
@staff_required
def preview(request: HttpRequest) -> HttpResponse:
    """The public page as the edition would make it. It is made apart and leaves nothing behind."""
    require("insights.publish", viewer_of(request))
    cycle = current_cycle(viewer_of(request))
    if cycle is None:
        return nothing_yet(request)
    seen = actions.mark(cycle)  # before the draft: what changes meanwhile was not read
    try:
        with actions.draft(cycle, by=viewer_of(request)) as edition:
            context = pages.themes_page(edition, regions.region(), viewer_of(request))
            shown = {**context, "preview": True, "seen": seen}
            return render(request, "insights/staff/preview.html", shown)
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
    left = left_out(cycle, viewer_of(request))
    seen = request.GET.get("last") or actions.mark(cycle)
    form = PublishForm(request.POST or None, initial={"seen": seen}, left=left)
    if request.method == "POST" and (form.is_valid() or _about_another_book(cycle, form)):
        data = form.cleaned_data
        try:
            edition = actions.publish(cycle, by=viewer_of(request), **{name: data[name] for name in GIVEN})
            return redirect("insights_staff:published", number=edition.number)
        except ValidationError as error:
            form = _once_more(cycle, data, error, left)
    found = checks.before_publishing(cycle, viewer_of(request))
    context = {
        "left": left,
        "cycle": cycle,
        "form": form,
        "checks": found,
        "stops": any(check.stops for check in found),
        "must_approve": bool(left.themes) and not left.shown,
        "editions": editions.editions(cycle, viewer_of(request)),
        "may_publish": allowed("insights.publish", viewer_of(request)),
    }
    return render(request, "insights/staff/publish.html", context, status=400 if form.errors else 200)


def _about_another_book(cycle: StrategyCycle, form: PublishForm) -> bool:
    """Nothing but what is left out is unconfirmed, of a book that has changed since: that is what has to be told."""
    return set(form.errors) == {"without"} and form.cleaned_data["seen"] != actions.mark(cycle)


def _once_more(cycle: StrategyCycle, data: dict[str, Any], error: ValidationError, left: Left) -> PublishForm:
    """The same words again, for the book as it is now, which has to be read first."""
    kept = {"title": data["title"], "note": data["note"], "seen": actions.mark(cycle)}
    form = PublishForm(kept, left=left)
    form.full_clean()
    form.errors.clear()
    form.add_error(None, error)
    return form


@require_safe
@staff_required
def published(request: HttpRequest, number: int) -> HttpResponse:
    """What was just published, with its address and what happens now."""
    require("insights.read", viewer_of(request))
    edition = editions.for_staff(number, viewer_of(request))
    if edition is None:
        raise Http404
    return render(request, "insights/staff/published.html", {"edition": edition})
