"""What a handler holds while it works: its parameters, its progress and whether it shall stop."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from medskick.ground.core.access import Viewer, viewer_now
from medskick.ground.core.files import room_folder
from medskick.ground.jobs import queries
from medskick.ground.jobs.models import Job, State
from medskick.ground.jobs.registry import Stopped
from medskick.ground.live.actions import append

EVERY = 1.0  # seconds between written progress


def lease() -> timedelta:
    """How long a worker may be silent before others take over. ``JOBS_LEASE`` in settings, seconds."""
    return timedelta(seconds=getattr(settings, "JOBS_LEASE", 30))


def _asking(job: Job) -> Viewer:
    """Who wants the work, with the roles of now. The system and who has no account are as they were."""
    if job.owner_is_system or job.owner_id is None:
        return Viewer(job.owner_id, job.owner_name, frozenset(job.owner_roles), job.owner_is_system)
    now = viewer_now(job.owner_id)
    return Viewer(job.owner_id, job.owner_name, now.roles)


class Context:
    """One try at one job. ``params`` are what it was started with, ``viewer`` is who asked for it with
    the roles they have now, ``attempt`` counts from 1.
    """

    def __init__(self, job: Job, *, writes_itself: bool) -> None:
        self.job = job
        self.params: dict[str, Any] = job.params
        self.attempt = job.attempts
        self.viewer = _asking(job)
        self.stop_reason: str | None = None  # "cancel", "shutdown" or "lost"
        self.told_to_stop = False
        if job.cancel_requested:  # before this try: it is begun for the handler to put things right, and ends
            self.stop_reason, self.told_to_stop = "cancel", True
        # In a worker the keeper thread writes; in tests and on the command line the handler's own thread
        # does.
        self._writes_itself = writes_itself
        self._lock = threading.Lock()
        self._pending: dict[str, Any] | None = None
        self._written_at = float("-inf")
        self._looked_at = float("-inf")
        self._stage = ""
        self._stage_began = time.monotonic()

    @property
    def job_id(self) -> str:
        """The job's id as text."""
        return str(self.job.pk)

    def folder(self) -> Path:
        """A folder of the job's own that is still there at the next try."""
        return room_folder("jobs", self.job_id)

    def progress(
        self,
        stage: str,
        done: int = 0,
        total: int = 0,
        message: str = "",
        *,
        seconds_left: float | None = None,
    ) -> None:
        """Tell how far the work has come. ``stage`` and ``message`` are words for people; ``done`` of
        ``total`` counts within the stage. Call it as often as you like: it is written at most once a
        second.
        """
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._stage_began = stage, now
        if seconds_left is None and 3 <= done <= total:
            seconds_left = (now - self._stage_began) * (total - done) / done
        with self._lock:
            self._pending = {
                "stage": stage[:200],
                "done": done,
                "total": total,
                "message": message[:400],
                "seconds_left": seconds_left,
            }
        if self._writes_itself:
            self.flush()

    def cancelled(self) -> bool:
        """Whether the handler shall stop now (somebody cancelled, or the worker is going down). Ask between
        shards; after a yes, whatever the handler returns is ignored.
        """
        if self._writes_itself and self.stop_reason is None and time.monotonic() - self._looked_at >= EVERY:
            self._looked_at = time.monotonic()
            self.look()
        if self.stop_reason is not None:
            self.told_to_stop = True
        return self.told_to_stop

    def check(self) -> None:
        """Raise Stopped if the work shall stop."""
        if self.cancelled():
            raise Stopped(self.stop_reason)

    def look(self) -> None:
        """Read from the row whether somebody has cancelled or another worker has taken over."""
        row = Job.objects.filter(pk=self.job.pk, token=self.job.token, state=State.RUNNING)
        asked = row.values_list("cancel_requested", flat=True).first()
        if asked is None:
            self.stop("lost")
        elif asked:
            self.stop("cancel")

    def stop(self, reason: str) -> None:
        """Let the handler know that it shall stop. The first reason counts."""
        self.stop_reason = self.stop_reason or reason

    def renew(self) -> None:
        """Keep the job for another while."""
        held = Job.objects.filter(pk=self.job.pk, token=self.job.token, state=State.RUNNING)
        if not held.update(lease_until=timezone.now() + lease()):
            self.stop("lost")

    def flush(self, *, now: bool = False) -> None:
        """Write the newest progress if there is any and the last was a second ago."""
        if not now and time.monotonic() - self._written_at < EVERY:
            return
        with self._lock:
            pending, self._pending = self._pending, None
        if pending is None:
            return
        self._written_at = time.monotonic()
        with transaction.atomic():
            held = Job.objects.filter(pk=self.job.pk, token=self.job.token, state=State.RUNNING)
            if not held.update(changed_at=timezone.now(), lease_until=timezone.now() + lease(), **pending):
                self.stop("lost")
                return
            for name, value in pending.items():
                setattr(self.job, name, value)
            append(self.job.stream, "progress", queries.state(self.job))
