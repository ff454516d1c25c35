"""Writes: upload a file, say how it is read, start and undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.engine.tables.errors import TableError
from medskick.engine.tables.guess import columns_for
from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.jobs import actions as jobs
from medskick.ground.jobs.models import Job
from medskick.process.contributions.imports import files
from medskick.process.contributions.imports.mapping import FIELDS
from medskick.process.contributions.models import ImportBatch
from medskick.process.cycle.models import StrategyCycle

JOB = "contributions.import"
UNDO_JOB = "contributions.import_undo"


def upload(cycle: StrategyCycle, name: str, content: BinaryIO, *, by: Viewer) -> ImportBatch:
    """Keep a file and guess its columns. Raises TableError with one sentence; then nothing is kept."""
    require("contributions.import", by)
    batch = ImportBatch(cycle=cycle, file_name=_plain(name), author_id=by.user_id, author_name=by.name)
    files.keep(batch, content)
    try:
        table = files.table(batch)
    except TableError:
        files.remove(batch)
        raise
    batch.file_format, batch.columns, batch.rows = table.format, table.columns, table.count_hint or 0
    guess = columns_for(table.columns)
    batch.mapping = {field: column for field, column in guess.items() if field in FIELDS}
    if len(table.columns) == 1:
        batch.mapping = {"text": table.columns[0]}
    with transaction.atomic():
        batch.save(force_insert=True)
        audit.record(by, "contributions.import_uploaded", _ref(batch), name=batch.file_name)
    return batch


def set_reading(
    batch: ImportBatch, mapping: Mapping[str, str], fixed: Mapping[str, str], *, by: Viewer
) -> None:
    """Say which column is what and what holds for every row. Only before the reading has started."""
    require("contributions.import", by)
    if not (mapping.get("text") or mapping.get("title")):
        raise ValidationError(_("Välj vilken kolumn som är texten."))
    used = [column for column in mapping.values() if column]
    double = next((column for column in used if used.count(column) > 1), None)
    if double:
        raise ValidationError(
            _("Kolumnen ”%(column)s” är vald två gånger. Välj en sak.") % {"column": double}
        )
    if unknown := next((column for column in used if column not in batch.columns), None):
        raise ValidationError(_("Filen har ingen kolumn som heter ”%(column)s”.") % {"column": unknown[:80]})
    waiting = ImportBatch.objects.filter(
        pk=batch.pk, state__in=(ImportBatch.State.UPLOADED, ImportBatch.State.FAILED)
    )
    if not waiting.update(
        mapping={f: c for f, c in mapping.items() if c}, fixed={k: v for k, v in fixed.items() if v}
    ):
        raise ValidationError(_("Filen läses redan in. Ångra inläsningen om kolumnerna blev fel."))
    batch.refresh_from_db()


def start(batch: ImportBatch, *, by: Viewer, skip_problems: bool = False) -> Job:
    """Read the file in, as a job. With ``skip_problems`` rows that cannot be used are left out and listed."""
    require("contributions.import", by)
    with transaction.atomic():
        waiting = ImportBatch.objects.filter(
            pk=batch.pk, state__in=(ImportBatch.State.UPLOADED, ImportBatch.State.FAILED)
        )
        if not waiting.update(state=ImportBatch.State.RUNNING, message="", problems=[]):
            raise ValidationError(_("Filen är redan inläst eller läses in just nu."))
        job = jobs.start(
            JOB,
            {"batch": str(batch.pk), "skip": skip_problems},
            by=by,
            key=str(batch.pk),
            title=batch.file_name,
        )
        ImportBatch.objects.filter(pk=batch.pk).update(job_id=str(job.pk))
        audit.record(by, "contributions.import_started", _ref(batch), name=batch.file_name)
    batch.refresh_from_db()
    return job


def undo(batch: ImportBatch, *, by: Viewer) -> Job:
    """Withdraw everything the file brought in. The originals stay, and the history says what happened."""
    require("contributions.import", by)
    with transaction.atomic():
        done = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.DONE)
        if not done.update(state=ImportBatch.State.UNDOING):
            raise ValidationError(_("Bara en färdig inläsning går att ångra."))
        job = jobs.start(UNDO_JOB, {"batch": str(batch.pk)}, by=by, key=str(batch.pk), title=batch.file_name)
        ImportBatch.objects.filter(pk=batch.pk).update(job_id=str(job.pk))
        audit.record(by, "contributions.import_undo", _ref(batch), name=batch.file_name)
    batch.refresh_from_db()
    return job


def _ref(batch: ImportBatch) -> Ref:
    return Ref("import", str(batch.pk))


def _plain(name: str) -> str:
    """The last part of the sender's file name, without control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[:200] or "fil"
