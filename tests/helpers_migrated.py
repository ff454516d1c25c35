"""An empty database brought to this version, once for all processes of a test run: bringing it there is slow."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

IN_MEMORY = (
    "file:memorydb_default?mode=memory&cache=shared"  # what Django calls the test database of each process
)


@contextmanager
def migrated(factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where it lies. Nobody else is in the block meanwhile; who finds no file there makes it."""
    own = factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    with (shared / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield shared / "migrated.sqlite3"


@contextmanager
def begun_from_it(factory: pytest.TempPathFactory) -> Iterator[Callable[[], None]]:
    """The test database of this process is as the first left it. Call what is given once it is migrated."""
    with migrated(factory) as file, closing(sqlite3.connect(IN_MEMORY, uri=True)) as memory:
        if file.exists():
            with closing(sqlite3.connect(file)) as source:
                source.backup(memory)
        yield lambda: None if file.exists() else _keep(memory, file)


def _keep(memory: sqlite3.Connection, file: Path) -> None:
    unfinished = file.with_suffix(".part")
    with closing(sqlite3.connect(unfinished)) as target:
        memory.backup(target)
    unfinished.replace(file)
