"""What a group is about, in the trained model's eyes: the measure of which words may name it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..represent.base import unit_rows
from ..represent.trained import Model, shipped_model

LEAST_FIT = 0.05


class Meaning:
    """Directions of texts and terms, by their numbers. `forms`: the usual form of each term."""

    def __init__(self, texts: Sequence[str], forms: Sequence[str], model: Model | None = None) -> None:
        self._model = model or shipped_model()
        vectors = self._model.texts(texts)
        self._middle = vectors.mean(axis=0) if len(texts) else np.zeros(self._model.dimensions, np.float32)
        self._texts = unit_rows(vectors - self._middle)
        self._forms = forms
        self._known = np.zeros(len(forms), dtype=bool)
        self._terms = np.zeros((len(forms), self._model.dimensions), dtype=np.float32)

    def fits(self, terms: np.ndarray, members: np.ndarray) -> np.ndarray:
        """How well each term says what the texts `members` are about: 0.05 (not at all) to 1 (best of the terms)."""
        if not len(terms) or not len(members):
            return np.ones(len(terms))
        direction = unit_rows(self._texts[members].sum(axis=0, keepdims=True))[0]
        nearness = np.round(self._of(terms) @ direction, 5)
        best = float(nearness.max())
        if best <= 0:
            return np.ones(len(terms))
        return np.clip(nearness / best, LEAST_FIT, 1.0)

    def nearness(self, one: int, other: int) -> float:
        """How alike two terms are in meaning: 1 for the same."""
        first, second = self._of(np.array([one, other]))
        return float(np.round(first @ second, 5))

    def echoes(self, terms: np.ndarray, members: np.ndarray, least: float) -> np.ndarray:
        """In how many of the texts `members` something near each term is said, (terms,)."""
        near = np.round(self._of(terms) @ self._texts[members].T, 5)
        return np.asarray((near >= least).sum(axis=1))

    def _of(self, terms: np.ndarray) -> np.ndarray:
        """Directions of terms; those of a term are worked out when it is first asked for."""
        new = terms[~self._known[terms]]
        if len(new):
            self._terms[new] = unit_rows(
                self._model.texts([self._forms[t] for t in new.tolist()]) - self._middle
            )
            self._known[new] = True
        return self._terms[terms]
