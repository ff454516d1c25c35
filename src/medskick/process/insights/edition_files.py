"""The downloads of editions that lie on disk: each says in its name what it was made of, and goes when that changes."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from medskick.ground.core.access import PUBLIC
from medskick.ground.core.files import room_folder
from medskick.ground.jobs.registry import duty
from medskick.process.cycle import region as regions
from medskick.process.insights.models import Edition
from medskick.process.insights.queries import editions
from medskick.process.insights.queries.fingerprint import fingerprint

AN_HOUR = 3_600


def folder_of(edition: Edition) -> Path:
    """Where the files of an edition lie."""
    return room_folder("insights", "files", f"edition-{edition.number}")


def forget_others(folder: Path, mark: str = "") -> None:
    """Remove the files that were not made of what ``mark`` stands for; without it all. Half-written ones are left for
    an hour to whoever writes them."""
    for file in folder.iterdir():
        with suppress(FileNotFoundError):
            unfinished = file.name.startswith(".")
            if unfinished and time.time() - file.stat().st_mtime < AN_HOUR:
                continue
            if unfinished or mark not in file.name or not mark:
                file.unlink()


@duty("insights.forget_files")
def forget_stale() -> None:
    """Remove the files that hold what does not show any more, also where nobody asks for them again."""
    shown = {edition.number: edition for edition in editions.in_view(PUBLIC)}
    for folder in room_folder("insights", "files").glob("edition-*"):
        edition = shown.get(int(folder.name.rpartition("-")[2]))
        forget_others(folder, fingerprint(edition, regions.region()) if edition else "")
