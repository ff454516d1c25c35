"""Writes: upload a file, say how it is read, start, undo, and take away a file that never became an import."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.engine.tables.errors import TableError
from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.jobs import actions as jobs
from medskick.ground.jobs.models import ACTIVE, Job
from medskick.ground.jobs.models import State as JobState
from medskick.process.contributions.imports import files, mapping, queries
from medskick.process.contributions.models import Contribution, ImportBatch
from medskick.process.contributions.models import State as Shown
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle

JOB = "contributions.import"
UNDO_JOB = "contributions.import_undo"
State = ImportBatch.State
WAITING = (State.UPLOADED, State.FAILED)
# So many rows are read at upload, so that a file which is broken near its beginning is refused at once.
LOOKED_AT = 2_000


def upload(cycle: StrategyCycle, name: str, content: BinaryIO, *, by: Viewer) -> ImportBatch:
    """Keep a file and guess its columns. Raises TableError or Refused with one sentence; then nothing is kept."""
    require("contributions.import", by)
    batch = ImportBatch(cycle=cycle, file_name=_plain(name), author_id=by.user_id, author_name=by.name)
    files.keep(batch, content)
    try:
        _open(batch)
        with transaction.atomic():
            batch.save(force_insert=True)
            audit.record(by, "contributions.import_uploaded", _ref(batch), name=batch.file_name)
    except BaseException:
        files.remove(batch)
        raise
    return batch


def choose_sheet(batch: ImportBatch, sheet: str, *, by: Viewer) -> None:
    """Read another sheet of the workbook, and guess its columns. Raises TableError; then nothing is changed."""
    require("contributions.import", by)
    _refuse_if_partly_stored(batch)
    _open(batch, sheet)
    changed = ImportBatch.objects.filter(pk=batch.pk, state__in=WAITING).update(
        columns=batch.columns, rows=batch.rows, mapping=batch.mapping, fixed=batch.fixed
    )
    if not changed:
        raise ValidationError(_("Filen läses redan in. Ångra inläsningen om fliken blev fel."))
    batch.refresh_from_db()


def set_reading(
    batch: ImportBatch, chosen: Mapping[str, str], fixed: Mapping[str, str], *, by: Viewer
) -> None:
    """Say which column is what and what holds for every row. Only before the reading has started."""
    require("contributions.import", by)
    mapping.check(chosen, fixed, batch.columns)
    _refuse_if_partly_stored(batch)
    kept = {"sheet": batch.fixed["sheet"]} if batch.fixed.get("sheet") else {}
    changed = ImportBatch.objects.filter(pk=batch.pk, state__in=WAITING).update(
        mapping={field: column for field, column in chosen.items() if column},
        fixed={name: value for name, value in fixed.items() if value} | kept,
    )
    if not changed:
        raise ValidationError(_("Filen läses redan in. Ångra inläsningen om kolumnerna blev fel."))
    batch.refresh_from_db()


def start(batch: ImportBatch, *, by: Viewer, skip_problems: bool = False, again: bool = False) -> Job:
    """Read the file in, as a job. With ``skip_problems`` rows that cannot be used are left out and listed.

    A file whose bytes have been read in before is refused unless ``again`` says that it shall be counted twice. After
    a work that ended in the middle it goes on where it stopped.
    """
    require("contributions.import", by)
    with transaction.atomic():
        if not ImportBatch.objects.filter(pk=batch.pk, state__in=WAITING).update(
            state=State.RUNNING, message="", problems=[]
        ):
            raise ValidationError(_("Filen är redan inläst eller läses in just nu."))
        mapping.check(batch.mapping, batch.fixed, batch.columns)
        if not again and queries.counted_twice(batch, by):
            raise ValidationError(
                _(
                    "Samma fil är redan inläst. Kryssa för att medskicken ska räknas en gång till, eller låt bli."
                )
            )
        skip = skip_problems or _partly_stored(batch)
        job = _begin(JOB, batch, {"batch": str(batch.pk), "skip": skip}, by)
        audit.record(by, "contributions.import_started", _ref(batch), name=batch.file_name)
    batch.refresh_from_db()
    return job


def undo(batch: ImportBatch, *, by: Viewer) -> Job:
    """Withdraw everything the file brought in. The originals stay, and the history says what happened."""
    require("contributions.import", by)
    with transaction.atomic():
        stored = ImportBatch.objects.filter(pk=batch.pk, state=State.DONE)
        if _partly_stored(batch):
            stored = ImportBatch.objects.filter(pk=batch.pk, state__in=(State.DONE, State.FAILED))
        if not stored.update(state=State.UNDOING, message=""):
            raise ValidationError(_("Bara en inläsning som har sparat något går att ångra."))
        job = _begin(UNDO_JOB, batch, {"batch": str(batch.pk)}, by)
        audit.record(by, "contributions.import_undo", _ref(batch), name=batch.file_name)
    batch.refresh_from_db()
    return job


def discard(batch: ImportBatch, *, by: Viewer) -> None:
    """Take away a file that never became an import, and its row. The log keeps its name."""
    require("contributions.import", by)
    with transaction.atomic():
        one = ImportBatch.objects.select_for_update().filter(pk=batch.pk, state__in=WAITING).first()
        if one is None or _partly_stored(one):
            raise ValidationError(_("Bara en fil som inte är inläst går att ta bort."))
        audit.record(by, "contributions.import_discarded", _ref(one), name=one.file_name)
        ImportBatch.objects.filter(pk=one.pk).delete()
        transaction.on_commit(lambda: files.remove(batch))


def settle(batch: ImportBatch) -> ImportBatch:
    """Let the batch follow a job that ended without a word: cancelled while it waited, or failed three times."""
    if batch.state not in (State.RUNNING, State.UNDOING):
        return batch
    job = Job.objects.filter(pk=batch.job_id).first() if batch.job_id else None
    if job is not None and (job.state in ACTIVE or job.state == JobState.DONE):
        return batch
    undoing = batch.state == State.UNDOING
    cancelled = job is not None and job.state == JobState.CANCELLED
    state, message = State.FAILED, job.error if job else _("Arbetet försvann. Försök en gång till.")
    if cancelled:
        message = _cancelled(batch)
    if undoing:
        state = State.DONE
    elif cancelled and not _partly_stored(batch):
        state = State.UPLOADED
    ImportBatch.objects.filter(pk=batch.pk, state=batch.state).update(state=state, message=message)
    batch.refresh_from_db()
    return batch


def _cancelled(batch: ImportBatch) -> str:
    """What a job that was cancelled without its handler's hearing of it has left behind, in words."""
    mine = Contribution.objects.filter(import_batch=batch)
    if batch.state == State.UNDOING and mine.filter(state=Shown.WITHDRAWN).exists():
        return _(
            "Ångrandet avbröts. En del av medskicken är tillbakatagna. Ångra igen för att ta tillbaka resten."
        )
    if batch.state == State.RUNNING and mine.exists():
        return _(
            "Arbetet avbröts när en del av filen redan var sparad. Fortsätt inläsningen eller ångra den."
        )
    return _("Arbetet avbröts innan det började. Inget är ändrat.")


def _begin(kind: str, batch: ImportBatch, params: dict[str, object], by: Viewer) -> Job:
    job = jobs.start(kind, params, by=by, key=str(batch.pk), title=batch.file_name)
    ImportBatch.objects.filter(pk=batch.pk).update(job_id=str(job.pk))
    return job


def _open(batch: ImportBatch, sheet: str | None = None) -> None:
    """Fill in what the file (at this sheet) holds and a first guess; the first rows are read to meet what is broken."""
    table = files.table(batch, sheet=sheet)
    wrong: list[TableError] = []
    read = sum(1 for _row in islice(table.rows(on_error=wrong.append), LOOKED_AT)) + len(wrong)
    batch.file_format, batch.columns = table.format, table.columns
    batch.rows = read if read < LOOKED_AT else (table.count_hint or 0)  # a hint is never exact
    batch.mapping, batch.fixed = mapping.guess(table.columns, regions.region())
    if table.sheet and len(table.sheets) > 1:
        batch.fixed["sheet"] = table.sheet


def _partly_stored(batch: ImportBatch) -> bool:
    return Contribution.objects.filter(import_batch=batch).exists()


def _refuse_if_partly_stored(batch: ImportBatch) -> None:
    if _partly_stored(batch):
        raise ValidationError(_("En del av filen är redan sparad. Fortsätt inläsningen eller ångra den."))


def _ref(batch: ImportBatch) -> Ref:
    return Ref("import", str(batch.pk))


def _plain(name: str) -> str:
    """The last part of the sender's file name, without control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[:200] or "fil"
