"""Ask for the same texts to be analysed again, to see what stays together."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.jobs import actions as jobs
from medskick.ground.jobs import queries as job_queries
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import Run, StabilityCheck
from medskick.process.insights.queries import grounds

KIND = "insights.stability"
TIMES = 3
MOST_TIMES = 10


def check_stability(
    cycle: StrategyCycle, *, by: Viewer, kind: str = StabilityCheck.Kind.SEEDS, times: int = TIMES
) -> StabilityCheck:
    """Ask for ``times`` repetitions of the run that the book follows. While one is going on, that one is answered."""
    require("insights.run", by)
    if kind not in StabilityCheck.Kind.values or not 1 <= times <= MOST_TIMES:
        raise ValidationError(_("Välj hur analysen ska upprepas."))
    with transaction.atomic():
        newest = grounds.made_of(cycle)
        if newest is None:
            raise ValidationError(_("Gör en analys först."))
        run = Run.objects.select_for_update().get(pk=newest.pk)
        open_one = going_on(cycle)
        if open_one is not None:
            return open_one
        check = StabilityCheck.objects.create(
            run=run, kind=kind, times=times, by_id=by.user_id, by_name=by.name
        )
        start_round(check, 1, by)
        audit.record(by, "insights.stability_started", Ref("run", str(run.number)), times=times)
    return check


def going_on(cycle: StrategyCycle) -> StabilityCheck | None:
    """The check that waits or goes on."""
    newest = StabilityCheck.objects.filter(run__cycle=cycle).first()
    if newest is None or newest.finished_at:
        return None
    job = job_queries.active(KIND, round_key(newest, len(newest.rounds) + 1))
    return newest if job is not None else None


def start_round(check: StabilityCheck, number: int, by: Viewer) -> None:
    """One repetition is one job, so that a run that somebody waits for comes in between."""
    job = jobs.start(
        KIND,
        {"check": check.pk, "round": number},
        by=by,
        key=round_key(check, number),
        title=_("Stabilitet %(number)s av %(times)s, analys %(run)s")
        % {"number": number, "times": check.times, "run": check.run.number},
    )
    check.job_id = str(job.pk)
    check.save(update_fields=["job_id"])


def round_key(check: StabilityCheck, number: int) -> str:
    """What a repetition's job is known by."""
    return f"{check.pk}-{number}"
