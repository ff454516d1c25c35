"""An empty database brought to this version, once for all processes of a test run: bringing it there is slow.

It holds what the migrations store and nothing else. ``MEDSKICK_TEST_MIGRATED`` names a folder that keeps it for the
next test run too, as the gate does for its steps; it must be a new one for each version of the code.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

IN_MEMORY = (
    "file:memorydb_default?mode=memory&cache=shared"  # what Django calls the test database of each process
)


@contextmanager
def _alone(factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder where it is kept. Nobody else is in the block meanwhile; who finds nothing there makes it."""
    own = factory.getbasetemp()
    shared = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    kept = Path(os.environ.get("MEDSKICK_TEST_MIGRATED") or shared)
    kept.mkdir(exist_ok=True)
    with (kept / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield kept


def migrated_data(factory: pytest.TempPathFactory, folder: Path) -> Path:
    """A data folder that holds such a database, for processes that run an installation."""
    folder.mkdir(exist_ok=True)
    with _alone(factory) as kept:
        file = kept / "migrated.sqlite3"
        if not file.exists():
            _migrate(kept / "unfinished")
            (kept / "unfinished" / "medskick.sqlite3").replace(file)
        shutil.copyfile(file, folder / "medskick.sqlite3")
    return folder


def _migrate(folder: Path) -> None:
    """In a process of its own with the settings of an installation."""
    folder.mkdir(exist_ok=True)
    settings = {"MEDSKICK_DATA": str(folder), "MEDSKICK_DATABASE": ""}
    command = [
        sys.executable,
        "-m",
        "django",
        "migrate",
        "--verbosity=0",
        "--settings=medskick.config.settings.site",
    ]
    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@contextmanager
def begun_from_it(factory: pytest.TempPathFactory) -> Iterator[Callable[[], None]]:
    """The test database of this process is as the first left it. Call what is given once it is migrated."""
    from django.db import connection

    begun = _begun_on_sqlite if connection.vendor == "sqlite" else _begun_on_postgresql
    with _alone(factory) as kept, begun(kept, connection) as keep:
        yield keep


@contextmanager
def _begun_on_sqlite(kept: Path, _connection: Any) -> Iterator[Callable[[], None]]:
    file = kept / "migrated.sqlite3"
    with closing(sqlite3.connect(IN_MEMORY, uri=True)) as memory:
        if file.exists():
            with closing(sqlite3.connect(file)) as source:
                source.backup(memory)
        yield lambda: None if file.exists() else _keep(memory, file)


def _keep(memory: sqlite3.Connection, file: Path) -> None:
    unfinished = file.with_suffix(".part")
    with closing(sqlite3.connect(unfinished)) as target:
        memory.backup(target)
    unfinished.replace(file)


@contextmanager
def _begun_on_postgresql(kept: Path, connection: Any) -> Iterator[Callable[[], None]]:
    """The file holds the name of the database, whose place the next run that begins anew takes."""
    made = kept / "migrated.postgresql"
    if made.exists():
        connection.settings_dict["TEST"]["TEMPLATE"] = made.read_text()

    def keep() -> None:
        if not made.exists():
            copy = urlsplit(os.environ["MEDSKICK_TEST_DATABASE"]).path.lstrip("/") + "_migrated"
            connection.close()  # a database that somebody is connected to cannot be copied
            copy_on_postgresql(connection.settings_dict["NAME"], copy)
            made.write_text(copy)

    yield keep


def name_on_postgresql(factory: pytest.TempPathFactory) -> str:
    """Of the database that is kept, once a process has made its test database."""
    with _alone(factory) as kept:
        return (kept / "migrated.postgresql").read_text()


def copy_on_postgresql(name: str, copy: str) -> None:
    """Make a database like another, in the place of the one that has its name."""
    with psycopg.connect(os.environ["MEDSKICK_TEST_DATABASE"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
