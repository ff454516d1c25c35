"""The purely lexical representation: character n-grams within words blended with word stems, then SVD.

Character n-grams meet Swedish compounds and inflections ("nattbuss", "bussarna"), stems sharpen short words.
Both are functions of the word alone, so each distinct word is cut once and texts are multiplied in as a sparse
matrix of word counts; that is some twenty times faster than cutting every text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from sklearn.utils.extmath import randomized_svd

from medskick.engine.text.tokens import STOPWORDS_SV, stem, words

from .base import unit_rows

CHARACTERS = (3, 6)
MOST_DOCUMENTS_TO_FIT = 20_000


class LexicalRepresentation:
    """TF-IDF of character 3–6-grams and of stems, reduced by a seeded randomised SVD to unit vectors."""

    name = "lexical"
    version = "3"

    def __init__(
        self,
        *,
        most_dimensions: int = 150,
        stem_weight: float = 1.0,
        seed: int = 0,
    ) -> None:
        self._most_dimensions = most_dimensions
        self._stem_weight = stem_weight
        self._seed = seed
        self._axes: np.ndarray | None = None
        self._characters = _Weighting(least_documents=3)
        self._stems = _Weighting(least_documents=2)

    def fit(self, texts: Sequence[str]) -> LexicalRepresentation:
        """Learn weights and axes from `texts` (an even sample of them when there are very many)."""
        if len(texts) > MOST_DOCUMENTS_TO_FIT:
            picks = np.linspace(0, len(texts) - 1, MOST_DOCUMENTS_TO_FIT).astype(int)
            texts = [texts[i] for i in picks]
        counts, vocabulary = count_words(texts)
        blended = self._blend(counts, vocabulary, learn=True)
        self._axes = _principal_axes(blended, self._dimensions_for(len(texts)), self._seed)
        return self

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Unit rows, float32; a row of zeros where no part of the text was seen in `fit`."""
        if self._axes is None:
            raise RuntimeError("fit before vectors")
        counts, vocabulary = count_words(texts)
        blended = self._blend(counts, vocabulary, learn=False)
        return unit_rows(np.asarray(blended @ self._axes, dtype=np.float32))

    def _dimensions_for(self, documents: int) -> int:
        """Few texts cannot carry many dimensions: beyond some 2.5 √n the rest is noise (seen on Almedalen)."""
        return min(self._most_dimensions, max(30, round(2.5 * documents**0.5)))

    def _blend(self, counts: sp.csr_matrix, vocabulary: list[str], *, learn: bool) -> sp.csr_matrix:
        by_characters = self._characters.apply(counts, vocabulary, _character_grams, learn=learn)
        by_stems = self._stems.apply(counts, vocabulary, _stem_of, learn=learn)
        return sp.hstack([by_characters, self._stem_weight * by_stems], format="csr")


class _Weighting:
    """TF-IDF over the parts of words. The column of a part is fixed when learned; unknown parts are left out."""

    def __init__(self, *, least_documents: int, greatest_share: float = 0.2) -> None:
        self._least = least_documents
        self._greatest_share = greatest_share
        self._columns: dict[str, int] = {}
        self._weights = np.zeros(0, dtype=np.float32)

    def apply(self, counts: sp.csr_matrix, vocabulary: list[str], parts_of, *, learn: bool) -> sp.csr_matrix:
        columns: dict[str, int] = {} if learn else self._columns
        parts = _word_parts(vocabulary, parts_of, columns, grow=learn)
        found = sp.csr_matrix(counts @ parts)
        if learn:
            found = self._learn(found, columns)
        found.sort_indices()
        found.data = 1 + np.log(found.data)
        weighted = sp.csr_matrix(found.multiply(self._weights[np.newaxis, :]))
        return _unit_sparse_rows(weighted)

    def _learn(self, found: sp.csr_matrix, columns: dict[str, int]) -> sp.csr_matrix:
        documents = found.shape[0]
        frequency = np.bincount(found.indices, minlength=found.shape[1])
        # In a handful of texts nothing is rare or too common; then every part may speak.
        least = self._least if documents >= 100 else min(2, documents)
        greatest = max(self._greatest_share * documents, 20)
        keep = np.flatnonzero((frequency >= least) & (frequency <= greatest))
        place = {int(old): new for new, old in enumerate(keep)}
        self._columns = {part: place[old] for part, old in columns.items() if old in place}
        self._weights = (np.log((1 + documents) / (1 + frequency[keep])) + 0.1).astype(np.float32)
        return sp.csr_matrix(found[:, keep])


def count_words(texts: Sequence[str]) -> tuple[sp.csr_matrix, list[str]]:
    """Occurrences of casefolded words but stop words, float32 (len(texts), len(vocabulary)), and the vocabulary."""
    columns: dict[str, int] = {}
    indices: list[int] = []
    data: list[int] = []
    pointers = [0]
    for text in texts:
        lowered = (found.text.casefold() for found in words(text))
        for word, occurrences in Counter(word for word in lowered if word not in STOPWORDS_SV).items():
            indices.append(columns.setdefault(word, len(columns)))
            data.append(occurrences)
        pointers.append(len(indices))
    shape = (len(texts), len(columns))
    return sp.csr_matrix((np.array(data, dtype=np.float32), indices, pointers), shape=shape), list(columns)


def _word_parts(vocabulary: list[str], parts_of, columns: dict[str, int], *, grow: bool) -> sp.csr_matrix:
    indices: list[int] = []
    pointers = [0]
    for word in vocabulary:
        for part in parts_of(word):
            column = columns.setdefault(part, len(columns)) if grow else columns.get(part)
            if column is not None:
                indices.append(column)
        pointers.append(len(indices))
    data = np.ones(len(indices), dtype=np.float32)
    matrix = sp.csr_matrix((data, indices, pointers), shape=(len(vocabulary), len(columns)))
    matrix.sum_duplicates()
    return matrix


def _character_grams(word: str) -> list[str]:
    padded = f" {word} "
    shortest, longest = CHARACTERS
    if len(padded) <= shortest:
        return [padded]
    longest = min(longest, len(padded))
    return [padded[i : i + n] for n in range(shortest, longest + 1) for i in range(len(padded) - n + 1)]


def _stem_of(word: str) -> list[str]:
    return [stem(word)]


def _unit_sparse_rows(matrix: sp.csr_matrix) -> sp.csr_matrix:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sp.csr_matrix(sp.diags((1 / lengths).astype(np.float32)) @ matrix)


def _principal_axes(matrix: sp.csr_matrix, dimensions: int, seed: int) -> np.ndarray:
    """(features, dimensions) right singular vectors, strongest first, each with its largest entry positive."""
    most = min(dimensions, min(matrix.shape) - 1)
    if most < 2 or matrix.nnz == 0:
        return np.asarray(matrix.toarray().T, dtype=np.float32)  # few texts: each text is its own axis
    _, _, axes = randomized_svd(matrix, n_components=most, n_iter=4, random_state=seed, flip_sign=False)
    largest = np.abs(axes).argmax(axis=1)
    signs = np.sign(axes[np.arange(len(axes)), largest])
    signs[signs == 0] = 1
    return np.ascontiguousarray((axes * signs[:, np.newaxis]).T, dtype=np.float32)
