"""What keeps jobs from being forgotten: leases that ran out, workers that died, messages that got lost, old
rows; and the rooms' own duties.
"""

from __future__ import annotations

import logging
import shutil
import time
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, default_task_backend
from django_tasks.exceptions import TaskResultDoesNotExist

from medskick.ground.core import outbox
from medskick.ground.core.files import room_folder
from medskick.ground.jobs import processes, queries, registry, tasks
from medskick.ground.jobs.models import ACTIVE, Job, State
from medskick.ground.live.actions import append, prune

log = logging.getLogger("medskick.jobs")

LOST_AFTER = timedelta(seconds=20)
KEEP_MESSAGES = timedelta(days=2)
KEEP_EVENTS = timedelta(days=1)
KEEP_FOLDERS = timedelta(days=7)
KEEP_JOBS = timedelta(days=365)


def reap() -> int:
    """Put jobs whose worker is gone back in the queue, or give up after too many tries. Returns how many."""
    now = timezone.now()
    taken = 0
    for job in Job.objects.filter(state=State.RUNNING):
        if (job.lease_until is None or job.lease_until < now) or processes.has_died(job.worker):
            taken += _take_back(job)
    return taken


def _take_back(job: Job) -> bool:
    now = timezone.now()
    fields: dict[str, object] = {"token": None, "lease_until": None, "changed_at": now}
    if job.attempts >= job.max_attempts and job.cancel_requested:
        fields |= {"state": State.CANCELLED, "finished_at": now}
    elif job.attempts >= job.max_attempts:
        with translation.override(settings.LANGUAGE_CODE):
            sentence = _(
                "Arbetet avbröts flera gånger innan det blev klart, till exempel för att servern startades "
                "om eller fick slut på minne. Försök igen eller be administratören titta på servern."
            )
        fields |= {"state": State.FAILED, "finished_at": now, "error": sentence}
    else:
        # Also what somebody has cancelled: its handler has not heard of it and may have something to put right.
        fields |= {"state": State.QUEUED, "not_before": now, "task_id": ""}
    with transaction.atomic():
        same = Job.objects.filter(
            pk=job.pk, state=State.RUNNING, token=job.token, lease_until=job.lease_until
        )
        if not same.update(**fields):
            return False  # its worker lives after all, or another reaper was first
        job.refresh_from_db()
        append(job.stream, "progress", queries.state(job))
        if job.state == State.QUEUED:
            transaction.on_commit(partial(tasks.enqueue, str(job.pk)))
    log.warning("The worker of job %s is gone; the job is now %s", job.pk, job.state)
    return True


def remind() -> int:
    """Send the message anew for waiting jobs whose message got lost between commit and queue. Returns how
    many.
    """
    count = 0
    silent = Job.objects.filter(state=State.QUEUED, changed_at__lt=timezone.now() - LOST_AFTER)
    for job in silent.filter(not_before__lt=timezone.now() - LOST_AFTER):
        if not _message_waits(job.task_id):
            tasks.enqueue(str(job.pk))
            count += 1
    return count


def _message_waits(task_id: str) -> bool:
    if not task_id:
        return False
    if not default_task_backend.supports_get_result:
        return True
    try:
        found = default_task_backend.get_result(task_id)
    except TaskResultDoesNotExist:
        return False
    return found.status == TaskResultStatus.READY


def tidy() -> None:
    """Remove what nobody needs any longer: messages of the queue, progress events, last year's jobs and arrivals."""
    from django_tasks_db.models import DBTaskResult

    old = timezone.now() - KEEP_MESSAGES
    DBTaskResult.objects.filter(~Q(status=TaskResultStatus.READY), enqueued_at__lt=old).delete()
    prune("job:", older_than=KEEP_EVENTS)
    Job.objects.exclude(state__in=ACTIVE).filter(finished_at__lt=timezone.now() - KEEP_JOBS).delete()
    outbox.forget_old()
    _tidy_folders()


def do_duties(done: dict[str, float] | None = None) -> None:
    """Do what the rooms have registered. One that fails is reported and keeps no other from being done.

    ``done``: when each was done last (``time.monotonic``), kept by the caller; those whose pause is not over wait.
    """
    done = {} if done is None else done
    for name, act in registry.duties():
        if time.monotonic() - done.get(name, float("-inf")) < registry.pause(name):
            continue
        done[name] = time.monotonic()
        try:
            act()
        except Exception:
            log.exception("The duty %s failed; it is done again after its pause", name)


def _tidy_folders() -> None:
    """Remove the folders of jobs that ended some days ago, or that are no longer known."""
    recently = Q(state__in=ACTIVE) | Q(finished_at__gt=timezone.now() - KEEP_FOLDERS)
    needed = {str(key) for key in Job.objects.filter(recently).values_list("pk", flat=True)}
    for folder in room_folder("jobs").iterdir():
        if folder.is_dir() and folder.name not in needed:
            shutil.rmtree(folder, ignore_errors=True)
