"""Work of this room: keeping the search index in step, and the times that editors set."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from medskick.doors.pages import kept_files
from medskick.doors.pages.publishing import schedule
from medskick.doors.pages.search import actions
from medskick.ground.core.access import SYSTEM
from medskick.ground.jobs import actions as jobs
from medskick.ground.jobs.registry import duty, job


@job(actions.JOB, label=_("Sökningen läser det som är nytt"), rule="pages.index")
def index(ctx: Any) -> None:
    """Index what has changed."""
    for done in actions.catch_up():
        ctx.progress("Läser det som är nytt", done, done)
        ctx.check()


@job(actions.SWEEP, label=_("Sökningen läser om allt"), rule="pages.index")
def sweep(ctx: Any) -> None:
    """Look through everything and put right what is out of step."""
    for done in actions.sweep():
        ctx.progress("Läser om allt", done, done)
        ctx.check()


@job("pages.schedule", label=_("Sidor publiceras och tas ned på utsatt tid"), rule="pages.index")
def schedule_job(ctx: Any) -> None:
    """Publish and take down what is due."""
    for done in schedule.keep_times():
        ctx.progress("Publicerar och tar ned", done, done)
        ctx.check()


@duty("pages.schedule", every=60)
def keep_times() -> None:
    """Once a minute: what editors have set a time for."""
    if schedule.anything_due():
        jobs.start("pages.schedule", by=SYSTEM, key="schedule")


@duty("pages.kept_files", every=3_600)
def forget_files() -> None:
    """Once an hour: pictures that were chosen and never described."""
    kept_files.drop_old()


@duty("pages.search")
def keep_in_step() -> None:
    """A look through everything, some times a day: nothing stays out of step for long, whatever happened."""
    jobs.start(actions.SWEEP, by=SYSTEM, key="search")
