"""Vectors of words that were seen before, so that a common word is put together from its pieces only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

MOST_WORDS = 60_000


class KnownWords:
    """A memory in front of `vectors_of`, which gives words their vectors, float32 (words, dimensions), each by itself.

    The first 60 000 words are kept (in texts of one language these are the common ones); others are looked up anew
    each time. What comes out is the same to the bit, whatever was asked before. For one thread; a copy sent to another
    process begins with an empty memory.
    """

    def __init__(self, vectors_of: Callable[[Sequence[str]], np.ndarray]) -> None:
        self._vectors_of = vectors_of
        self._row_of: dict[str, int] = {}
        self._rows = np.zeros((0, 0), dtype=np.float32)

    def vectors(self, words: Sequence[str]) -> np.ndarray:
        """Vectors of `words`, no two the same: float32 (words, dimensions)."""
        rows = np.array([self._row_of.get(word, -1) for word in words], dtype=np.int64)
        new = np.flatnonzero(rows < 0)
        if len(words) and not len(new):
            return np.asarray(self._rows[rows])
        fresh = self._vectors_of([words[at] for at in new.tolist()])
        found = np.empty((len(words), fresh.shape[1]), dtype=np.float32)
        found[new] = fresh
        if len(new) < len(words):
            known = np.flatnonzero(rows >= 0)
            found[known] = self._rows[rows[known]]
        self._keep([words[at] for at in new.tolist()], fresh)
        return found

    def __getstate__(self) -> dict[str, object]:
        return {"_vectors_of": self._vectors_of, "_row_of": {}, "_rows": np.zeros((0, 0), dtype=np.float32)}

    def _keep(self, words: Sequence[str], vectors: np.ndarray) -> None:
        held = len(self._row_of)
        kept = min(len(words), MOST_WORDS - held)
        if kept <= 0:
            return
        if held + kept > len(self._rows):
            more = np.empty((min(MOST_WORDS, 2 * (held + kept)), vectors.shape[1]), dtype=np.float32)
            if held:
                more[:held] = self._rows[:held]
            self._rows = more
        self._rows[held : held + kept] = vectors[:kept]
        self._row_of.update(zip(words[:kept], range(held, held + kept), strict=True))
