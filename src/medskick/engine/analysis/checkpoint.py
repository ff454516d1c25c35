"""Finished stages kept on disk, so that a stopped analysis goes on where it was.

The files lie beside the result in a folder only the owner can read; they hold offsets and vectors, no texts.
Their name carries a key made of input, options, versions and the engine's own files: nothing else ever meets them.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
from collections.abc import Callable, Sequence
from dataclasses import astuple
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from .contract import ENGINE_VERSION, Contribution, Mask, Options
from .stages.prepare import Piece, Prepared

LIBRARIES = ("numpy", "scipy", "scikit-learn", "faiss-cpu", "graspologic-native", "openTSNE")


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
            except (OSError, ValueError, KeyError, BadZipFile):
                path.unlink(missing_ok=True)
        found = compute()
        with _whole(path) as file:
            np.savez(file, allow_pickle=False, **found)
        return found, False

    def data(self, stage: str, compute: Callable[[], Any]) -> tuple[Any, bool]:
        """(the stage's JSON-able data, whether it was read back)."""
        path = self._own / f"{stage}.json"
        if path.exists():
            try:
                return json.loads(path.read_text("utf-8")), True
            except (OSError, ValueError):
                path.unlink(missing_ok=True)
        found = compute()
        with _whole(path) as file:
            file.write(json.dumps(found, ensure_ascii=True, separators=(",", ":")).encode("ascii"))
        return found, False

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def key_of(contributions: Sequence[Contribution], options: Options) -> str:
    """Hash of everything a result depends on: input in canonical order, options, engine and library versions."""
    digest = hashlib.sha256()
    settings = [
        ENGINE_VERSION,
        _own_source(),
        platform.machine(),
        options.lang,
        options.themes,
        options.seed,
        options.clusterer,
        astuple(options.codebook) if options.codebook else None,
    ]
    digest.update(json.dumps([*settings, [_version(name) for name in LIBRARIES]]).encode())
    for contribution in contributions:
        own = [*astuple(contribution)[:9], contribution.lang, contribution.quotable, contribution.sending]
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
def _own_source() -> str:
    """Hash of the engine's own files: stages finished by other code are not gone on with."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for path in sorted(
        path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "-"
