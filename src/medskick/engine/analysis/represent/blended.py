"""The representation the engine uses: meaning, known matters of public life, and the corpus's own words side by side.

The trained vectors are moved so that what all texts here share (their common subject, their kind of prose) counts for
nothing. Which known matters a text is about, as square roots of shares, draws together what people see as one theme
though it is said in many ways. The lexical part, fitted to the texts at hand, keeps apart what the model does not know:
names of places, local words, new matters. The longer a text, the more it counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from ..contract import AnalysisError
from .base import even_sample, unit_rows
from .known import KnownWords
from .lexical import MOST_TEXTS_TO_FIT, LexicalRepresentation
from .models import TextModel
from .pieces import pieces_of_words, word_counts
from .trained import CHUNK, Model, shipped_model

BLENDING = "2"  # to be raised when the parts are put together in another way
WORDS_OF_HALF_SAY = 30
MATTER_WEIGHTS = (0.5, 0.35)
SHARPNESS = 0.05
TEXTS_THAT_MOVE_THE_MIDDLE = 50
MOST_TEXTS_FOR_OTHER_MIDDLE = 1_000


class BlendedRepresentation:
    """Unit vectors: centred trained vectors, shares of known matters, and lexical vectors, each with its weight.

    other: a larger model that a region brings, whose centred vectors stand last with the weight of our own.
    """

    def __init__(self, *, seed: int = 0, model: Model | None = None, other: TextModel | None = None) -> None:
        self._model = model or shipped_model()
        self._lexical = LexicalRepresentation(seed=seed)
        self._other = other
        self._words = KnownWords(self._of_words)
        self._middle = np.zeros(self._model.dimensions, dtype=np.float32)
        self._other_middle = np.zeros(0, dtype=np.float32)
        self.name = f"swedish+lexical+{other.name}" if other else "swedish+lexical"
        versions = [self._model.version, self._lexical.version, BLENDING] + ([other.version] if other else [])
        self.version = "+".join(versions)

    def fit(self, texts: Sequence[str]) -> BlendedRepresentation:
        """Learn the middle of `texts` and their own words. A handful of texts hardly moves the middle."""
        texts = even_sample(texts, MOST_TEXTS_TO_FIT)
        counts, vocabulary = word_counts(texts)
        pieces = pieces_of_words(vocabulary)
        self._lexical.fit_words(counts, vocabulary, pieces)
        self._words = KnownWords(self._of_words)
        vectors = unit_rows(counts @ self._model.of_pieces(pieces))
        self._middle = vectors.sum(axis=0) / (len(texts) + TEXTS_THAT_MOVE_THE_MIDDLE)
        if self._other:
            some = list(even_sample(texts, MOST_TEXTS_FOR_OTHER_MIDDLE)) or [""]
            vectors = unit_rows(self._other.encode(some))
            self._other_middle = vectors.sum(axis=0) / (len(some) + TEXTS_THAT_MOVE_THE_MIDDLE)
        return self

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        return np.vstack(
            [self._block(texts[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)]
            or [np.zeros((0, self.dimensions), dtype=np.float32)]
        )

    @property
    def dimensions(self) -> int:
        """Length of the vectors; known when fitted."""
        matters = sum(len(directions) for directions in self._model.matters)
        return self._model.dimensions + matters + self._lexical.dimensions + len(self._other_middle)

    @property
    def across_languages(self) -> slice | None:
        """The part of the vectors in which texts of any language can be compared; None without a model for it."""
        return slice(self.dimensions - len(self._other_middle), self.dimensions) if self._other else None

    def _of_words(self, words: Sequence[str]) -> np.ndarray:
        """The trained and the lexical vector of each word, side by side."""
        pieces = pieces_of_words(words)
        return np.hstack([self._model.of_pieces(pieces), self._lexical.of_words(words, pieces)])

    def _block(self, texts: Sequence[str]) -> np.ndarray:
        counts, vocabulary = word_counts(texts)
        summed = counts @ self._words.vectors(vocabulary)
        trained = unit_rows(summed[:, : self._model.dimensions])
        own = unit_rows(summed[:, self._model.dimensions :])
        known = np.linalg.norm(trained, axis=1, keepdims=True) > 0
        parts = [unit_rows((trained - self._middle) * known)]
        for weight, directions in zip(MATTER_WEIGHTS, self._model.matters, strict=False):
            parts.append(weight * known * np.sqrt(_shares(trained @ directions.T)))
        parts.append(_say_of_own_words(counts) * own)
        if self._other:
            parts.append(self._by_other(self._other, texts))
        return unit_rows(np.hstack(parts))

    def _by_other(self, other: TextModel, texts: Sequence[str]) -> np.ndarray:
        """The brought model's centred vectors; zeros for a text without a letter or figure."""
        vectors = unit_rows(other.encode(texts))
        if vectors.shape[1] != len(self._other_middle):
            raise AnalysisError(
                f"Modellen {other.name} svarade med {vectors.shape[1]} tal för en text och tidigare med "
                f"{len(self._other_middle)}. Analysen stoppades; inget är skrivet."
            )
        says = np.array([[any(sign.isalnum() for sign in text)] for text in texts], dtype=bool).reshape(-1, 1)
        return unit_rows((vectors - self._other_middle) * says)


def _say_of_own_words(counts: sp.csr_matrix) -> np.ndarray:
    """Weight of the lexical part (texts, 1): √(n / (n + 30)) for n words, as few words tell little by themselves."""
    words = np.asarray(counts.multiply(counts).sum(axis=1))
    return np.sqrt(words / (words + WORDS_OF_HALF_SAY)).astype(np.float32)


def _shares(nearness: np.ndarray) -> np.ndarray:
    """How a text's attention is shared among matters: rows that sum to 1, sharply on the nearest."""
    raised = np.exp((nearness - nearness.max(axis=1, keepdims=True)) / SHARPNESS)
    return raised / raised.sum(axis=1, keepdims=True)
