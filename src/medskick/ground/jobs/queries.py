"""Reading jobs: lists for people, and the small state that pages and streams show."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core import told
from medskick.ground.core.access import Viewer, allowed
from medskick.ground.jobs import registry, rules
from medskick.ground.jobs.models import ACTIVE, Job, State


def visible_to(viewer: Viewer) -> QuerySet[Job]:
    """The jobs that this viewer may see: the twin of the rule ``jobs.view``."""
    if not viewer.is_staff:
        return Job.objects.none()
    if rules.sees_all(viewer, None):
        return Job.objects.all()
    return Job.objects.filter(owner_id=viewer.user_id) if viewer.user_id is not None else Job.objects.none()


def get(job_id: UUID | str, viewer: Viewer) -> Job | None:
    """The job, if it exists and the viewer may see it."""
    return visible_to(viewer).filter(pk=job_id).first()


def active(kind: str, key: str) -> Job | None:
    """The waiting or running job of this kind and key, for rooms that show their own work."""
    return Job.objects.filter(kind=kind, key=key, state__in=ACTIVE).first()


def latest(kind: str, key: str) -> Job | None:
    """The newest job of this kind and key, whatever its state."""
    return Job.objects.filter(kind=kind, key=key).first()


def named(kind: str, job_id: str) -> Job | None:
    """The job of this kind with this id, whatever its state, for rooms that keep the ids of their own; None where it
    is gone."""
    try:
        return Job.objects.filter(kind=kind, pk=UUID(job_id)).first()
    except ValueError:
        return None


def waiting_for(viewer: Viewer) -> int | None:
    """How many of the viewer's jobs are active."""
    return visible_to(viewer).filter(state__in=ACTIVE).count() or None


def title(job: Job) -> str:
    """What the job is called on pages."""
    return job.title or registry.label(job.kind)


def share(job: Job) -> float | None:
    """How much of the present stage is done, in per cent; None while nobody knows."""
    if job.state == State.DONE:
        return 100.0
    if job.total <= 0:
        return None
    return round(min(100.0, 100.0 * job.done / job.total), 1)


def state(job: Job) -> dict[str, Any]:
    """What a page shows while it waits: ``state``, ``what``, ``share`` (0–100), ``detail`` and, at the end,
    ``url``.
    """
    found: dict[str, Any] = {"state": job.state, "what": what(job), "detail": detail(job)}
    percent = share(job)
    if percent is not None:
        found["share"] = percent
    if job.state == State.DONE and result_address(job):
        found["url"] = result_address(job)
    return found


def result_address(job: Job) -> str:
    """Where the result is, or nothing. Only paths of our own."""
    address = job.result.get("address", "") if isinstance(job.result, dict) else ""
    return address if isinstance(address, str) and address.startswith("/") and address[1:2] != "/" else ""


def what(job: Job) -> str:
    """One line: the stage while it runs, the state otherwise."""
    if job.state == State.RUNNING:
        return told.again(job.stage) or _("Arbetet har börjat.")
    if job.state == State.QUEUED and job.cancel_requested:
        return _("Arbetet avbryts.")
    if job.state == State.QUEUED:
        return _("Gör ett nytt försök om en stund.") if job.attempts else _("Väntar på sin tur.")
    return {
        State.DONE.value: _("Arbetet är klart."),
        State.FAILED.value: why_it_failed(job) or _("Arbetet misslyckades."),
        State.CANCELLED.value: _("Arbetet avbröts."),
    }[job.state]


def why_it_failed(job: Job) -> str:
    """The sentence of a failed job in the reader's language; nothing for any other. Workers write Swedish."""
    return str(told.in_words(job.kept)) if job.kept else told.again(job.error)


def detail(job: Job) -> str:
    """The line under it: the handler's message, how many of how many, and the time left."""
    if job.state != State.RUNNING:
        return told.again(job.message) if job.state == State.DONE else ""
    parts = [told.again(job.message)] if job.message else []
    if job.total > 1:
        parts.append(
            _("%(done)s av %(total)s")
            % {
                "done": number_format(job.done, force_grouping=True),
                "total": number_format(job.total, force_grouping=True),
            }
        )
    if job.cancel_requested:
        parts.append(_("avbryts"))
    elif job.seconds_left is not None:
        parts.append(time_left(job.seconds_left))
    return " · ".join(parts)


def time_left(seconds: float) -> str:
    """Seconds in words that do not promise more than we know."""
    if seconds < 50:
        return _("mindre än en minut kvar")
    minutes = max(1, round(seconds / 60))
    return ngettext("ungefär %(count)d minut kvar", "ungefär %(count)d minuter kvar", minutes) % {
        "count": minutes
    }


def may_see_traceback(viewer: Viewer) -> bool:
    """Whether technical details are for this viewer."""
    return allowed("jobs.traceback", viewer)
