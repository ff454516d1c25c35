"""The work behind an import: first the whole file is checked, then it is stored in small steps.

A killed worker goes on where it stopped: a row that is already stored is skipped (unique batch and row). Steps are
small so that visitors who send something meanwhile never wait long for the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medskick.engine.tables.errors import TableError
from medskick.engine.tables.table import Row
from medskick.ground.jobs.context import Context
from medskick.ground.jobs.registry import JobError, job
from medskick.process.contributions.actions import store, withdraw_import
from medskick.process.contributions.actions.receive import Answer
from medskick.process.contributions.imports import files
from medskick.process.contributions.imports.actions import JOB, UNDO_JOB
from medskick.process.contributions.imports.mapping import Reading, RowProblem
from medskick.process.contributions.models import Contribution, ImportBatch
from medskick.process.cycle import region as regions

STEP = 200
MOST_PROBLEMS = 200


@job(JOB, label=gettext_lazy("Inläsning av fil"))
def read_in(ctx: Context) -> dict[str, Any]:
    """Check every row, then store them."""
    batch = ImportBatch.objects.select_related("cycle").get(pk=ctx.params["batch"])
    reading = Reading(batch.mapping, batch.fixed, regions.region())
    try:
        usable = _check(ctx, batch, reading)
        stored = _store(ctx, batch, reading, usable)
    except (TableError, JobError) as error:
        _fail(batch, str(error))
        raise JobError(str(error)) from error
    if stored is None:
        _stopped(ctx, batch)
        return {}
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.DONE, stored=stored, rows=usable)
    return {"address": f"/arbetsyta/medskick/inlasning/{batch.pk}/", "stored": stored}


@job(UNDO_JOB, label=gettext_lazy("Ångra inläsning"))
def take_back(ctx: Context) -> dict[str, Any]:
    """Withdraw what the import stored."""
    batch = ImportBatch.objects.get(pk=ctx.params["batch"])
    ctx.progress(_("Drar tillbaka rösterna"), 0, batch.stored)
    withdrawn = withdraw_import(batch, by=ctx.viewer)
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.UNDONE)
    return {"address": f"/arbetsyta/medskick/inlasning/{batch.pk}/", "withdrawn": withdrawn}


def _check(ctx: Context, batch: ImportBatch, reading: Reading) -> int:
    """Count the rows that can be used; fail with a list when some cannot and nobody said to skip them."""
    problems: list[dict[str, Any]] = []
    usable = wrong = 0

    def note(row: int | None, column: str, text: str) -> None:
        nonlocal wrong
        wrong += 1
        if len(problems) < MOST_PROBLEMS:
            problems.append({"row": row, "column": column, "text": text})

    rows = files.table(batch).rows(on_error=lambda error: note(error.row, error.column or "", error.message))
    for number, row in enumerate(rows, 1):
        try:
            reading.answer(row)
            usable += 1
        except RowProblem as problem:
            note(row.number, problem.column, problem.text)
        if number % 500 == 0:
            ctx.progress(_("Kontrollerar raderna"), number, batch.rows or 0)
            if ctx.cancelled():
                return usable
    ImportBatch.objects.filter(pk=batch.pk).update(problems=problems, rows=usable + wrong)
    if wrong and not ctx.params.get("skip"):
        raise JobError(
            _(
                "%(wrong)s av %(all)s rader går inte att använda. Inget är sparat. Rätta filen, eller hoppa över dem."
            )
            % {"wrong": wrong, "all": usable + wrong}
        )
    if not usable:
        raise JobError(_("Ingen rad i filen går att använda. Kontrollera vilken kolumn som är texten."))
    return usable


def _store(ctx: Context, batch: ImportBatch, reading: Reading, usable: int) -> int | None:
    """Store what is not stored yet; None when the work was stopped."""
    there = set(Contribution.objects.filter(import_batch=batch).values_list("import_row", flat=True))
    done = len(there)
    pairs = _answers(batch, reading, there)
    while step := list(islice(pairs, STEP)):
        if ctx.cancelled():
            return None
        with transaction.atomic():
            store(
                batch.cycle,
                [answer for _number, answer in step],
                extra=[{"import_batch": batch, "import_row": number} for number, _answer in step],
            )
        done += len(step)
        ctx.progress(_("Sparar rösterna"), done, usable)
    return done


def _answers(batch: ImportBatch, reading: Reading, there: set[int]) -> Iterator[tuple[int, Answer]]:
    for row in _rows(batch):
        if row.number in there:
            continue
        try:
            yield row.number, reading.answer(row)
        except RowProblem:
            continue


def _rows(batch: ImportBatch) -> Iterator[Row]:
    return files.table(batch).rows(on_error=lambda _error: None)


def _stopped(ctx: Context, batch: ImportBatch) -> None:
    """A person cancelled: what got in is withdrawn. A worker that goes down leaves it for the next one."""
    if ctx.stop_reason == "cancel":
        withdraw_import(batch, by=ctx.viewer)
        ImportBatch.objects.filter(pk=batch.pk).update(
            state=ImportBatch.State.CANCELLED, message=_("Avbruten. Det som hann sparas är tillbakadraget.")
        )


def _fail(batch: ImportBatch, message: str) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.FAILED, message=message)
