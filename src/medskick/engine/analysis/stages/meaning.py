"""What a group is about, in the trained model's eyes: the measure of which words may name it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..represent.base import unit_rows
from ..represent.trained import Model, shipped_model

LEAST_FIT = 0.05
NO_MATTER, SURELY_A_MATTER, WORTH_OF_NO_MATTER = 0.2, 0.4, 0.4


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
        self._matter = np.zeros(len(forms))
        self._matters = np.concatenate([*self._model.matters, np.zeros((0, self._model.dimensions))])

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

    def direction(self, members: np.ndarray) -> np.ndarray:
        """Where the texts `members` point together (dimensions,)."""
        return unit_rows(self._texts[members].sum(axis=0, keepdims=True))[0]

    def matter(self, terms: np.ndarray) -> np.ndarray:
        """How much each term is of a matter that public life is about ("vård"), 1, or of none ("läge"), 0.4."""
        self._of(terms)
        share = (self._matter[terms] - NO_MATTER) / (SURELY_A_MATTER - NO_MATTER)
        return WORTH_OF_NO_MATTER + (1 - WORTH_OF_NO_MATTER) * np.clip(share, 0.0, 1.0)

    def own(self, term: int, directions: np.ndarray, place: int) -> float:
        """Does a term point at a group or rather at another one: 1 if at none more, else the share (0 to 1).

        directions (groups, dimensions): of all groups; place: which of them it is.
        """
        if len(directions) < 2:
            return 1.0
        near = np.round(directions @ self._of(np.array([term]))[0], 5)
        here, most = float(near[place]), float(near.max())
        return 1.0 if here >= most or most <= 0 else max(0.0, here) / most

    def ways(self, members: np.ndarray) -> np.ndarray:
        """Where each of the texts `members` points (members, dimensions)."""
        return self._texts[members]

    def said(self, term: int, ways: np.ndarray) -> np.ndarray:
        """How near texts come to a term (texts,), rounded. ways: where they point."""
        return np.round(ways @ self._of(np.array([term]))[0], 5)

    def nearness(self, one: int, other: int) -> float:
        """How alike two terms are in meaning: 1 for the same."""
        first, second = self._of(np.array([one, other]))
        return float(np.round(first @ second, 5))

    def echoes(self, terms: np.ndarray, ways: np.ndarray, least: float) -> np.ndarray:
        """In how many texts something near each term is said, (terms,). ways: where the texts point."""
        return np.asarray((np.round(self._of(terms) @ ways.T, 5) >= least).sum(axis=1))

    def alike(self, some: np.ndarray, others: np.ndarray) -> np.ndarray:
        """How alike in meaning two lots of terms are (some, others): 1 for the same."""
        return np.round(self._of(some) @ self._of(others).T, 5)

    def _of(self, terms: np.ndarray) -> np.ndarray:
        """Directions of terms; those of a term are worked out when it is first asked for."""
        new = terms[~self._known[terms]]
        if len(new):
            found = self._model.texts([self._forms[t] for t in new.tolist()])
            self._terms[new] = unit_rows(found - self._middle)
            if len(self._matters):
                self._matter[new] = np.round((found @ self._matters.T).max(axis=1), 5)
            self._known[new] = True
        return self._terms[terms]
