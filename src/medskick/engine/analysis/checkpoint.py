"""Finished stages kept on disk, so that a stopped analysis goes on where it was.

The files lie beside the result in a folder only the owner can read; they hold offsets and vectors, no texts.
Their name carries a key made of input, options, versions and the engine's own files: nothing else ever meets them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from .contract import ENGINE_VERSION, Contribution, Mask, Options
from .stages.prepare import Piece, Prepared

_PLAIN_FIELDS = (
    "id", "text", "title", "people", "municipality", "age", "channel", "sender", "lang", "quotable", "sending",
    "sending_people",
)  # fmt: skip
LIBRARIES = ("numpy", "scipy", "scikit-learn", "faiss-cpu", "graspologic-native", "openTSNE")


SMALL_TABLE = 4096


class Checkpoints:
    """Stage results under `folder`: arrays as .npz, plain data as .json, each written whole or not at all."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self._own = folder / key
        if folder.exists():
            for other in folder.iterdir():
                if other != self._own and other.is_dir():
                    shutil.rmtree(other, ignore_errors=True)
        self._own.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)

    def arrays(
        self, stage: str, compute: Callable[[], dict[str, np.ndarray]]
    ) -> tuple[dict[str, np.ndarray], bool]:
        """(the stage's arrays, whether they were read back)."""
        path = self._own / f"{stage}.npz"
        if path.exists():
            try:
                with np.load(path, allow_pickle=False) as stored:
                    return {name: stored[name] for name in stored.files}, True
            except (OSError, ValueError, KeyError, EOFError, BadZipFile):
                path.unlink(missing_ok=True)
        found = compute()
        with _whole(path) as file:
            np.savez(file, allow_pickle=False, **found)
        return found, False

    def has(self, stage: str) -> bool:
        """Are the stage's arrays there to be read back?"""
        return (self._own / f"{stage}.npz").exists()

    def lines(self, stage: str, compute: Callable[[int], Iterator[Any]]) -> Iterator[tuple[Any, bool]]:
        """(piece of JSON-able data, whether it was read back), one by one; each is kept as soon as it is there.

        compute(n): the pieces after the first n.
        """
        path = self._own / f"{stage}.jsonl"
        done = size = 0
        if path.exists():
            with path.open("rb") as stored:
                for line in stored:
                    piece = _whole_line(line)
                    if piece is None:
                        break
                    done, size = done + 1, size + len(line)
                    yield piece, True
            os.truncate(path, size)
        with path.open("ab") as file:
            for piece in compute(done):
                file.write(
                    json.dumps(piece, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"
                )
                file.flush()
                yield piece, False

    def table(self, stage: str) -> np.ndarray | None:
        """The stage's half-precision table, read where it lies; None where there is none."""
        path = self._own / f"{stage}.npy"
        try:
            return _read_table(path)
        except (OSError, ValueError, EOFError):
            return None

    @contextlib.contextmanager
    def new_table(self, stage: str, shape: tuple[int, int]) -> Iterator[np.ndarray]:
        """An empty table to fill; it becomes the stage's when all went well.

        Its place on the disk is taken before anything is written: a full disk is an OSError here, while writing to a
        part of the table that the disk has no room for would kill the process.
        """
        path = self._own / f"{stage}.npy"
        beside = path.with_name(path.name + ".part")
        if 0 in shape:
            with beside.open("wb") as file:
                np.save(file, np.zeros(shape, dtype=np.float16), allow_pickle=False)
            yield np.zeros(shape, dtype=np.float16)
        else:
            table = np.lib.format.open_memmap(beside, mode="w+", dtype=np.float16, shape=shape)
            _take_room(beside)
            yield table
            table.flush()
        os.replace(beside, path)

    def forget(self, stage: str) -> None:
        """Have a stage of arrays done again."""
        (self._own / f"{stage}.npz").unlink(missing_ok=True)

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def key_of(contributions: Sequence[Contribution], options: Options, model: str = "") -> str:
    """Hash of everything a result depends on: input in canonical order, options, engine, model and library versions."""
    digest = hashlib.sha256()
    settings = [
        ENGINE_VERSION,
        own_source(),
        platform.machine(),
        options.lang,
        options.themes,
        options.seed,
        options.clusterer,
        astuple(options.codebook) if options.codebook else None,
        model,
    ]
    digest.update(json.dumps([*settings, [version_of(name) for name in LIBRARIES]]).encode())
    for contribution in contributions:
        own = [getattr(contribution, name) for name in _PLAIN_FIELDS]
        masks = (
            None
            if contribution.masks is None
            else [astuple(mask) if isinstance(mask, Mask) else list(mask) for mask in contribution.masks]
        )
        digest.update(json.dumps([own, masks, sorted(contribution.meta.items())], default=str).encode())
    return digest.hexdigest()[:32]


def prepared_to_data(prepared: Sequence[Prepared]) -> list[Any]:
    return [
        [
            p.field,
            [astuple(m) for m in p.masks],
            list(p.conduct),
            p.lang,
            [astuple(piece) for piece in p.pieces],
        ]
        for p in prepared
    ]


def prepared_from_data(data: Sequence[Any]) -> list[Prepared]:
    return [
        Prepared(
            field, tuple(Mask(*m) for m in masks), tuple(conduct), lang, tuple(Piece(*p) for p in pieces)
        )
        for field, masks, conduct, lang, pieces in data
    ]


def _take_room(path: Path) -> None:
    if hasattr(os, "posix_fallocate"):
        with path.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, path.stat().st_size)


def _read_table(path: Path) -> np.ndarray:
    found = np.load(path, allow_pickle=False, mmap_mode="r" if path.stat().st_size > SMALL_TABLE else None)
    if found.dtype != np.float16:
        raise ValueError(path.name)
    return found


def _whole_line(line: bytes) -> Any:
    """What a stored line says; None for one that was cut off."""
    try:
        return json.loads(line) if line.endswith(b"\n") else None
    except ValueError:
        return None


class _whole:
    """Open a file beside `path` and put it in place only when everything was written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._beside = path.with_name(path.name + ".part")

    def __enter__(self):
        self._file = self._beside.open("wb")
        return self._file

    def __exit__(self, kind, error, trace) -> None:
        self._file.close()
        if kind is None:
            os.replace(self._beside, self._path)
        else:
            self._beside.unlink(missing_ok=True)


@cache
def own_source() -> str:
    """Hash of the engine's own files: stages finished by other code are not gone on with."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(
        path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def version_of(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "-"
