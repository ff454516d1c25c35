"""Reads of runs for staff."""

from __future__ import annotations

from typing import Any

from medskick.ground.core.access import Viewer, require
from medskick.ground.jobs import queries as jobs
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import Run


def runs(cycle: StrategyCycle, viewer: Viewer) -> list[Run]:
    """The cycle's latest thirty runs, newest first."""
    require("insights.read", viewer)
    return list(Run.objects.filter(cycle=cycle).select_related("codebook__codebook")[:30])


def run(number: int, viewer: Viewer) -> Run | None:
    """A run by its number."""
    require("insights.read", viewer)
    beside = ("cycle", "codebook__codebook", "goes_on_from", "goes_on_from_run")
    return Run.objects.filter(number=number).select_related(*beside).first()


def progress(run: Run) -> dict[str, Any]:
    """How far an open run has come, for the progress part: what, share, detail."""
    job = jobs.latest("insights.run", run.cycle.key)
    if job is None or str(job.pk) != run.job_id:
        return {"what": str(run.get_state_display()), "share": None, "detail": "", "job": None}
    state = jobs.state(job)
    return {"what": state["what"], "share": state.get("share"), "detail": state["detail"], "job": job}
