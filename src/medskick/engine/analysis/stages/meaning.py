"""What a group is about, in the trained model's eyes: the measure of which words may name it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..represent.base import unit_rows
from ..represent.trained import Model, shipped_model

LEAST_FIT = 0.05


class Meaning:
    """Directions of texts and terms. `texts` are numbered as the groups number them; `forms`: a term's usual form."""

    def __init__(self, texts: Sequence[str], forms: Mapping[str, str], model: Model | None = None) -> None:
        model = model or shipped_model()
        self._texts = model.texts(texts)
        self._middle = self._texts.mean(axis=0) if len(texts) else np.zeros(model.dimensions, np.float32)
        self._rows = {term: row for row, term in enumerate(forms)}
        self._terms = unit_rows(model.texts(list(forms.values())) - self._middle)

    def fits(self, terms: Sequence[str], members: Sequence[int]) -> np.ndarray:
        """How well each term says what the texts `members` are about: 0.05 (not at all) to 1 (best of the terms)."""
        if not len(terms) or not len(members):
            return np.ones(len(terms))
        sums = unit_rows(self._texts[list(members)] - self._middle).sum(axis=0, keepdims=True)
        direction = unit_rows(sums)[0]
        nearness = np.round(self._terms[[self._rows[term] for term in terms]] @ direction, 5)
        best = float(nearness.max())
        if best <= 0:
            return np.ones(len(terms))
        return np.clip(nearness / best, LEAST_FIT, 1.0)

    def nearness(self, one: str, other: str) -> float:
        """How alike two terms are in meaning: 1 for the same."""
        return float(np.round(self._terms[self._rows[one]] @ self._terms[self._rows[other]], 5))

    def echoes(self, terms: Sequence[str], members: Sequence[int], least: float) -> np.ndarray:
        """In how many of the texts `members` something near each term is said, (terms,)."""
        texts = unit_rows(self._texts[list(members)] - self._middle)
        near = np.round(self._terms[[self._rows[term] for term in terms]] @ texts.T, 5)
        return np.asarray((near >= least).sum(axis=1))
