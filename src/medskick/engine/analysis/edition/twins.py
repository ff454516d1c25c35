"""Published statements that say the same as a new one: the new one follows them, wherever people have put them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from .vote import majority

NO_WORDS = int.from_bytes(hashlib.blake2b(b"", digest_size=8).digest(), "little")


class Twins:
    """One statement for each wording: of copies that lie apart, the first of those where most of them lie.

    forms: hash of each statement's wording (statements,) uint64. lies: where it lies, -1 for one that is not shown.
    """

    def __init__(self, forms: np.ndarray, lies: np.ndarray) -> None:
        shown = np.flatnonzero((lies >= 0) & (forms != np.uint64(NO_WORDS)))
        self._forms, group = np.unique(forms[shown], return_inverse=True)
        most = majority(group, lies[shown], len(self._forms))
        there = lies[shown] == most[group]
        _, first = np.unique(group[there], return_index=True)
        self._statement = shown[there][first]

    def of(self, forms: np.ndarray) -> np.ndarray:
        """The twin of each wording (n,), -1 for none."""
        if not len(self._forms):
            return np.full(len(forms), -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(self._forms, forms), len(self._forms) - 1)
        return np.where(self._forms[place] == forms, self._statement[place], -1)


def numbered(names: Sequence[tuple[str, str] | None]) -> np.ndarray:
    """A number for each different name, in the order they come; -1 for None."""
    number: dict[tuple[str, str], int] = {}
    found = (-1 if name is None else number.setdefault(name, len(number)) for name in names)
    return np.fromiter(found, dtype=np.int64, count=len(names))
