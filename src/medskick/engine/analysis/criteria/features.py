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


def signs_of(text: str) -> list[tuple[str, int]]:
    """Words, stems and neighbouring pairs of a text, each with the column it is hashed to; repeats once."""
    words = lower_words(text)
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    return [
        *dict.fromkeys((word, _column(f"s:{_stem(word)}")) for word in words),
        *(dict.fromkeys((pair, _column(f"p:{pair}")) for pair in pairs)),
    ]


def sign_matrix(texts: Sequence[str]) -> sp.csr_matrix:
    """float32 (texts, SIGNS), rows of length 1."""
    indices: list[int] = []
    pointers = [0]
    for text in texts:
        indices += {column for _, column in signs_of(text)}
        pointers.append(len(indices))
    lengths = np.diff(pointers)
    data = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths).astype(np.float32)
    return sp.csr_matrix((data, indices, pointers), shape=(len(texts), SIGNS))


def _column(sign: str) -> int:
    return zlib.crc32(sign.encode("utf-8", "surrogatepass")) % SIGNS


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return stem(word)
