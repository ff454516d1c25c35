"""Starting, stopping and retrying background work."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.audit import record
from medskick.ground.core.chain import Ref
from medskick.ground.jobs import queries, registry, tasks
from medskick.ground.jobs.models import ACTIVE, Job, State
from medskick.ground.live.actions import append


def start(
    kind: str,
    params: dict[str, Any] | None = None,
    *,
    by: Viewer,
    key: str | None = None,
    title: str = "",
    delay: float = 0,
) -> Job:
    """Ask for work of a registered kind; it begins after commit, at the earliest in ``delay`` seconds.

    The calling room has checked that ``by`` may. With a ``key`` the same work is not started twice: while one
    of the same kind and key waits or runs, that one is returned. ``params`` are plain JSON values.
    """
    known = registry.find(kind)
    if known is None:
        raise LookupError(f"No such kind of job: {kind}")
    for _attempt in range(5):
        if key and (running := queries.active(kind, key)):
            return running
        job = Job(
            kind=kind,
            title=title[:200],
            params=params or {},
            key=key or "",
            owner_id=by.user_id,
            owner_name=by.name,
            owner_roles=sorted(by.roles),
            owner_is_system=by.is_system,
            max_attempts=known.max_attempts,
            not_before=timezone.now() + timedelta(seconds=delay),
        )
        try:
            with transaction.atomic():
                job.save(force_insert=True)
        except IntegrityError:  # somebody else was faster with the same key
            continue
        transaction.on_commit(partial(tasks.enqueue, str(job.pk)))
        return job
    raise RuntimeError(f"Could not start {kind} with key {key}")


def cancel(job: Job, by: Viewer) -> Job:
    """Stop the work: at once while nobody has begun it, else at its handler's next safe point. Work that waits for
    another try is begun once more, so that its handler hears of it and can put right what it had changed. Ended
    work is left as it is.
    """
    require("jobs.cancel", by, job)
    stop(job, by=by)
    return job


def stop(job: Job, *, by: Viewer) -> bool:
    """The same for a room that has checked by its own rule that ``by`` may. Whether there was anything to stop."""
    now = timezone.now()
    with transaction.atomic():
        stopped = Job.objects.filter(pk=job.pk, state=State.QUEUED, started_at__isnull=True).update(
            state=State.CANCELLED, cancel_requested=True, finished_at=now, changed_at=now
        )
        asked = Job.objects.filter(pk=job.pk, state__in=ACTIVE).update(cancel_requested=True, changed_at=now)
        job.refresh_from_db()
        if stopped or asked:
            record(by, "jobs.cancelled", Ref("job", str(job.pk)), title=queries.title(job))
            append(job.stream, "progress", queries.state(job))
    return bool(stopped or asked)


def retry(job: Job, by: Viewer) -> Job:
    """Try failed or cancelled work again, with all its attempts. While the same key is active, that job is
    returned. Whoever asks for the new try is from then on the one whose work it is: done with their rights.
    """
    require("jobs.retry", by, job)
    if job.key and (running := queries.active(job.kind, job.key)):
        return running
    now = timezone.now()
    try:
        with transaction.atomic():
            changed = (
                Job.objects.filter(pk=job.pk)
                .exclude(state__in=[*ACTIVE, State.DONE])
                .update(
                    state=State.QUEUED,
                    attempts=0,
                    cancel_requested=False,
                    error="",
                    kept={},
                    traceback="",
                    finished_at=None,
                    not_before=now,
                    changed_at=now,
                    task_id="",
                    owner_id=by.user_id,
                    owner_name=by.name,
                    owner_roles=sorted(by.roles),
                    owner_is_system=by.is_system,
                )
            )
            if changed:
                record(by, "jobs.retried", Ref("job", str(job.pk)), title=queries.title(job))
                transaction.on_commit(partial(tasks.enqueue, str(job.pk)))
    except IntegrityError:
        return queries.active(job.kind, job.key) or job
    job.refresh_from_db()
    return job
