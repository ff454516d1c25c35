"""Suggestions for each statement: within the region's reach or not, needs cooperation, long-term. A person decides.

Logistic regressions over a text's meaning and its words (training/train_criteria.py); the answers are shares of 0 to 1,
calibrated on labelled synthetic texts. Because the model is a sum over words, each answer can say which words spoke
for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from medskick.engine.text.tokens import STOPWORDS_SV

from ..represent.pieces import word_counts
from ..represent.trained import Model, shipped_model
from .features import MEANING_WEIGHT, sign_counts, sign_matrix, sign_of

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

    @classmethod
    def of(cls, answers: np.ndarray) -> Judgements:
        """From a judge's answers (statements, 7)."""
        return cls(answers[:, : len(SCOPES)], answers[:, -2], answers[:, -1])

    @cached_property
    def likeliest(self) -> np.ndarray:
        """Number of the likeliest scope of each statement (statements,) int."""
        return self.scopes.argmax(axis=1)

    def scope(self, statement: int) -> str:
        """The likeliest scope."""
        return SCOPES[int(self.likeliest[statement])]


@dataclass(frozen=True)
class Judge:
    """`meaning` (dimensions, 7), `signs` (SIGNS, 7) and `bias` (7,): one column for each of ANSWERS."""

    meaning: np.ndarray
    signs: np.ndarray
    bias: np.ndarray
    model: Model

    def answers(self, texts: Sequence[str]) -> np.ndarray:
        """Judge texts as a reader sees them (without masked parts): float32 (texts, 7), a column of ANSWERS each."""
        found = self._logits(texts)
        if not len(texts):
            return np.zeros((0, len(ANSWERS)), dtype=np.float32)
        raised = np.exp(found[:, : len(SCOPES)] - found[:, : len(SCOPES)].max(axis=1, keepdims=True))
        scopes = raised / raised.sum(axis=1, keepdims=True)
        binary = 1 / (1 + np.exp(-found[:, len(SCOPES) :]))
        return np.round(np.hstack([scopes, binary]), 4).astype(np.float32)

    def judge(self, texts: Sequence[str]) -> Judgements:
        """The same, by name."""
        return Judgements.of(self.answers(texts))

    def words_for(self, texts: Sequence[str], answer: str) -> list[str]:
        """The words, as written in lower case, that speak most for an answer over all `texts` together.

        A word speaks by its own sign and by its part of the texts' meaning. Stop words and pairs stay unnamed.
        """
        counts, words = word_counts(texts)
        if not words:
            return []
        column = ANSWERS.index(answer)
        meaning, signs = self.meaning[:, column], self.signs[:, column]
        if answer in SCOPES[1:]:  # what speaks for an outside scope speaks against being within
            meaning, signs = meaning - self.meaning[:, 0], signs - self.signs[:, 0]
        vectors = self.model.words(words)
        lengths = np.maximum(np.linalg.norm(counts @ vectors, axis=1), 1e-6)
        by_meaning = MEANING_WEIGHT * (vectors @ meaning) * (counts.T @ (1 / lengths))
        there = sp.csr_matrix((np.ones(counts.nnz), counts.indices, counts.indptr), shape=counts.shape)
        by_sign = signs[[sign_of(word) for word in words]] * (there.T @ (1 / np.sqrt(sign_counts(texts))))
        worth = np.round(by_meaning + by_sign, 5).tolist()
        spoken = ((-value, word) for word, value in zip(words, worth, strict=True) if value > 0)
        return [word for _, word in sorted(spoken) if word not in STOPWORDS_SV][:MOST_WORDS]

    def _logits(self, texts: Sequence[str]) -> np.ndarray:
        by_meaning = MEANING_WEIGHT * (self.model.texts(texts) @ self.meaning)
        return by_meaning + sign_matrix(texts) @ self.signs + self.bias


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
