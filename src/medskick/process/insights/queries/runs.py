"""Reads of runs for staff."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from medskick.ground.core.access import Viewer, require
from medskick.ground.jobs import queries as jobs
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import BookChange, Run
from medskick.process.insights.queries import editions


def runs(cycle: StrategyCycle, viewer: Viewer) -> list[Run]:
    """The cycle's latest thirty runs, newest first."""
    require("insights.read", viewer)
    return list(Run.objects.filter(cycle=cycle).select_related("codebook__codebook")[:30])


def run(number: int, viewer: Viewer) -> Run | None:
    """A run by its number."""
    require("insights.read", viewer)
    beside = ("cycle", "codebook__codebook", "goes_on_from", "goes_on_from_run")
    return Run.objects.filter(number=number).select_related(*beside).first()


def ready_run(cycle: StrategyCycle, viewer: Viewer) -> Run | None:
    """The run that waits for a person to say whether the book shall follow it."""
    require("insights.read", viewer)
    return Run.objects.filter(cycle=cycle, state=Run.State.READY).first()


def decided_since(run: Run) -> int:
    """How many decisions about the book have come since a run that waits was counted. One query."""
    if run.state != Run.State.READY:
        return 0
    return BookChange.objects.filter(cycle=run.cycle_id, pk__gt=run.options.get("counted_at", 0)).count()


def as_shown(run: Run, viewer: Viewer) -> str:
    """What the page of a run that waits tells, for its form to carry along: another as soon as it was counted again
    with another result, or a new edition tells what the old one did. One query."""
    edition = editions.newest(run.cycle, viewer)
    told = json.dumps([run.number, run.changes, edition.number if edition else 0], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def progress(run: Run) -> dict[str, Any]:
    """How far an open run has come, for the progress part: what, share, detail."""
    job = jobs.latest("insights.run", run.cycle.key)
    if job is None or str(job.pk) != run.job_id:
        return {"what": str(run.get_state_display()), "share": None, "detail": "", "job": None}
    state = jobs.state(job)
    return {"what": state["what"], "share": state.get("share"), "detail": state["detail"], "job": job}
