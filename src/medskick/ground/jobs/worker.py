"""The worker process: two lanes so that long analyses never hold up short work, and the reaper beside
them.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from medskick.ground.jobs import processes, reaper, registry, running

log = logging.getLogger("medskick.jobs")

QUEUES = ("default", "heavy")
LOOK_EVERY = 0.5
REAP_EVERY = 3.0
TIDY_EVERY = float(registry.DUTIES_EVERY)
GRACE = 3.0  # seconds that handlers get to stop by themselves


class Lane(threading.Thread):
    """Works through one queue with django-tasks-db's own worker, one job at a time."""

    def __init__(self, queue: str, stopping: threading.Event) -> None:
        super().__init__(name=f"lane-{queue}", daemon=True)
        self.queue = queue
        self.stopping = stopping
        self.worker = Worker(
            queue_names=[queue],
            interval=LOOK_EVERY,
            batch=True,  # returns when the queue is empty, so that waiting costs no write lock
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{processes.name()[:50]}-{queue}",
            excluded_queue_names=[],
        )

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                close_old_connections()
                if DBTaskResult.objects.ready().filter(queue_name=self.queue).exists():
                    self.worker.run()
            except DatabaseError as error:
                log.warning("The queue %s cannot be read, trying again: %s", self.queue, error)
                connection.close()
                self.stopping.wait(2)
            self.stopping.wait(LOOK_EVERY)
        connection.close()

    def ask_to_stop(self) -> None:
        """Take no new job."""
        self.worker.running = False


def _keep_order(stopping: threading.Event) -> None:
    tidied = float("-inf")
    done: dict[str, float] = {}
    while True:
        try:
            close_old_connections()
            reaper.reap()
            reaper.remind()
            if time.monotonic() - tidied > TIDY_EVERY:
                tidied = time.monotonic()
                reaper.tidy()
            reaper.do_duties(done)
        except DatabaseError as error:
            log.warning("Jobs cannot be looked after, trying again: %s", error)
            connection.close()
        if stopping.wait(REAP_EVERY):
            return connection.close()


def run(*, until_empty: bool = False) -> int:
    """Work until a signal says stop; then give handlers some seconds, put back what is unfinished and end.

    Returns the exit code. ``until_empty`` ends when nothing waits or runs.
    """
    if not isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        log.error("The worker needs TASKS to use django_tasks_db.DatabaseBackend")
        return 2
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    lanes = [Lane(queue, stopping) for queue in QUEUES]
    order = threading.Thread(target=_keep_order, args=(stopping,), name="job-reaper", daemon=True)
    for thread in (order, *lanes):
        thread.start()
    while not stopping.wait(0.2):
        if until_empty and _nothing_left():
            stopping.set()
    return _end(lanes)


def _nothing_left() -> bool:
    from medskick.ground.jobs.models import ACTIVE, Job

    return not Job.objects.filter(state__in=ACTIVE).exists()


def _end(lanes: list[Lane]) -> int:
    for lane in lanes:
        lane.ask_to_stop()
    running.stop_all()
    deadline = time.monotonic() + GRACE
    for lane in lanes:
        lane.join(max(0.0, deadline - time.monotonic()))
    if any(lane.is_alive() for lane in lanes):
        try:
            running.release_all()
        except DatabaseError:
            log.warning("Unfinished jobs could not be put back; their leases will run out", exc_info=True)
        # A handler that does not look up is left behind: its token is void, so it can write nothing more.
        logging.shutdown()
        os._exit(0)
    return 0
