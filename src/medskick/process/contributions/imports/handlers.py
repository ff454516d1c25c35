"""The work behind an import: first the whole file is checked, then it is stored in small steps.

A killed worker goes on where it stopped. All contributions of a row are stored in one transaction and the first of them
carries its number (unique per batch), so a row is there whole or not at all, and never twice. They are one sending:
the same persons gave all the answers of a row.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medskick.engine.tables.errors import TableError
from medskick.engine.tables.table import Row
from medskick.ground.core import audit
from medskick.ground.core.chain import Ref
from medskick.ground.jobs.context import Context
from medskick.ground.jobs.registry import JobError, job
from medskick.process.contributions.actions import prepare, store
from medskick.process.contributions.imports import files, steps
from medskick.process.contributions.imports.actions import JOB, UNDO_JOB
from medskick.process.contributions.imports.checking import Check
from medskick.process.contributions.imports.reading import Reading, RowProblem
from medskick.process.contributions.imports.repeats import Repeats, skips
from medskick.process.contributions.imports.withdrawing import withdraw
from medskick.process.contributions.models import Contribution, ImportBatch
from medskick.process.cycle import region as regions

State = ImportBatch.State
DRAWS = 3


@job(JOB, label=gettext_lazy("Inläsning av fil"), rule="contributions.import")
def read_in(ctx: Context) -> dict[str, Any]:
    """Check every row, then store them."""
    batch = ImportBatch.objects.select_related("cycle").get(pk=ctx.params["batch"])
    begun = _batches(batch).filter(state__in=(State.RUNNING, State.FAILED))
    if not begun.update(state=State.RUNNING, message=""):
        raise JobError(_("Inläsningen är avslutad. Ladda upp filen på nytt om den ska läsas in igen."))
    reading = Reading(batch.mapping, batch.fixed, regions.region())
    try:
        usable = 0 if ctx.cancelled() else _check(ctx, batch, reading)
        stored = None if ctx.cancelled() else _store(ctx, batch, reading, usable)
    except (TableError, files.Refused, JobError) as error:
        _fail(batch, str(error))
        raise JobError(str(error)) from error
    if stored is None:
        _stopped(ctx, batch)
        return {}
    with transaction.atomic():
        _batches(batch).update(state=State.DONE, stored=stored, message="")
        skipped = ImportBatch.objects.get(pk=batch.pk).rows - usable
        _log(ctx, batch, "contributions.import_done", count=stored, skipped=skipped)
    return {"address": _address(batch), "stored": stored}


@job(UNDO_JOB, label=gettext_lazy("Ångra inläsning"), rule="contributions.import")
def take_back(ctx: Context) -> dict[str, Any]:
    """Withdraw what the import stored."""
    batch = ImportBatch.objects.get(pk=ctx.params["batch"])
    begun = _batches(batch).filter(state__in=(State.UNDOING, State.DONE))
    if not begun.update(state=State.UNDOING, message=""):
        raise JobError(_("Det finns inget att ångra här. Det kan redan vara gjort."))
    if not _withdraw(ctx, batch):
        if ctx.stop_reason == "cancel":
            message = _(
                "Ångrandet avbröts. En del av medskicken är tillbakatagna. Ångra igen för att ta tillbaka resten."
            )
            _batches(batch).update(state=State.DONE, message=message)
        return {}
    with transaction.atomic():
        _batches(batch).update(state=State.UNDONE, message="")
        count = Contribution.objects.filter(import_batch=batch).count()
        _log(ctx, batch, "contributions.import_undone", count=count)
    return {"address": _address(batch), "withdrawn": count}


def _check(ctx: Context, batch: ImportBatch, reading: Reading) -> int:
    """Count the rows that can be used; fail with a list when some cannot and nobody said to skip them."""
    found = Check(ctx, batch, reading)
    found.run()
    if ctx.cancelled():
        return found.usable
    every = found.usable + found.wrong + found.repeated
    _batches(batch).update(problems=found.first, rows=every)
    if found.wrong and not ctx.params.get("skip"):
        raise JobError(
            _(
                "%(wrong)s av %(all)s rader går inte att använda. Inget är sparat. Rätta filen, eller hoppa över dem."
            )
            % {"wrong": found.wrong, "all": every}
        )
    if not found.usable:
        raise JobError(_("Ingen rad i filen går att använda. Kontrollera vilken kolumn som är texten."))
    return found.usable


def _store(ctx: Context, batch: ImportBatch, reading: Reading, usable: int) -> int | None:
    """Store the rows that are not stored yet; the number of contributions, or None when the work was stopped."""
    mine = Contribution.objects.filter(import_batch=batch)
    there = {row for row in mine.values_list("import_row", flat=True) if row is not None}
    done = len(there)
    for step in steps.by_size(_answers(batch, reading, there)):
        if ctx.cancelled():
            return None
        _keep(batch, step)
        done += len(step)
        ctx.progress(_("Sparar medskicken"), done, usable)
    return mine.count()


def _keep(batch: ImportBatch, step: list[steps.Numbered]) -> None:
    """Store one step, whole. Public numbers are drawn at random: where somebody has one already, all are drawn anew."""
    extra: list[dict[str, object]] = [
        {
            "import_batch": batch,
            "import_row": row if index == 0 else None,
            "sending": uuid.uuid5(batch.pk, str(row)),
        }
        for row, answers in step
        for index in range(len(answers))
    ]
    prepared = prepare(batch.cycle, [answer for _row, answers in step for answer in answers], extra=extra)
    for attempt in range(1, DRAWS + 1):
        try:
            with steps.Pace(), transaction.atomic():
                store(batch.cycle, prepared)
            return
        except IntegrityError:
            if attempt == DRAWS:
                raise


def _answers(batch: ImportBatch, reading: Reading, there: set[int]) -> Iterator[steps.Numbered]:
    repeats, skipping = Repeats(batch.mapping), skips(batch.mapping, batch.fixed)
    for row in _rows(batch):
        if row.number in there and not skipping:
            continue
        try:
            answers = reading.answers(row)
        except RowProblem:
            continue
        if skipping and repeats.of(row.number, answers):
            continue
        if row.number not in there:
            yield row.number, answers


def _rows(batch: ImportBatch) -> Iterator[Row]:
    return files.table(batch).rows(on_error=lambda _error: None)


def _withdraw(ctx: Context, batch: ImportBatch) -> bool:
    """Withdraw everything; False when somebody stopped it in between."""
    mine = Contribution.objects.filter(import_batch=batch)
    total, already = mine.count(), mine.filter(state="withdrawn").count()
    ctx.progress(_("Tar tillbaka medskicken"), already, total)
    for done in withdraw(batch, by=ctx.viewer):
        ctx.progress(_("Tar tillbaka medskicken"), already + done, total)
        if ctx.cancelled():
            return False
    return True


def _stopped(ctx: Context, batch: ImportBatch) -> None:
    """A person cancelled: what got in is withdrawn. A worker that goes down leaves it for the next one."""
    if ctx.stop_reason != "cancel":
        return
    count = 0
    for count in withdraw(batch, by=ctx.viewer):
        ctx.progress(_("Tar tillbaka det som hann sparas"), count)
    message = _("Inget hann sparas.") if not count else _("Det som hann sparas är tillbakataget.")
    with transaction.atomic():
        _batches(batch).update(state=State.CANCELLED, stored=count, message=message)
        _log(ctx, batch, "contributions.import_cancelled", count=count)


def _fail(batch: ImportBatch, message: str) -> None:
    _batches(batch).update(state=State.FAILED, message=message)


def _batches(batch: ImportBatch) -> Any:
    return ImportBatch.objects.filter(pk=batch.pk)


def _log(ctx: Context, batch: ImportBatch, action: str, **counts: int) -> None:
    audit.record(ctx.viewer, action, Ref("import", str(batch.pk)), name=batch.file_name, **counts)


def _address(batch: ImportBatch) -> str:
    return f"/arbetsyta/medskick/inlasning/{batch.pk}/"
