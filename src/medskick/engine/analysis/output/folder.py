"""The result folder appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..contract import AnalysisError

FILES = (
    "result.json",
    "statements.csv",
    "masks.csv",
    "report.html",
    "placing-private.npz",
    "manifest.json",
)


def check_target(target: Path) -> None:
    """Raise AnalysisError unless `target` is new, an empty folder, or holds an earlier result and nothing else.

    It is put in place by renaming, which neither the folder that one stands in nor a disk of its own bears.
    """
    if not target.name or os.path.ismount(target) or (target.is_dir() and target.samefile(Path.cwd())):
        raise AnalysisError(
            f"Resultatet kan inte läggas i mappen {target.absolute()} själv. Ange en ny mapp i den med --out, "
            f"till exempel {target.absolute() / 'resultat'}."
        )
    if target.is_dir():
        foreign = sorted(entry.name for entry in target.iterdir() if entry.name not in FILES)
        if foreign:
            raise AnalysisError(
                f"Mappen {target.name} innehåller annat än ett tidigare resultat, till exempel ”{foreign[0]}”. "
                "Ange en ny eller tom mapp med --out."
            )
    elif target.exists() or target.is_symlink():
        raise AnalysisError(f"{target.name} är en fil, inte en mapp. Ange en ny mapp med --out.")
    parent = target.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise AnalysisError(f"Mappen {parent.name} går inte att skapa. Kontrollera --out.") from None
    if not os.access(parent, os.W_OK):
        raise AnalysisError(f"Det går inte att skriva i mappen {parent.name}. Välj en annan mapp med --out.")


@contextlib.contextmanager
def writing_into(target: Path) -> Iterator[Path]:
    """A folder beside `target` that takes its place when all went well and disappears when not."""
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.absolute().parent))
    try:
        yield beside
        for file in beside.iterdir():
            _flush(file)
        _flush(beside)
        beside.chmod(0o777 & ~_umask())
        _swap(beside, target)
        _flush(target.absolute().parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _swap(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".old", dir=target.absolute().parent))
    target.rename(old / "result")
    try:
        new.rename(target)
    except BaseException:
        (old / "result").rename(target)
        old.rmdir()
        raise
    shutil.rmtree(old, ignore_errors=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
