"""The model while it learns: a table of word pieces whose weighted sum is a text's unit vector. NumPy and SciPy only.

word  = exp(weights of its pieces) · sum of its pieces' rows        (see engine/analysis/represent/pieces.py)
text  = unit length of Σ √count · word
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from medskick.engine.analysis.represent.pieces import ROWS, pieces_of_words
from medskick.engine.text.tokens import lower_words

LARGEST_WEIGHT = 4.0


@dataclass
class Vocabulary:
    """Numbers of all words of the training material, and the table rows they are made of."""

    numbers: dict[str, int] = field(default_factory=dict)
    _pieces: sp.csr_matrix | None = None

    def text(self, text: str, most: int) -> np.ndarray:
        """Numbers of the first `most` words of a text; one number for a text without words."""
        words = lower_words(text)[:most] or [""]
        return np.array([self.numbers.setdefault(word, len(self.numbers)) for word in words], dtype=np.int32)

    @property
    def pieces(self) -> sp.csr_matrix:
        if self._pieces is None or self._pieces.shape[0] != len(self.numbers):
            self._pieces = pieces_of_words(list(self.numbers))
        return self._pieces


@dataclass(frozen=True)
class Pass:
    """What a forward pass keeps for the backward pass. `unit` are the texts' vectors (texts, dimensions)."""

    unit: np.ndarray
    length: np.ndarray
    counts: sp.csr_matrix
    pieces: sp.csr_matrix
    plain: np.ndarray
    weight: np.ndarray


class StaticModel:
    """`table` (ROWS, dimensions) and `weights` (ROWS,), learned with Adam on the rows that a batch touches."""

    def __init__(self, vocabulary: Vocabulary, dimensions: int, seed: int) -> None:
        random = np.random.default_rng(seed)
        self.vocabulary = vocabulary
        self.table = (random.standard_normal((ROWS, dimensions)) * 0.1).astype(np.float32)
        self.weights = np.zeros(ROWS, dtype=np.float32)
        self._memory = [[np.zeros_like(part), np.zeros_like(part)] for part in (self.table, self.weights)]
        self._steps = 0

    def forward(self, texts: Sequence[np.ndarray]) -> Pass:
        used, places = np.unique(np.concatenate(texts), return_inverse=True)
        pointers = np.concatenate([[0], np.cumsum([len(text) for text in texts])])
        ones = np.ones(len(places), dtype=np.float32)
        counts = sp.csr_matrix((ones, places, pointers), shape=(len(texts), len(used)))
        counts.sum_duplicates()
        counts.data = np.sqrt(counts.data)
        pieces = self.vocabulary.pieces[used]
        plain = pieces @ self.table
        weight = np.exp(np.clip(pieces @ self.weights, -LARGEST_WEIGHT, LARGEST_WEIGHT)).astype(np.float32)
        sums = counts @ (weight[:, np.newaxis] * plain)
        length = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-6
        return Pass(sums / length, length, counts, pieces, plain, weight)

    def learn(self, done: Pass, slope: np.ndarray, rate: float) -> None:
        """One Adam step against `slope` (texts, dimensions), the loss's derivative by the unit vectors."""
        sums = (slope - done.unit * (done.unit * slope).sum(axis=1, keepdims=True)) / done.length
        words = done.counts.T.tocsr() @ sums
        rows = np.unique(done.pieces.indices)
        spread = done.pieces[:, rows].T.tocsr()
        by_table = spread @ (done.weight[:, np.newaxis] * words)
        by_weights = spread @ (done.weight * (words * done.plain).sum(axis=1))
        self._steps += 1
        for part, slope_of_part, memory in (
            (self.table, by_table, self._memory[0]),
            (self.weights, by_weights, self._memory[1]),
        ):
            part[rows] -= rate * _adam(memory, rows, slope_of_part, self._steps)

    def vectors(self, texts: Sequence[np.ndarray], batch: int = 4096) -> np.ndarray:
        parts = [self.forward(texts[start : start + batch]).unit for start in range(0, len(texts), batch)]
        return np.concatenate(parts)


class Prototypes:
    """One learned direction per label; texts are drawn towards their own label's (softmax over cosines)."""

    def __init__(self, labels: int, dimensions: int, seed: int, temperature: float = 0.1) -> None:
        self.directions = np.random.default_rng(seed).standard_normal((labels, dimensions)).astype(np.float32)
        self._memory = [np.zeros_like(self.directions), np.zeros_like(self.directions)]
        self._temperature = temperature
        self._steps = 0

    def pull(self, unit: np.ndarray, labels: np.ndarray, strength: float) -> tuple[float, np.ndarray]:
        """Loss and slope by the unit vectors; the directions themselves take a step."""
        lengths = np.linalg.norm(self.directions, axis=1, keepdims=True) + 1e-9
        ways = self.directions / lengths
        share = softmax(unit @ ways.T / self._temperature)
        rows = np.arange(len(unit))
        loss = float(-np.log(share[rows, labels] + 1e-9).mean())
        share[rows, labels] -= 1
        share *= strength / (len(unit) * self._temperature)
        by_ways = share.T @ unit
        slope = (by_ways - ways * (ways * by_ways).sum(axis=1, keepdims=True)) / lengths
        self._steps += 1
        self.directions -= 0.02 * _adam(self._memory, slice(None), slope, self._steps, late=0.99)
        return loss, share @ ways


def info_nce(
    left: np.ndarray, right: np.ndarray, temperature: float, same: np.ndarray | None = None
) -> tuple[float, np.ndarray, np.ndarray]:
    """Symmetric contrastive loss of pairs (van den Oord et al. 2018): row i of `left` belongs to row i of `right`.

    same: True where two rows mean the same and must not push each other apart. Returns loss and both slopes.
    """
    nearness = left @ right.T / temperature
    if same is not None:
        nearness = np.where(same, -50.0, nearness)
    across, down = softmax(nearness), softmax(nearness.T).T
    rows = np.arange(len(left))
    loss = float(-(np.log(across[rows, rows] + 1e-9) + np.log(down[rows, rows] + 1e-9)).mean() / 2)
    slope = (across + down) / 2
    slope[rows, rows] -= 1
    slope /= len(left) * temperature
    return loss, slope @ right, slope.T @ left


def softmax(values: np.ndarray) -> np.ndarray:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _adam(memory, rows, slope: np.ndarray, steps: int, early: float = 0.9, late: float = 0.999) -> np.ndarray:
    """The step of Adam (Kingma and Ba 2015) for some rows; `memory` holds the two running means."""
    first = early * memory[0][rows] + (1 - early) * slope
    second = late * memory[1][rows] + (1 - late) * slope * slope
    memory[0][rows], memory[1][rows] = first, second
    return (first / (1 - early**steps)) / (np.sqrt(second / (1 - late**steps)) + 1e-8)
