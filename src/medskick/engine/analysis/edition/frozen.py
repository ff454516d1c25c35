"""The part of the representation that an edition can keep: the trained model, seen from the edition's own middle.

The lexical part is fitted to all texts of a run and would have to be stored with every word of them; new contributions
are compared without it (docs/decisions/0030 says what that costs).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..represent.base import even_sample, unit_rows
from ..represent.blended import MATTER_WEIGHTS, SHARPNESS
from ..represent.trained import Model, shipped_model
from ..stages.corpus import Corpus
from ..stages.vectors import STATEMENTS_OF_ONE_MATTER

MOST_TEXTS_FOR_MIDDLE = 20_000
TEXTS_THAT_MOVE_THE_MIDDLE = 50


class Frozen:
    """Unit vectors as seen from `middle` (dimensions,), which later texts do not move."""

    def __init__(self, middle: np.ndarray, model: Model | None = None) -> None:
        self.model = model or shipped_model()
        self.middle = middle.astype(np.float32)

    @classmethod
    def of(cls, corpus: Corpus) -> Frozen:
        """Seen from the middle of the corpus (of an even sample of it, when it is large)."""
        model = shipped_model()
        picks = even_sample(range(len(corpus.contributions)), MOST_TEXTS_FOR_MIDDLE)
        sums = model.texts([corpus.context(p) for p in picks]).sum(axis=0)
        return cls(np.round(sums / (len(picks) + TEXTS_THAT_MOVE_THE_MIDDLE), 6), model)

    def statements(self, corpus: Corpus, chosen: np.ndarray) -> np.ndarray:
        """float32 (chosen, d): a statement's own words and the contribution around it, zeros where nothing is known."""
        own = self._vectors([corpus.texts[s] for s in chosen.tolist()])
        owners, place = np.unique(corpus.owner[chosen], return_inverse=True)
        around = self._vectors([corpus.context(owner) for owner in owners.tolist()])[place]
        held = np.bincount(corpus.owner, minlength=1)[corpus.owner[chosen]]
        weight = np.minimum(1.0, STATEMENTS_OF_ONE_MATTER / np.maximum(held, 1))[:, np.newaxis]
        has_words = np.linalg.norm(own, axis=1, keepdims=True) > 0
        return unit_rows(own + weight * around * has_words)

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        trained = self.model.texts(texts)
        known = np.linalg.norm(trained, axis=1, keepdims=True) > 0
        parts = [unit_rows((trained - self.middle) * known)]
        for weight, directions in zip(MATTER_WEIGHTS, self.model.matters, strict=False):
            nearness = trained @ directions.T
            raised = np.exp((nearness - nearness.max(axis=1, keepdims=True)) / SHARPNESS)
            parts.append(weight * known * np.sqrt(raised / raised.sum(axis=1, keepdims=True)))
        return unit_rows(np.hstack(parts))
