"""What the queue carries: an id. Everything else is in the job's row (see docs/decisions)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from medskick.ground.jobs import registry
from medskick.ground.jobs.models import Job


@task()
def run(job_id: str) -> None:
    """Do the job if it still waits. A second message about the same job does nothing."""
    from medskick.ground.jobs.running import execute

    execute(job_id)


def enqueue(job_id: str) -> None:
    """Tell the workers about a waiting job. Called after commit; the reaper repeats it should it get lost."""
    job = Job.objects.filter(pk=job_id, state="queued").first()
    if job is None:
        return
    kind = registry.find(job.kind)
    message = run.using(queue_name=kind.queue if kind else "default", run_after=_later(job.not_before))
    sent = message.enqueue(str(job.pk))
    Job.objects.filter(pk=job.pk).update(task_id=str(sent.id))


def _later(moment: datetime) -> datetime | None:
    return moment if moment > timezone.now() else None
