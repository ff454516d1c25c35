"""The representation the engine uses: the trained model's meaning beside the corpus's own words.

The trained vectors are moved so that what all texts here share (their common subject, their kind of prose) counts for
nothing; the lexical ones, fitted to the texts at hand, keep apart what the model does not know: names of places,
local words, new matters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .base import unit_rows
from .lexical import LexicalRepresentation
from .trained import Model, shipped_model

LEXICAL_WEIGHT = 0.3
TEXTS_THAT_MOVE_THE_MIDDLE = 50


class BlendedRepresentation:
    """Unit vectors: centred trained vectors, and lexical ones of weight 0.3 beside them."""

    name = "swedish+lexical"

    def __init__(
        self, *, seed: int = 0, model: Model | None = None, lexical_weight: float = LEXICAL_WEIGHT
    ) -> None:
        self._model = model or shipped_model()
        self._lexical = LexicalRepresentation(seed=seed)
        self._lexical_weight = lexical_weight
        self._middle = np.zeros(self._model.dimensions, dtype=np.float32)
        self.version = f"{self._model.version}+{self._lexical.version}"

    def fit(self, texts: Sequence[str]) -> BlendedRepresentation:
        """Learn the middle of `texts` and their own words. A handful of texts hardly moves the middle."""
        self._lexical.fit(texts)
        vectors = self._model.texts(texts)
        self._middle = vectors.sum(axis=0) / (len(texts) + TEXTS_THAT_MOVE_THE_MIDDLE)
        return self

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        trained = self._model.texts(texts)
        known = np.linalg.norm(trained, axis=1, keepdims=True) > 0
        trained = unit_rows((trained - self._middle) * known)
        return unit_rows(np.hstack([trained, self._lexical_weight * self._lexical.vectors(texts)]))
