"""Doing one job: claim it, hold it, run its handler, write how it ended."""

from __future__ import annotations

import logging
import threading
import time
import traceback
import uuid
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from medskick.ground.core.access import require
from medskick.ground.jobs import processes, queries, registry, tasks
from medskick.ground.jobs.context import EVERY, Context, lease
from medskick.ground.jobs.models import Job, State
from medskick.ground.jobs.registry import JobError, Stopped
from medskick.ground.live.actions import append

log = logging.getLogger("medskick.jobs")

_current: set[Context] = set()


class Keeper(threading.Thread):
    """Beside a running handler: writes its progress, renews its lease and sees when somebody cancels."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(name=f"job-keeper-{ctx.job_id[:8]}", daemon=True)
        self.ctx = ctx
        self.ended = threading.Event()

    def run(self) -> None:
        renewed = time.monotonic()
        while not self.ended.wait(EVERY):
            try:
                self.ctx.flush()
                self.ctx.look()
                if time.monotonic() - renewed > lease().total_seconds() / 6:
                    self.ctx.renew()
                    renewed = time.monotonic()
            except DatabaseError as error:
                log.warning("Could not write about job %s, trying again: %s", self.ctx.job_id, error)
                connection.close()
        connection.close()

    def end(self) -> None:
        """Stop and wait, so that nothing more is written about the job from here."""
        self.ended.set()
        self.join()


def execute(job_id: str, *, keeper: bool = True) -> None:
    """Do the job if it waits and its time has come; otherwise nothing. Never raises because of the
    handler.
    """
    job = claim(job_id)
    if job is None:
        return
    kind = registry.find(job.kind)
    ctx = Context(job, writes_itself=not keeper)
    beside = Keeper(ctx) if keeper else None
    _current.add(ctx)
    if beside:
        beside.start()
    try:
        with translation.override(settings.LANGUAGE_CODE):
            ending = _try(kind, ctx)
    finally:
        _current.discard(ctx)
        if beside:
            beside.end()
    _write_ending(ctx, ending)


def claim(job_id: str) -> Job | None:
    """Take hold of a waiting job: exactly one caller succeeds."""
    now = timezone.now()
    token = uuid.uuid4()
    taken = Job.objects.filter(pk=job_id, state=State.QUEUED, not_before__lte=now).update(
        state=State.RUNNING,
        token=token,
        worker=processes.name(),
        lease_until=now + lease(),
        attempts=F("attempts") + 1,
        started_at=Coalesce("started_at", now),
        changed_at=now,
    )
    return Job.objects.get(pk=job_id, token=token) if taken else None


def _try(kind: registry.Kind | None, ctx: Context) -> dict[str, Any]:
    """Run the handler; returns the fields that say how it went."""
    try:
        if kind is None:
            raise JobError(
                _("Den här installationen vet inte hur arbetet ska göras. Be administratören uppdatera den.")
            )
        require(kind.rule, ctx.viewer)
        result = kind.handler(ctx)
    except PermissionDenied as error:
        log.warning("Job %s is not for %s any more: %s", ctx.job_id, ctx.viewer.name, error)
        sentence = _(
            "Den som bad om arbetet har inte längre rätt att göra det. Be någon som har det att försöka igen."
        )
        return {"state": State.FAILED, "error": sentence, "traceback": ""}
    except Stopped:
        ctx.told_to_stop = True
        ctx.stop("cancel")
    except JobError as error:
        return {"state": State.FAILED, "error": str(error), "kept": error.kept, "traceback": ""}
    except Exception as error:
        if ctx.told_to_stop:
            log.info("Job %s stopped with %r", ctx.job_id, error)
        else:
            log.exception("Job %s (%s) failed at attempt %s", ctx.job_id, ctx.job.kind, ctx.attempt)
            return _after_error(ctx, traceback.format_exc())
    if not ctx.told_to_stop:
        return {"state": State.DONE, "result": _plain(result), "error": "", "traceback": ""}
    if ctx.stop_reason == "cancel":
        return {"state": State.CANCELLED}
    return {"state": State.QUEUED, "attempts": max(0, ctx.attempt - 1), "not_before": timezone.now()}


def _after_error(ctx: Context, details: str) -> dict[str, Any]:
    if ctx.attempt < ctx.job.max_attempts:
        wait = getattr(settings, "JOBS_RETRY_AFTER", 5) * 4 ** (ctx.attempt - 1)
        later = timezone.now() + timedelta(seconds=wait)
        return {"state": State.QUEUED, "not_before": later, "traceback": details}
    sentence = _(
        "Något gick fel, också när vi försökte igen. Inget som redan var sparat har gått förlorat. "
        "Försök en gång till eller be administratören läsa felrapporten."
    )
    return {"state": State.FAILED, "error": sentence, "traceback": details}


def _plain(result: Any) -> Any:
    import json

    return json.loads(json.dumps(result, cls=DjangoJSONEncoder)) if result is not None else None


def _write_ending(ctx: Context, ending: dict[str, Any]) -> None:
    """Write how it ended, unless another worker has the job by now. The database may be busy for a while."""
    for attempt in range(5):
        try:
            finish(ctx, ending)
            return
        except OperationalError:
            if connection.in_atomic_block or attempt == 4:
                raise
            log.warning("Could not write how job %s ended; trying again", ctx.job_id)
            connection.close()
            time.sleep(2**attempt)


def finish(ctx: Context, ending: dict[str, Any]) -> None:
    """One transaction: the row, and the event that tells open pages."""
    job = ctx.job
    ctx.flush(now=True)
    now = timezone.now()
    fields = {"kept": {}, **ending, "token": None, "lease_until": None, "changed_at": now}
    if ending["state"] != State.QUEUED:
        fields |= {"finished_at": now, "seconds_left": None}
    with transaction.atomic():
        if not Job.objects.filter(pk=job.pk, token=job.token, state=State.RUNNING).update(**fields):
            log.warning("Job %s was taken over by another worker; this ending is not written", job.pk)
            return
        job.refresh_from_db()
        append(job.stream, "progress", queries.state(job))
        if job.state == State.QUEUED:
            transaction.on_commit(partial(tasks.enqueue, str(job.pk)))


def stop_all(reason: str = "shutdown") -> None:
    """Ask all handlers of this process to stop."""
    for ctx in list(_current):
        ctx.stop(reason)


def release_all() -> None:
    """Give back what this process still holds, just before it ends whatever its handlers do."""
    for ctx in list(_current):
        ctx.told_to_stop = True
        ctx.stop("shutdown")
        finish(
            ctx, {"state": State.QUEUED, "attempts": max(0, ctx.attempt - 1), "not_before": timezone.now()}
        )


def run_waiting(limit: int = 100) -> int:
    """Do waiting jobs here and now, without a worker: for tests and commands. Returns how many tries were
    made.
    """
    count = 0
    while count < limit:
        waiting = Job.objects.filter(state=State.QUEUED, not_before__lte=timezone.now())
        job_id = waiting.order_by("created_at", "id").values_list("pk", flat=True).first()
        if job_id is None:
            break
        execute(str(job_id), keeper=False)
        count += 1
    return count
