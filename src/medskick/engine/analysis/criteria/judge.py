"""Suggestions for each statement: within the region's reach or not, needs cooperation, long-term. A person decides.

Logistic regressions over a text's meaning and its words (training/train_criteria.py); the answers are shares of 0 to 1,
calibrated on labelled synthetic texts. Because the model is a sum over words, each answer can say which words spoke
for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import islice
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from ..represent.pieces import word_counts
from ..represent.trained import Model, shipped_model
from .evidence import says_something
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

    def words_for(
        self, texts: Sequence[str], answers: Sequence[str], common: Collection[str] = ()
    ) -> dict[str, list[str]]:
        """The words, as written in lower case, that speak most for each answer over all `texts` together.

        A word speaks by its own sign and by its part of the texts' meaning. Words that say nothing (`evidence`), pairs
        and the words in `common` stay unnamed.
        """
        counts, words = word_counts(texts)
        if not words:
            return {answer: [] for answer in answers}
        vectors = self.model.words(words)
        lengths = np.maximum(np.linalg.norm(counts @ vectors, axis=1), 1e-6)
        meant = MEANING_WEIGHT * (counts.T @ (1 / lengths))
        there = sp.csr_matrix((np.ones(counts.nnz), counts.indices, counts.indptr), shape=counts.shape)
        said = there.T @ (1 / np.sqrt(sign_counts(texts)))
        signs = self.signs[[sign_of(word) for word in words]]
        found = {}
        for answer in answers:
            meaning, sign = self._speaks_for(answer, vectors, signs)
            found[answer] = _strongest(words, meaning * meant + sign * said, common)
        return found

    def _speaks_for(
        self, answer: str, vectors: np.ndarray, signs: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """How much each word's meaning and its sign speak for an answer; outside scopes: against being within."""
        column = ANSWERS.index(answer)
        meaning, sign = vectors @ self.meaning[:, column], signs[:, column]
        if answer in SCOPES[1:]:
            meaning, sign = meaning - vectors @ self.meaning[:, 0], sign - signs[:, 0]
        return meaning, sign

    def _logits(self, texts: Sequence[str]) -> np.ndarray:
        by_meaning = MEANING_WEIGHT * (self.model.texts(texts) @ self.meaning)
        return by_meaning + sign_matrix(texts) @ self.signs + self.bias


def _strongest(words: Sequence[str], worth: np.ndarray, common: Collection[str]) -> list[str]:
    spoken = (
        (-value, word) for word, value in zip(words, np.round(worth, 5).tolist(), strict=True) if value > 0
    )
    told = (word for _, word in sorted(spoken) if word not in common and says_something(word))
    return list(islice(told, MOST_WORDS))


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
