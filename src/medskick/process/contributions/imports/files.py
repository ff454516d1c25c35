"""The uploaded file: kept under the batch's own id, opened with the limits of a web form. Beside it, its problems."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from medskick.engine.tables.errors import TableError
from medskick.engine.tables.limits import UPLOAD_LIMITS
from medskick.engine.tables.read import open_table
from medskick.engine.tables.sniff import decide_format
from medskick.engine.tables.table import Table
from medskick.engine.tables.write import write_csv
from medskick.ground.core.files import room_folder
from medskick.process.contributions.models import ImportBatch

CHUNK = 1 << 20
# Parquet is for researchers at the command line; its library unpacks before anybody can count (docs: tables).
FORMATS = frozenset({"csv", "xlsx", "jsonl", "docx"})


class Refused(Exception):
    """A file that we do not take, for a reason that has nothing to do with a table. The text is for the sender."""


def path_of(batch: ImportBatch) -> Path:
    """Where the batch's file lies. The sender's file name is never part of a path."""
    return room_folder("contributions", "imports", str(batch.pk)) / "file"


def problems_path(batch: ImportBatch) -> Path:
    """Where the list of rows that could not be used lies, once the file has been checked."""
    return path_of(batch).with_name("problems.csv")


def keep(batch: ImportBatch, upload: BinaryIO) -> None:
    """Write the upload to its place, durably, and fill in size and hash.

    Raises TableError when it is too large and Refused when the disk does not take it; then nothing is kept.
    """
    digest, size, path = hashlib.sha256(), 0, path_of(batch)
    try:
        with path.open("wb") as target:
            while chunk := upload.read(CHUNK):
                size += len(chunk)
                if size > UPLOAD_LIMITS.max_bytes:
                    raise TableError(
                        "too_large", file=batch.file_name, size=size, limit=UPLOAD_LIMITS.max_bytes
                    )
                digest.update(chunk)
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        remove(batch)
        raise Refused(
            _("Filen gick inte att spara. Disken kan vara full. Be administratören titta.")
        ) from error
    except BaseException:
        remove(batch)
        raise
    batch.sha256, batch.size = digest.hexdigest(), size


def table(batch: ImportBatch, *, sheet: str | None = None) -> Table:
    """The batch's file as a table, at ``sheet`` or the one chosen for it. Raises TableError or Refused."""
    path = path_of(batch)
    if path.is_file() and path.stat().st_size:
        found = decide_format(path, batch.file_name, None, UPLOAD_LIMITS)
        if found not in FORMATS:
            raise Refused(
                _("Filen %(name)s är en Parquet-fil. Spara den som CSV eller Excel och försök igen.")
                % {"name": batch.file_name}
            )
    chosen = sheet or batch.fixed.get("sheet") or None
    return open_table(path, name=batch.file_name, limits=UPLOAD_LIMITS, sheet=chosen)


def write_problems(batch: ImportBatch, rows: Iterable[tuple[int | None, str, str]]) -> int:
    """Write (row, column, what is wrong) as CSV for a spreadsheet and return how many."""
    columns = [_("Rad"), _("Kolumn"), _("Vad som är fel")]
    return write_csv(problems_path(batch), columns, ((row or "", *told) for row, *told in rows), mark=True)


def remove(batch: ImportBatch) -> None:
    """Take away a file that never became an import."""
    path = path_of(batch)
    for one in (path, problems_path(batch)):
        one.unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # something else was put there: leave it
        path.parent.rmdir()
