"""Photos of sticky notes on disk: in a folder that no address leads to, re-encoded, without position or camera."""

from __future__ import annotations

import datetime
import os
import time
import uuid
from collections.abc import Collection
from pathlib import Path

from django.core.files.base import File

from medskick.ground.core.files import room_folder
from medskick.ground.core.picture_parts import parts_of
from medskick.ground.core.pictures import as_kept


def keep(file: File[bytes]) -> str:
    """Write what is seen in the picture; its new name. On disk when this returns. Raises ValidationError."""
    clean = as_kept(file)
    content = clean.read()
    name = f"{uuid.uuid4().hex}{'.png' if parts_of(content).kind == 'PNG' else '.jpg'}"
    path = path_of(name)
    part = path.with_suffix(".part")
    with part.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    return name


def path_of(name: str) -> Path:
    """Where the file with this name lies."""
    return room_folder("meetings", "photos") / name


def sweep(known: Collection[str], *, older_than: datetime.timedelta = datetime.timedelta(days=1)) -> int:
    """Remove files that no row names: what a process left that died between file and row. Returns how many."""
    count, before = 0, time.time() - older_than.total_seconds()
    for path in room_folder("meetings", "photos").iterdir():
        if path.name not in known and path.is_file() and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            count += 1
    return count


def remove(name: str) -> None:
    """Take the file away; it may be gone already."""
    if name:
        path_of(name).unlink(missing_ok=True)
