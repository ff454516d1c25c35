"""What the judge of criteria sees of a text: its meaning, and its words and word pairs, hashed."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from medskick.engine.text.tokens import lower_words, stem

SIGNS = 16_384
MEANING_WEIGHT = 2.0


def sign_matrix(texts: Sequence[str]) -> sp.csr_matrix:
    """float32 (texts, SIGNS): which signs stand in each text, rows of length 1."""
    signs = [_signs(text) for text in texts]
    pointers = np.cumsum([0, *map(len, signs)])
    data = np.repeat([1 / np.sqrt(max(len(own), 1)) for own in signs], [len(own) for own in signs])
    indices = [column for own in signs for column in own]
    return sp.csr_matrix((data.astype(np.float32), indices, pointers), shape=(len(texts), SIGNS))


def sign_counts(texts: Sequence[str]) -> np.ndarray:
    """How many different signs stand in each text, at least 1."""
    return np.array([max(len(_signs(text)), 1) for text in texts])


def sign_of(word: str) -> int:
    """The column of a lower-case word: that of its stem."""
    return _column(f"s:{_stem(word)}")


def _signs(text: str) -> list[int]:
    words = lower_words(text)
    pairs = (_column(f"p:{a} {b}") for a, b in pairwise(words))
    return sorted({*map(sign_of, words), *pairs})


def _column(sign: str) -> int:
    return zlib.crc32(sign.encode("utf-8", "surrogatepass")) % SIGNS


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return stem(word)
