"""The start of the workspace: what waits, what is not ready, what just happened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from medskick.ground.core.access import allowed, staff_required
from medskick.ground.core.context import tasks_of
from medskick.ground.people import history, queries, readiness
from medskick.ground.people.views.log import log_table

LATEST = 8


@staff_required
def home(request: HttpRequest) -> HttpResponse:
    """/arbetsyta/: what waits for somebody. Everything one can do is in the menu that all pages share."""
    viewer = request.viewer  # type: ignore[attr-defined]
    shown = {
        "waiting": [task for task in tasks_of(request) if task["waiting"]],
        "lacks_second_factor": queries.lacks_second_factor(viewer),
        "problems": readiness.problems() if allowed("people.manage", viewer) else None,
        "latest": log_table(
            history.lines(history.entries(viewer).exclude(action="people.signed_in")[:LATEST], viewer)
        )
        if allowed("people.read_log", viewer)
        else None,
    }
    return render(request, "people/home.html", shown)
