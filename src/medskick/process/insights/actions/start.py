"""Start and stop runs."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medskick.ground.core import audit, told
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.jobs import actions as jobs
from medskick.ground.jobs import queries as job_queries
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import BookChange, Codebook, Run
from medskick.process.insights.queries import grounds
from medskick.process.insights.queries.language_model import model_in_use
from medskick.process.insights.run_files import files_gone, result_folder

KIND = "insights.run"
_DECIDED_MEANWHILE = gettext_lazy(
    "Ni har tagit beslut om temana medan du läste. Inget är startat. Läs siffrorna igen."
)
MOST_THEMES = 60

_CHANGED_MEANWHILE = gettext_lazy(
    "En ny analys blev klar medan du läste. Läs vad som gäller nu och starta igen."
)


def start_run(
    cycle: StrategyCycle,
    *,
    by: Viewer,
    themes: int | None = None,
    seed: int = 0,
    codebook: Codebook | None = None,
    afresh: bool = False,
    from_edition: bool = False,
    shown: int | None = None,
    decided: int | None = None,
    asks: bool = False,
) -> Run:
    """Ask for a run over the cycle's visible contributions. While one is open, that one is returned.

    It goes on from what the book follows now (``queries.grounds``): what was published, placed under a codebook or
    decided stays where it is. Where there is nothing to go on from, with ``afresh``, or when about so many ``themes``
    are asked for, it looks for themes from the beginning and is matched to the book.

    from_edition: go on from the newest edition; what only the computer has placed since then goes back. codebook:
    place under its newest version instead of looking for themes. shown: number of the run that the form said it would
    go on from, 0 for none. decided: key of the newest decision about the book that the form's counts knew (for the way
    back). Raises ValidationError when that is another one now, and where files that going on needs
    are gone: nobody begins from the beginning unasked. asks: the book is left as it is until somebody has seen what
    would change and says so (``use_run``); a run that waits for that already is left unused.
    """
    require("insights.run", by)
    _check(themes, seed)
    version = codebook.current if codebook else None
    if version is not None and not version.entries:
        raise ValidationError(_("Kodboken ”%(name)s” är tom. Lägg till minst ett tema.") % {"name": codebook})
    settle(cycle)
    ground = grounds.ground(cycle, by)
    if running := _open(cycle):
        return running
    anew = bool(afresh or themes or version)
    if shown is not None and not anew and shown != (ground.run.number if ground else 0):
        raise ValidationError(_CHANGED_MEANWHILE)
    if from_edition:
        ground = grounds.edition_to_return_to(cycle, ground, by)
        if ground is None:
            raise ValidationError(_CHANGED_MEANWHILE)
        if decided is not None and decided != newest_decision(cycle):
            raise ValidationError(_DECIDED_MEANWHILE)
    # Themes are looked for from the beginning, but statements stay cut as they were and no id means something else.
    asked_for = themes and not version and not afresh
    beside = ground.run if ground and asked_for and result_folder(ground.run) else None
    if anew:
        ground = None
    if ground is not None and result_folder(ground.run) is None:
        raise ValidationError(files_gone(ground.run))
    try:
        with transaction.atomic():
            number = (Run.objects.aggregate(last=Max("number"))["last"] or 0) + 1
            _leave_waiting(cycle, number, by)
            run = Run.objects.create(
                number=number,
                cycle=cycle,
                options={
                    "themes": None if version else themes,
                    "seed": seed,
                    "language_model": model_in_use(),
                    "asks": asks,
                    **({"back": True} if from_edition else {}),
                    **({"beside": beside.number} if beside else {}),
                },
                codebook=version,
                goes_on_from=ground.edition if ground else None,
                goes_on_from_run=ground.run if ground and not ground.edition else None,
                started_by=by.name,
                started_by_id=by.user_id,
            )
            run.job_id = ask_a_worker(run, by)
            run.save(update_fields=["job_id"])
            audit.record(by, "insights.run_started", Ref("run", str(number)), cycle=cycle.name)
    except IntegrityError:
        # Somebody else pressed at the same moment.
        if running := _open(cycle):
            return running
        raise
    return run


def newest_decision(cycle: StrategyCycle) -> int:
    """Key of the newest decision about the cycle's book, 0 for none."""
    return BookChange.objects.filter(cycle=cycle).aggregate(newest=Max("pk"))["newest"] or 0


def ask_a_worker(run: Run, by: Viewer) -> str:
    """Start the job of a run; answers its key. Raises ValidationError while the job before it has not ended: it would
    end without having done this one, which would then wait for ever."""
    if job_queries.active(KIND, run.cycle.key) is not None:
        raise ValidationError(_("Datorn avslutar just arbetet före. Vänta en liten stund och försök igen."))
    title = _("Analys %(number)s") % {"number": run.number}
    return str(jobs.start(KIND, {"run": run.number}, by=by, key=run.cycle.key, title=title).pk)


def _leave_waiting(cycle: StrategyCycle, number: int, by: Viewer) -> None:
    """A run that waits for a person is not used when analysis ``number`` starts."""
    kept = told.keep("insights.run.left_for", number=number)
    for run in Run.objects.select_for_update().filter(cycle=cycle, state=Run.State.READY):
        run.state, run.kept = Run.State.CANCELLED, kept
        run.message = told.in_source_language(kept)
        run.save(update_fields=["state", "message", "kept"])
        audit.record(by, "insights.run_left", Ref("run", str(run.number)))


def cancel_run(run: Run, *, by: Viewer) -> None:
    """Ask the run to stop, whoever started it. What was there before it stays. Raises ValidationError when it has
    ended."""
    require("insights.run", by)
    with transaction.atomic():
        job = job_queries.active(KIND, run.cycle.key)
        stopped = job is not None and str(job.pk) == run.job_id and jobs.stop(job, by=by)
        if stopped:
            audit.record(by, "insights.run_cancelled", Ref("run", str(run.number)))
    settle(run.cycle)
    if not stopped:
        raise ValidationError(_("Analysen är redan klar eller har redan stoppats. Inget mer att stoppa."))


def settle(cycle: StrategyCycle) -> None:
    """Close runs whose job has ended without a result (cancelled while waiting, or given up), or is not there."""
    for run in Run.objects.filter(cycle=cycle, state__in=[Run.State.WAITING, Run.State.RUNNING]).exclude(
        job_id=""
    ):
        job = job_queries.named(KIND, run.job_id)
        if job is not None and job.is_active:
            continue
        if job is None or job.state == "done":
            state, kept = Run.State.FAILED, told.keep("insights.run.gone")
            message = told.in_source_language(kept)
        else:
            state = Run.State.CANCELLED if job.state == "cancelled" else Run.State.FAILED
            message, kept = job.error, job.kept
        # What its job has written meanwhile stands: a run is done before its job is.
        still = Run.objects.filter(
            pk=run.pk, job_id=run.job_id, state__in=[Run.State.WAITING, Run.State.RUNNING]
        )
        still.update(state=state, message=message, kept=kept, finished_at=timezone.now())


def _open(cycle: StrategyCycle) -> Run | None:
    return Run.objects.filter(cycle=cycle, state__in=[Run.State.WAITING, Run.State.RUNNING]).first()


def _check(themes: int | None, seed: int) -> None:
    if themes is not None and not 2 <= themes <= MOST_THEMES:
        raise ValidationError(
            _("Antalet teman ska vara mellan 2 och %(most)s. Lämna tomt så väljer datorn.")
            % {"most": MOST_THEMES}
        )
    if not 0 <= seed < 2**31:
        raise ValidationError(_("Slumptalet ska vara ett heltal från 0 till 2 147 483 647."))
