"""The purely lexical representation: what words the texts at hand use, and which of them go together.

Words and their runs of characters (pieces.py) meet Swedish compounds and inflections ("nattbuss", "bussarna"). They are
weighed by how rare they are among these texts, and a seeded singular value decomposition finds the directions along
which texts differ most (Deerwester et al. 1990). As both are sums over words, a word has one vector for the whole
corpus, and a text costs no more than a look at its words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from sklearn.utils.extmath import randomized_svd

from medskick.engine.text.tokens import STOPWORDS_SV

from .base import even_sample, unit_rows
from .pieces import ROWS, pieces_of_words, word_counts

MOST_TEXTS_TO_FIT = 10_000
MOST_DIMENSIONS = 150
LEAST_TEXTS, GREATEST_SHARE = 3, 0.2


class LexicalRepresentation:
    """Hashed words and runs of characters, weighed by rarity, reduced to unit vectors of at most 150 dimensions."""

    name = "lexical"
    version = "4"
    across_languages: slice | None = None

    def __init__(self, *, seed: int = 0) -> None:
        self._seed = seed
        self._table = np.zeros((ROWS, 0), dtype=np.float32)

    @property
    def dimensions(self) -> int:
        return self._table.shape[1]

    def fit(self, texts: Sequence[str]) -> LexicalRepresentation:
        """Learn weights and directions from `texts` (an even sample of them when there are very many)."""
        texts = even_sample(texts, MOST_TEXTS_TO_FIT)
        counts, vocabulary = word_counts(texts)
        pieces = _speaking_pieces(vocabulary, pieces_of_words(vocabulary))
        weights = _weights(counts, pieces)
        kept = np.flatnonzero(weights)
        weighted = sp.csr_matrix(pieces[:, kept] @ sp.diags(weights[kept]))
        axes = _principal_axes(_unit_sparse_rows(counts @ weighted), _dimensions_for(len(texts)), self._seed)
        self._table = np.zeros((ROWS, axes.shape[1]), dtype=np.float32)
        self._table[kept] = weights[kept, np.newaxis] * axes
        return self

    def of_words(self, words: Sequence[str], pieces: sp.csr_matrix) -> np.ndarray:
        """Vectors of lower-case words, whose `pieces` are at hand: float32 (words, dimensions)."""
        return _speaking_pieces(words, pieces) @ self._table

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Unit rows, float32; a row of zeros where no part of the text was seen in `fit`."""
        counts, vocabulary = word_counts(texts)
        return unit_rows(counts @ self.of_words(vocabulary, pieces_of_words(vocabulary)))


def _dimensions_for(texts: int) -> int:
    """Few texts cannot carry many dimensions: beyond some 2.5 √n the rest is noise (seen on Almedalen)."""
    return min(MOST_DIMENSIONS, max(30, round(2.5 * texts**0.5)))


def _speaking_pieces(words: Sequence[str], pieces: sp.csr_matrix) -> sp.csr_matrix:
    """The pieces of words, none for stop words."""
    speaks = np.array([word not in STOPWORDS_SV for word in words], dtype=np.float32)
    return sp.csr_matrix(sp.diags(speaks, shape=(len(words), len(words))) @ pieces)


def _weights(counts: sp.csr_matrix, pieces: sp.csr_matrix) -> np.ndarray:
    """Rarity of each piece (ROWS,) float32; 0 for the very rare and the very common, which tell texts apart badly."""
    texts = counts.shape[0]
    there = (counts != 0).astype(np.float32) @ (pieces != 0).astype(np.float32)
    frequency = np.bincount(there.indices, minlength=ROWS)
    # In a handful of texts nothing is rare or too common; then every piece may speak.
    least = LEAST_TEXTS if texts >= 100 else min(2, texts)
    greatest = max(GREATEST_SHARE * texts, 20)
    speaks = (frequency >= least) & (frequency <= greatest)
    return np.where(speaks, np.log((1 + texts) / (1 + frequency)) + 0.1, 0).astype(np.float32)


def _unit_sparse_rows(matrix: sp.csr_matrix) -> sp.csr_matrix:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sp.csr_matrix(sp.diags((1 / lengths).astype(np.float32)) @ matrix)


def _principal_axes(matrix: sp.csr_matrix, dimensions: int, seed: int) -> np.ndarray:
    """(features, dimensions) right singular vectors, strongest first, each with its largest entry positive."""
    most = min(dimensions, min(matrix.shape) - 1)
    if most < 2 or matrix.nnz == 0:
        return np.asarray(matrix.toarray().T, dtype=np.float32)  # few texts: each text is its own axis
    _, _, axes = randomized_svd(matrix, n_components=most, n_iter=2, random_state=seed, flip_sign=False)
    largest = np.abs(axes).argmax(axis=1)
    signs = np.sign(axes[np.arange(len(axes)), largest])
    signs[signs == 0] = 1
    return np.ascontiguousarray((axes * signs[:, np.newaxis]).T, dtype=np.float32)
