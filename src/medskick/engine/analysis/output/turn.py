"""One analysis at a time writes to a folder, and what one that was killed left beside it is tidied away.

The lock is the system's own (flock) on a file beside the folder: it ends with the process that holds it, however that
ends, so there is no dead owner to be taken for a living one. The file's text is nothing; only who holds it counts.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from ..contract import BusyError

RESULT = ("result.json", "manifest.json")


@contextlib.contextmanager
def own_turn(target: Path) -> Iterator[None]:
    """Nobody else analyses into `target` meanwhile, on this machine and where its disk tells others of locks.

    What dead analyses left is tidied first: unfinished results are removed, and an earlier result that was moved aside
    and had no follower is put back. Raises BusyError where an analysis is going on. On a disk that knows no locks there
    is no protection, and nothing is tidied.
    """
    target = target.absolute()
    path = target.with_name(f".{target.name}.medskick-lock")
    handle = _held(path, target.name)
    if handle is None:
        yield
        return
    try:
        _tidy(target)
        yield
    finally:
        with contextlib.suppress(OSError):  # somebody else's in a folder where only owners remove
            path.unlink()
        os.close(handle)


def _held(path: Path, name: str) -> int | None:
    """The lock's open file; None where the disk knows no locks."""
    while True:
        handle = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise BusyError(
                f"En annan analys skriver just nu till mappen {name}. Vänta tills den är klar, eller ange en annan "
                "mapp med --out."
            ) from None
        except OSError:
            os.close(handle)
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        if _is_there(handle, path):
            return handle
        os.close(handle)  # whoever held it took the file away after we opened it


def _is_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path, follow_symlinks=False))
    except FileNotFoundError:
        return False


def _tidy(target: Path) -> None:
    """Remove `.NAME.….part` and `.NAME.….old` folders; an earlier result in one is put back or kept while needed."""
    form = re.compile(rf"\.{re.escape(target.name)}\.[a-z0-9_]{{8}}\.(part|old)")
    left = [(path, found[1]) for path in target.parent.iterdir() if (found := form.fullmatch(path.name))]
    for path, kind in sorted(left):
        if path.is_symlink() or not path.is_dir():
            continue
        if kind == "old" and (path / "result").is_dir():
            if not target.exists():
                (path / "result").rename(target)
            elif not all((target / name).is_file() for name in RESULT):
                continue
        shutil.rmtree(path, ignore_errors=True)
