"""Folders of the installation's data directory, one per room."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def room_folder(room: str, *parts: str) -> Path:
    """``DATA/room/part/…``, created if missing. Parts must be plain names."""
    for part in (room, *parts):
        if part in {"", ".", ".."} or "/" in part or "\\" in part or "\0" in part:
            raise ValueError(f"Not a plain folder name: {part!r}")
    folder = Path(settings.DATA_DIR).joinpath(room, *parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
