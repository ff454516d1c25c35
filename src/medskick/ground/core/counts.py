"""Where limits are counted: one place that all web processes of an installation see.

With SQLite it is a small file of its own in the data folder, never synchronised to disk and never in a backup, so that
counting waits for no writer of the database and makes none wait. With PostgreSQL it is a table that is not logged.
What is lost in a power cut is some minutes of counting.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from medskick.ground.core.files import room_folder

FOLDER, FILE = "limits", "counts.sqlite3"
HITS, SALTS = "core_limit_hit", "core_limit_salt"
TABLES = (
    f"CREATE {{kind}} TABLE {{unless}} {HITS} (what text NOT NULL, at double precision NOT NULL, "
    "until double precision NOT NULL)",
    f"CREATE INDEX {{unless}} {HITS}_what ON {HITS} (what, at)",
    f"CREATE INDEX {{unless}} {HITS}_until ON {HITS} (until)",
    f"CREATE {{kind}} TABLE {{unless}} {SALTS} (day text PRIMARY KEY, salt text NOT NULL)",
)
FORGET_EVERY = 60.0  # seconds between two times that a process removes what has run out
PATIENCE = 2.0  # seconds to wait for another process that counts

# What counting may stumble on: a full disk, a database that is gone.
Failures = (DatabaseError, sqlite3.Error, OSError)

_own = threading.local()
_forgotten_at = 0.0


def hit(what: str, most: int, seconds: float) -> bool:
    """Count one more, unless there are ``most`` in the last ``seconds`` already.

    Two at once never both get the last.
    """
    now = time.time()
    with _alone(what) as run:
        _forget(run, now)
        if _in_window(run, what, now - seconds) >= most:
            return False
        run(f"INSERT INTO {HITS} (what, at, until) VALUES (%s, %s, %s)", what, now, now + seconds)  # noqa: S608
    return True


def is_left(what: str, most: int, seconds: float) -> bool:
    """Whether one more would be counted."""
    with _reading() as run:
        return _in_window(run, what, time.time() - seconds) < most


def salt_of(day: str) -> str:
    """The day's own salt, the same in all processes. Those of other days are forgotten for good."""
    with _alone("salt") as run:
        run(f"DELETE FROM {SALTS} WHERE day <> %s", day)  # noqa: S608
        fresh = secrets.token_hex(16)
        run(f"INSERT INTO {SALTS} (day, salt) VALUES (%s, %s) ON CONFLICT DO NOTHING", day, fresh)  # noqa: S608
        return str(run(f"SELECT salt FROM {SALTS} WHERE day = %s", day)[0][0])  # noqa: S608


def create(_apps: Any, editor: Any) -> None:
    """The tables in PostgreSQL (migration operation); the file makes its own."""
    if editor.connection.vendor == "postgresql":
        for statement in TABLES:
            editor.execute(statement.format(kind="UNLOGGED", unless=""))


def remove(_apps: Any, editor: Any) -> None:
    """Take them away (backwards migration)."""
    if editor.connection.vendor == "postgresql":
        for table in (HITS, SALTS):
            editor.execute(f"DROP TABLE {table}")


def _in_window(run: Any, what: str, since: float) -> int:
    return int(run(f"SELECT count(*) FROM {HITS} WHERE what = %s AND at > %s", what, since)[0][0])  # noqa: S608


def _forget(run: Any, now: float) -> None:
    global _forgotten_at
    if now - _forgotten_at >= FORGET_EVERY:
        _forgotten_at = now
        run(f"DELETE FROM {HITS} WHERE until < %s", now)  # noqa: S608


@contextmanager
def _alone(what: str) -> Iterator[Any]:
    """Nobody else counts ``what`` meanwhile. Yields a function that runs SQL and answers its rows."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{HITS}:{what}"])
            yield _running(cursor)
        return
    with _file() as file:
        file.execute("BEGIN IMMEDIATE")
        try:
            yield _running(file)
        except BaseException:
            file.execute("ROLLBACK")
            raise
        file.execute("COMMIT")


@contextmanager
def _reading() -> Iterator[Any]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            yield _running(cursor)
        return
    with _file() as file:
        yield _running(file)


def _running(cursor: Any) -> Any:
    on_file = isinstance(cursor, sqlite3.Connection)

    def run(sql: str, *values: Any) -> list[tuple[Any, ...]]:
        found = cursor.execute(sql.replace("%s", "?") if on_file else sql, values)
        rows = found if on_file else cursor
        return list(rows.fetchall()) if rows.description else []

    return run


@contextmanager
def _file() -> Iterator[sqlite3.Connection]:
    """This thread's own connection to the file. A file that a power cut has damaged is begun anew."""
    path = room_folder(FOLDER) / FILE
    known = (os.getpid(), path)
    try:
        if getattr(_own, "known", None) != known or not path.exists():
            _own.file, _own.known = _opened(path), known
        yield _own.file
    except sqlite3.DatabaseError as error:
        if not isinstance(error, sqlite3.OperationalError):
            _own.known = None
            for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
                path.with_name(name).unlink(missing_ok=True)
        raise


def _opened(path: Path) -> sqlite3.Connection:
    deadline = time.monotonic() + PATIENCE
    while True:
        made = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        try:
            made.execute("PRAGMA journal_mode=WAL")
            made.execute("PRAGMA synchronous=OFF")
            for statement in TABLES:
                made.execute(statement.format(kind="", unless="IF NOT EXISTS"))
            path.chmod(0o600)
            return made
        except sqlite3.OperationalError:  # two processes make it at once: SQLite does not wait then
            made.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
