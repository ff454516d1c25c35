"""Work of this room: keeping the search index in step."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

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


@duty("pages.search")
def keep_in_step() -> None:
    """A look through everything, some times a day: nothing stays out of step for long, whatever happened."""
    jobs.start(actions.SWEEP, by=SYSTEM, key="search")
