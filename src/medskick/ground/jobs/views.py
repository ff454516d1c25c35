"""Pages that show background work and let people stop it or try it again."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import allowed, require, staff_required, viewer_of
from medskick.ground.jobs import actions, queries
from medskick.ground.jobs.models import Job, State
from medskick.ground.live.queries import address

PER_PAGE = 50
_TONES = {State.DONE: "good", State.FAILED: "bad", State.RUNNING: "action", State.QUEUED: "watch"}


@require_safe
@staff_required
def jobs_list(request: HttpRequest) -> HttpResponse:
    """The viewer's own jobs, or all for those who look after the installation."""
    require("jobs.list", viewer_of(request))
    page = Paginator(queries.visible_to(viewer_of(request)).defer("params", "traceback"), PER_PAGE).get_page(
        request.GET.get("sida")
    )
    return render(request, "jobs/list.html", {"page": page, "jobs": [_told(job) for job in page.object_list]})


@require_safe
@staff_required
def detail(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One job, followed live while it is active."""
    job = _found(request, job_id)
    return render(
        request,
        "jobs/detail.html",
        {
            **_told(job),
            "events": address(job.stream) if job.is_active else "",
            "may_cancel": job.is_active
            and not job.cancel_requested
            and allowed("jobs.cancel", viewer_of(request), job),
            "may_retry": job.state in {State.FAILED, State.CANCELLED}
            and allowed("jobs.retry", viewer_of(request), job),
            "traceback": job.traceback if queries.may_see_traceback(viewer_of(request)) else "",
        },
    )


@require_safe
@staff_required
def status(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The same as JSON, for pages whose streams are cut off."""
    return JsonResponse(queries.state(_found(request, job_id)))


@require_POST
@staff_required
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask the job to stop."""
    actions.cancel(_found(request, job_id), viewer_of(request))
    return redirect("jobs:detail", job_id=job_id)


@require_POST
@staff_required
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Ask for a new try."""
    job = actions.retry(_found(request, job_id), viewer_of(request))
    return redirect("jobs:detail", job_id=job.pk)


def _found(request: HttpRequest, job_id: UUID) -> Job:
    job = queries.get(job_id, viewer_of(request))
    if job is None:
        raise Http404
    return job


def _told(job: Job) -> dict[str, object]:
    return {
        "job": job,
        "title": queries.title(job),
        "state": queries.state(job),
        "tone": _TONES.get(State(job.state), ""),
        "is_active": job.is_active,
        "result_address": queries.result_address(job),
    }
