"""The uploaded file: kept under the batch's own id, opened with the limits of a web form."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from medskick.engine.tables.errors import TableError
from medskick.engine.tables.limits import UPLOAD_LIMITS
from medskick.engine.tables.read import open_table
from medskick.engine.tables.table import Table
from medskick.ground.core.files import room_folder
from medskick.process.contributions.models import ImportBatch

CHUNK = 1 << 20


def path_of(batch: ImportBatch) -> Path:
    """Where the batch's file lies. The sender's file name is never part of a path."""
    return room_folder("contributions", "imports", str(batch.pk)) / "file"


def keep(batch: ImportBatch, upload: BinaryIO) -> None:
    """Write the upload to its place, durably, and fill in size and hash. Raises TableError when it is too large."""
    digest, size, path = hashlib.sha256(), 0, path_of(batch)
    with path.open("wb") as target:
        while chunk := upload.read(CHUNK):
            size += len(chunk)
            if size > UPLOAD_LIMITS.max_bytes:
                break
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    batch.sha256, batch.size = digest.hexdigest(), size
    if size > UPLOAD_LIMITS.max_bytes:
        remove(batch)
        raise TableError("too_large", file=batch.file_name, size=size, limit=UPLOAD_LIMITS.max_bytes)


def table(batch: ImportBatch) -> Table:
    """The batch's file as a table. Raises TableError."""
    return open_table(path_of(batch), name=batch.file_name, limits=UPLOAD_LIMITS)


def remove(batch: ImportBatch) -> None:
    """Take away a file that never became an import."""
    path = path_of(batch)
    path.unlink(missing_ok=True)
    path.parent.rmdir()
