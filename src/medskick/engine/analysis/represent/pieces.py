"""What words are made of: themselves and their runs of 4 to 6 characters, each a row of one shared table.

A run of characters meets Swedish compounds and inflections ("nattbuss", "bussarna"); words never seen in training get
a vector from their parts. Rows are found by hashing, so no word list is stored. After Bojanowski et al. 2017,
"Enriching Word Vectors with Subword Information".
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from medskick.engine.text.tokens import lower_words

ROWS = 65_536
RUNS = (4, 5, 6)
_STEP = np.uint64(0x100000001B3)
_MIX = np.uint64(0xFF51AFD7ED558CCD)


def pieces_of_words(words: Sequence[str]) -> sp.csr_matrix:
    """Rows of the table that each lower-case word is made of: float32 (words, ROWS), each entry 1/√(pieces)."""
    whole = np.array([zlib.crc32(word.encode("utf-8", "surrogatepass")) % ROWS for word in words], np.int64)
    owners, rows = [np.arange(len(words))], [whole]
    if words:
        for run_owners, run_rows in _runs(words):
            owners.append(run_owners)
            rows.append(run_rows)
    owner, row = np.concatenate(owners), np.concatenate(rows)
    of_word = np.bincount(owner, minlength=len(words))
    data = (1 / np.sqrt(of_word[owner])).astype(np.float32)
    matrix = sp.csr_matrix((data, (owner, row)), shape=(len(words), ROWS))
    matrix.sum_duplicates()
    return matrix


def word_counts(texts: Sequence[str]) -> tuple[sp.csr_matrix, list[str]]:
    """Square roots of how often each word stands in each text: float32 (texts, vocabulary), and the vocabulary."""
    columns: dict[str, int] = {}
    indices: list[int] = []
    data: list[int] = []
    pointers = [0]
    for text in texts:
        counted = Counter(lower_words(text))
        indices += [columns.setdefault(word, len(columns)) for word in counted]
        data += counted.values()
        pointers.append(len(indices))
    values = np.sqrt(np.array(data, dtype=np.float32))
    return sp.csr_matrix((values, indices, pointers), shape=(len(texts), len(columns))), list(columns)


def _runs(words: Sequence[str]) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each length of run: the word and the table row of every run of characters, word ends marked by < and >."""
    marked = [f"<{word}>" for word in words]
    codes = np.frombuffer("".join(marked).encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    owner = np.repeat(np.arange(len(words)), [len(word) for word in marked])
    found = []
    for length in RUNS:
        starts = len(codes) - length + 1
        if starts < 1:
            continue
        hashed = np.full(starts, length, dtype=np.uint64)
        for place in range(length):
            hashed = (hashed ^ codes[place : place + starts]) * _STEP
        hashed = (hashed ^ (hashed >> np.uint64(33))) * _MIX
        inside = owner[:starts] == owner[length - 1 :]
        found.append((owner[:starts][inside], ((hashed >> np.uint64(32))[inside] % ROWS).astype(np.int64)))
    return found
