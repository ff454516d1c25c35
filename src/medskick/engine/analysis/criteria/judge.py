"""Suggestions for each statement: within the region's reach or not, needs cooperation, long-term. A person decides.

Logistic regressions over a text's meaning and its words (training/train_criteria.py); the answers are shares of 0 to 1,
calibrated on labelled synthetic texts. Because the model is a sum over words, each answer can say which words spoke
for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from medskick.engine.text.tokens import STOPWORDS_SV, lower_words

from ..represent.trained import Model, shipped_model
from .features import MEANING_WEIGHT, sign_matrix, signs_of

JUDGE_FILE = Path(str(files(__package__).joinpath("data/criteria_sv.npz")))
WITHIN = "in"
SCOPES = (WITHIN, "beyond_influence", "short_term", "local_only", "single_actor")
COOPERATION, LONG_TERM = "cooperation", "long_term"
ANSWERS = (*SCOPES, COOPERATION, LONG_TERM)
MOST_WORDS = 5


@dataclass(frozen=True)
class Judgements:
    """Per statement: how likely each scope is (statements, 5), needs cooperation and long-term (statements,)."""

    scopes: np.ndarray
    cooperation: np.ndarray
    long_term: np.ndarray

    def scope(self, statement: int) -> str:
        """The likeliest scope."""
        return SCOPES[int(self.scopes[statement].argmax())]


@dataclass(frozen=True)
class Judge:
    """`meaning` (dimensions, 7), `signs` (SIGNS, 7) and `bias` (7,): one column for each of ANSWERS."""

    meaning: np.ndarray
    signs: np.ndarray
    bias: np.ndarray
    model: Model

    def judge(self, texts: Sequence[str]) -> Judgements:
        """Judge texts as a reader sees them (without masked parts)."""
        found = self._logits(texts)
        raised = np.exp(found[:, : len(SCOPES)] - found[:, : len(SCOPES)].max(axis=1, keepdims=True))
        binary = np.round(1 / (1 + np.exp(-found[:, len(SCOPES) :])), 4)
        return Judgements(np.round(raised / raised.sum(axis=1, keepdims=True), 4), binary[:, 0], binary[:, 1])

    def words_for(self, texts: Sequence[str], answer: str) -> list[str]:
        """The words, as written in lower case, that speak most for an answer over all `texts` together."""
        column = ANSWERS.index(answer)
        against = 0 if answer in SCOPES[1:] else None
        total: dict[str, float] = {}
        for text in texts:
            for word, weight in self._by_word(text, column, against):
                total[word] = total.get(word, 0.0) + weight
        best = sorted(total.items(), key=lambda entry: (-round(entry[1], 6), entry[0]))
        return [word for word, weight in best if weight > 0][:MOST_WORDS]

    def _logits(self, texts: Sequence[str]) -> np.ndarray:
        by_meaning = MEANING_WEIGHT * (self.model.texts(texts) @ self.meaning)
        return by_meaning + sign_matrix(texts) @ self.signs + self.bias

    def _by_word(self, text: str, column: int, against: int | None) -> list[tuple[str, float]]:
        """What each word adds: its sign's weight and its part of the meaning. Stop words and pairs stay unnamed."""
        signs = signs_of(text)
        words = list(dict.fromkeys(word for word in lower_words(text)))
        if not words:
            return []
        vectors = self.model.words(words)
        length = max(float(np.linalg.norm(vectors.sum(axis=0))), 1e-6)
        meaning, weights = self.meaning[:, column], self.signs[:, column]
        if against is not None:
            meaning, weights = meaning - self.meaning[:, against], weights - self.signs[:, against]
        from_meaning = MEANING_WEIGHT * (vectors @ meaning) / length
        of_sign = dict(signs)
        scale = 1 / np.sqrt(max(1, len(signs)))
        return [
            (word, float(from_meaning[n] + scale * weights[of_sign[word]]))
            for n, word in enumerate(words)
            if word not in STOPWORDS_SV and word in of_sign
        ]


@cache
def shipped_judge() -> Judge:
    """The judge in the package."""
    with np.load(JUDGE_FILE, allow_pickle=False) as file:
        return Judge(
            file["meaning"].astype(np.float32),
            file["signs"].astype(np.float32),
            file["bias"].astype(np.float32),
            shipped_model(),
        )
