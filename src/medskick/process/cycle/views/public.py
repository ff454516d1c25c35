"""The public timeline: what has been, what is now, what comes, what it costs."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from medskick.ground.core import happenings
from medskick.ground.core.access import Viewer, viewer_of
from medskick.ground.ui.templatetags.ui import local
from medskick.process.cycle import queries
from medskick.process.cycle.calendar_file import calendar_file
from medskick.process.cycle.models import StrategyCycle

COMING, BEFORE = 8, 40  # how many happenings are listed
OWN_KINDS = ("phase", "milestone")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The timeline of the current cycle, or of an older one with ``?omgang=``."""
    viewer = viewer_of(request)
    cycle = _cycle(request, viewer)
    context: dict[str, Any] = {"cycle": cycle, "deadline": queries.deadline(viewer)}
    if cycle is not None:
        today = queries.today()
        entries = queries.timeline(cycle, viewer, today)
        context |= {
            "entries": entries,
            "now": next((one for one in entries if one.stop.state == "now"), None),
            "stops": [one.stop for one in entries],
            "budget": queries.published_budget(cycle, viewer),
            "cycles": queries.all_cycles(viewer),
            "calendar": request.build_absolute_uri(_calendar_path(cycle)),
        }
        if cycle.is_current:
            dated = happenings.dated(viewer)
            coming = happenings.coming(dated, today)
            context["coming"] = coming[:COMING]
            context["before"] = [
                one
                for one in reversed(dated)
                if (happenings.day_of(one.start) < today or one.state == "done") and one.kind not in OWN_KINDS
            ][:BEFORE]
    return render(request, "cycle/timeline.html", context)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The same as a calendar file; of the current cycle with what other rooms want in it."""
    viewer = viewer_of(request)
    cycle = _cycle(request, viewer)
    if cycle is None:
        raise Http404
    found = happenings.dated(viewer) if cycle.is_current else list(queries.happenings(cycle, viewer))
    body = calendar_file(
        _("Tidplan för %(name)s") % {"name": cycle.name},
        found,
        lambda path: request.build_absolute_uri(local(path)),
    )
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="tidplan-{cycle.key}.ics"'
    return answer


def _calendar_path(cycle: StrategyCycle) -> str:
    path = str(local("/tidplan.ics"))
    return path if cycle.is_current else f"{path}?omgang={cycle.key}"


def _cycle(request: HttpRequest, viewer: Viewer) -> StrategyCycle | None:
    key = request.GET.get("omgang")
    if key is None:
        return queries.current_cycle(viewer)
    found = queries.cycle_by_key(key, viewer)
    if found is None:
        raise Http404
    return found
