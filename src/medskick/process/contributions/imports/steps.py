"""Writing much in small steps, so that visitors who send something meanwhile never wait long for the database."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from django.db import connection

from medskick.process.contributions.actions.receive import Answer

# A step is one transaction: short, so that nobody waits long for it.
MOST_ROWS = 100
MOST_CHARS = 40_000
LONGEST_PAUSE = 0.25

Numbered = tuple[int, list[Answer]]


def by_size(rows: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    """Rows in steps; a row with all its answers is never split."""
    step: list[Numbered] = []
    size = 0
    for row in rows:
        length = sum(len(answer.text) + len(answer.title) for answer in row[1])
        if step and (len(step) >= MOST_ROWS or size + length > MOST_CHARS):
            yield step
            step, size = [], 0
        step.append(row)
        size += length
    if step:
        yield step


class Pace:
    """Leaves the database alone for as long as the last step held it.

    SQLite has one writer and no queue: who waits looks again now and then, and would hardly ever find it free if we
    took it back at once. PostgreSQL needs no pause.
    """

    def __init__(self) -> None:
        self.one_writer = connection.vendor == "sqlite"
        self._began = 0.0

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, *_error: object) -> None:
        if self.one_writer:
            time.sleep(min(LONGEST_PAUSE, time.monotonic() - self._began))
