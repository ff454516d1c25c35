"""Photos of sticky notes on disk: in a folder that no address leads to, re-encoded, without position or camera."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from medskick.ground.core.files import room_folder
from medskick.ground.core.pictures import only_what_is_seen


def keep(file: UploadedFile) -> str:
    """Write what is seen in the picture; its new name. On disk when this returns. Raises ValidationError."""
    clean = only_what_is_seen(file)
    name = f"{uuid.uuid4().hex}{Path(str(clean.name)).suffix}"
    path = path_of(name)
    part = path.with_suffix(".part")
    with part.open("wb") as out:
        out.write(clean.read())
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    return name


def path_of(name: str) -> Path:
    """Where the file with this name lies."""
    return room_folder("meetings", "photos") / name


def remove(name: str) -> None:
    """Take the file away; it may be gone already."""
    if name:
        path_of(name).unlink(missing_ok=True)
