"""Work of the sample that the worker does: drawing by itself, and repeating analyses. The engine is loaded in here."""

from __future__ import annotations

import shutil
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medskick.ground.core.access import SYSTEM
from medskick.ground.core.files import room_folder
from medskick.ground.jobs.context import Context
from medskick.ground.jobs.registry import JobError, Stopped, duty, job
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights.actions import snapshot
from medskick.process.insights.coding.actions.draw import draw_due
from medskick.process.insights.coding.actions.stability import KIND, start_round
from medskick.process.insights.models import Run, StabilityCheck
from medskick.process.insights.run_files import FilesGoneError, as_made, made_before


@duty("insights.sample")
def draw_by_itself() -> None:
    """Each week, or when there is a new edition, if the plan says so."""
    cycle = current_cycle(SYSTEM)
    if cycle is not None:
        draw_due(cycle)


@job(KIND, label=gettext_lazy("Upprepad analys"), rule="insights.run", heavy=True)
def repeat_analysis(ctx: Context) -> dict[str, Any]:
    """One repetition of a run, compared with it. Starts the next when it is done."""
    ways = ("run__cycle", "run__codebook__codebook", "run__goes_on_from__run", "run__goes_on_from_run")
    check = StabilityCheck.objects.select_related(*ways).filter(pk=ctx.params["check"]).first()
    if check is None:
        raise JobError(_("Kontrollen finns inte längre. Starta en ny."))
    number = int(ctx.params["round"])
    if len(check.rounds) < number:
        try:
            told = _round(ctx, check, number)
        except JobError as error:
            StabilityCheck.objects.filter(pk=check.pk).update(message=str(error), finished_at=timezone.now())
            raise
        _keep(ctx, check, number, told)
    return {"address": reverse("insights_staff:agreement")}


def _round(ctx: Context, check: StabilityCheck, number: int) -> dict[str, Any]:
    from medskick.engine.analysis.contract import (
        AnalysisError,
        BusyError,
        Cancelled,
        Contribution,
        Options,
        Progress,
    )
    from medskick.engine.analysis.stability import compare, repeat

    source = room_folder(*check.run.folder_parts)
    try:
        options = as_made(check.run, Options())
        if not made_before(check.run, source, "snapshot.jsonl"):
            raise FilesGoneError
    except FilesGoneError:
        gone = _("Analysens underlag finns inte kvar på den här datorn. Gör en ny analys först.")
        raise JobError(gone) from None
    rows = snapshot.read(source / "snapshot.jsonl")

    def progress(state: Progress) -> None:
        ctx.check()
        ctx.progress(state.stage, round(state.share * 1000), 1000, seconds_left=state.seconds_left)

    folder = ctx.folder() / "result"
    try:
        found = repeat(
            [Contribution(**snapshot.for_engine(row)) for row in rows],
            folder,
            options,
            number=number,
            parts=check.kind == StabilityCheck.Kind.PARTS,
            progress=progress,
            cancelled=ctx.cancelled,
        )
    except Cancelled as error:
        raise Stopped("cancel") from error
    except BusyError:
        raise  # the try before is still ending; the next one finds the folder free
    except AnalysisError as error:
        raise JobError(str(error)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return compare(_of_run(check.run), found)


def _of_run(run: Run) -> dict[tuple[str, str, int, int], str]:
    """The run's own themes by place, without what says nothing."""
    from medskick.engine.analysis.stability import theme_or_alone

    kinds = dict(run.themes.values_list("key", "kind"))
    rows = run.statements.exclude(strength_class="no_content").values_list(
        "contribution__number", "field", "start", "end", "theme_key"
    )
    return {
        (str(number), field, start, end): theme_or_alone(key, kinds)
        for number, field, start, end, key in rows.iterator(chunk_size=5_000)
    }


def _keep(ctx: Context, check: StabilityCheck, number: int, told: dict[str, Any]) -> None:
    """Write what the repetition says; after the last one, what they say together."""
    from medskick.engine.analysis.stability import summary

    with transaction.atomic():
        now = StabilityCheck.objects.select_for_update().select_related("run__cycle").get(pk=check.pk)
        if len(now.rounds) >= number:
            return
        now.rounds = [*now.rounds, told]
        if number >= now.times:
            now.figures, now.finished_at = summary(now.rounds), timezone.now()
        now.save(update_fields=["rounds", "figures", "finished_at"])
        if number < now.times:
            start_round(now, number + 1, ctx.viewer)
