"""Rows that repeat an earlier row of the same file: the same id of its own, and the same words.

Copies are counted, never removed (people write alike). A row with the same id *and* the same words is another thing: it
came into the file twice. A person may still say that such rows are read in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from medskick.process.contributions.actions.receive import Answer, fingerprint

KEEP = "keep"


class Repeats:
    """Asked row by row, in the file's order. Keeps one digest per row that has an id."""

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self.has_ids = bool(mapping.get("id"))
        self._first: dict[bytes, int] = {}

    def of(self, number: int, answers: Sequence[Answer]) -> int | None:
        """The number of the earlier row that this one repeats, or None."""
        key = answers[0].source.key if self.has_ids else ""
        if not key:
            return None
        digest = hashlib.sha256(f"{key}\0{fingerprint(answers)}".encode()).digest()
        first = self._first.setdefault(digest, number)
        return None if first == number else first


def skips(mapping: Mapping[str, str], fixed: Mapping[str, str]) -> bool:
    """Whether rows that repeat an earlier one are left out: unless a person has said that they are read in."""
    return bool(mapping.get("id")) and fixed.get("repeats") != KEEP
