"""Is a statement for or against what it is about, or neither? A linear model over cues, letter runs and meaning.

Made by training/train_stance.py from sentences written for Medskick; docs/model-card.md says how good it is. "For"
means more, keep, build, raise; "against" less, stop, close, lower. Below its threshold a side is not taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from ..represent.trained import shipped_model
from .cues import find_cues
from .features import (
    MEANING_WEIGHT,
    PAIRS_WEIGHT,
    RUNS_WEIGHT,
    cue_columns,
    pair_columns,
    run_matrix,
    scale,
)
from .reading import Reading, read

STANCE_FILE = Path(str(files(__package__).joinpath("data/stance_sv.npz")))
AGAINST, NEITHER, FOR = -1, 0, 1
CHUNK = 20_000


@dataclass(frozen=True)
class StanceJudge:
    """Weights of each kind of feature, one column each for against, neither and for.

    cues (columns, 3), runs (RUNS, 3), pairs (PAIRS, 3), meaning (dimensions, 3), bias (3,). thresholds: how likely
    against and for must be before they are said (2,).
    """

    cues: np.ndarray
    runs: np.ndarray
    pairs: np.ndarray
    meaning: np.ndarray
    bias: np.ndarray
    thresholds: np.ndarray

    def likely(self, texts: Sequence[str], vectors: np.ndarray | None = None) -> np.ndarray:
        """How likely against, neither and for are: float64 (texts, 3), rows of sum 1.

        vectors: those of the shipped Swedish model, (texts, dimensions), where they are known already.
        """
        found = np.zeros((len(texts), 3))
        for start in range(0, len(texts), CHUNK):
            end = start + CHUNK
            own = list(texts[start:end])
            meaning = shipped_model().texts(own) if vectors is None else vectors[start:end]
            found[start:end] = self._likely(read(own), meaning)
        return found

    def stances(self, texts: Sequence[str], vectors: np.ndarray | None = None) -> np.ndarray:
        """-1 against, 0 neither or unsure, 1 for: int8 (texts,)."""
        return self.decide(self.likely(texts, vectors))

    def decide(self, likely: np.ndarray) -> np.ndarray:
        """The stances that `likely` (texts, 3) is enough for: int8 (texts,)."""
        against = (likely[:, 0] >= self.thresholds[0]) & (likely[:, 0] > likely[:, 2])
        in_favour = (likely[:, 2] >= self.thresholds[1]) & (likely[:, 2] > likely[:, 0])
        return np.where(against, AGAINST, np.where(in_favour, FOR, NEITHER)).astype(np.int8)

    def _likely(self, reading: Reading, meaning: np.ndarray) -> np.ndarray:
        by_word = (run_matrix(reading) @ self.runs)[reading.word]
        column, owner = pair_columns(reading)
        by_pair = self.pairs[column]
        words = np.column_stack(
            [
                RUNS_WEIGHT * np.bincount(reading.owner, by_word[:, way], reading.texts)
                + PAIRS_WEIGHT * np.bincount(owner, by_pair[:, way], reading.texts)
                for way in range(3)
            ]
        )
        found = (
            cue_columns(reading, find_cues(reading)) @ self.cues
            + words / scale(reading)[:, np.newaxis]
            + MEANING_WEIGHT * (meaning @ self.meaning)
            + self.bias
        )
        raised = np.exp(found - found.max(axis=1, keepdims=True))
        return np.round(raised / raised.sum(axis=1, keepdims=True), 5)


def stances(texts: Sequence[str], vectors: np.ndarray | None = None) -> np.ndarray:
    """The stance of each statement towards what it is about: int8 (texts,), -1 against, 0 neither or unsure, 1 for.

    vectors: the texts' vectors of the shipped Swedish model (texts, dimensions), where they are known already.
    """
    return shipped_stance_judge().stances(texts, vectors)


@cache
def shipped_stance_judge() -> StanceJudge:
    """The judge in the package."""
    with np.load(STANCE_FILE, allow_pickle=False) as file:
        return StanceJudge(
            **{
                name: file[name].astype(np.float32)
                for name in ("cues", "runs", "pairs", "meaning", "bias", "thresholds")
            }
        )
