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
from scipy.linalg import qr

from medskick.engine.text.tokens import STOPWORDS_SV

from .base import even_sample, unit_rows
from .pieces import ROWS, pieces_of_words, word_counts

MOST_TEXTS_TO_FIT = 10_000
MOST_TEXTS_FOR_AXES = 5_000
MOST_DIMENSIONS = 150
LEAST_TEXTS, GREATEST_SHARE = 3, 0.2
OVERSAMPLED, POWER_ITERATIONS = 10, 2


class LexicalRepresentation:
    """Hashed words and runs of characters, weighed by rarity, reduced to unit vectors of at most 150 dimensions."""

    name = "lexical"
    version = "5"
    across_languages: slice | None = None

    def __init__(self, *, seed: int = 0) -> None:
        self._seed = seed
        self._table = np.zeros((ROWS, 0), dtype=np.float32)

    @property
    def dimensions(self) -> int:
        return self._table.shape[1]

    def fit(self, texts: Sequence[str]) -> LexicalRepresentation:
        """Learn weights and directions from `texts` (an even sample of them when there are very many)."""
        counts, vocabulary = word_counts(even_sample(texts, MOST_TEXTS_TO_FIT))
        return self.fit_words(counts, vocabulary, pieces_of_words(vocabulary))

    def fit_words(
        self, counts: sp.csr_matrix, vocabulary: Sequence[str], pieces: sp.csr_matrix
    ) -> LexicalRepresentation:
        """The same where the words of the texts are counted already, and taken to `pieces`."""
        texts = counts.shape[0]
        pieces = _speaking_pieces(vocabulary, pieces)
        weights = _weights(counts, pieces)
        kept = np.flatnonzero(weights)
        weighted = sp.csr_matrix(pieces[:, kept] @ sp.diags(weights[kept]))
        some = counts[np.asarray(even_sample(range(texts), MOST_TEXTS_FOR_AXES), dtype=np.int64)]
        axes = _principal_axes(some, weighted, _dimensions_for(texts), self._seed)
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


def _principal_axes(counts: sp.csr_matrix, weighted: sp.csr_matrix, dimensions: int, seed: int) -> np.ndarray:
    """Directions along which texts differ most, float32 (features, dimensions), each with its largest entry positive.

    Texts are unit rows of counts (texts, words) @ weighted (words, features). The two are never multiplied: the range
    finder with two power iterations (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1) only asks for their
    product with a few columns, and a word is looked at once for all texts that hold it.
    """
    texts, features = counts.shape[0], weighted.shape[1]
    most = min(dimensions, texts - 1, features - 1)
    if most < 2 or weighted.nnz == 0:  # few texts: each text is its own axis
        return np.asarray(_unit_sparse_rows(counts @ weighted).toarray().T, dtype=np.float32)
    scaled = _scaled_to_unit(counts, weighted)
    back, forth = sp.csr_matrix(scaled.T), sp.csr_matrix(weighted.T)
    wide = min(most + OVERSAMPLED, texts, features)
    basis = np.random.default_rng(seed).standard_normal((features, wide)).astype(np.float32)
    for _ in range(POWER_ITERATIONS):
        basis = forth @ (back @ _orthonormal(scaled @ (weighted @ basis)))
    projected = (forth @ (back @ _orthonormal(scaled @ (weighted @ basis)))).T
    strengths, turns = np.linalg.eigh(projected @ projected.T)
    lengths = np.sqrt(np.maximum(strengths, 1e-12))
    axes = ((turns / lengths).T @ projected)[::-1][:most]
    largest = np.abs(axes).argmax(axis=1)
    signs = np.sign(axes[np.arange(len(axes)), largest])
    signs[signs == 0] = 1
    return np.ascontiguousarray((axes * signs[:, np.newaxis]).T, dtype=np.float32)


def _orthonormal(columns: np.ndarray) -> np.ndarray:
    return qr(columns, mode="economic", overwrite_a=True, check_finite=False)[0]


def _scaled_to_unit(counts: sp.csr_matrix, weighted: sp.csr_matrix) -> sp.csr_matrix:
    """`counts` with rows scaled so that those of counts @ weighted have length one."""
    return sp.csr_matrix(sp.diags(1 / _lengths(counts @ weighted)) @ counts)


def _unit_sparse_rows(matrix: sp.csr_matrix) -> sp.csr_matrix:
    return sp.csr_matrix(sp.diags(1 / _lengths(matrix)) @ matrix)


def _lengths(matrix: sp.csr_matrix) -> np.ndarray:
    """Length of each row (rows,) float32; 1 for empty ones."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()).astype(np.float32)
    lengths[lengths == 0] = 1
    return lengths
