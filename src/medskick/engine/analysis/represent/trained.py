"""Our own Swedish model: a table of word pieces, trained on public documents and written everyday Swedish.

docs/model-card.md says what went into it and what it cannot do; training/ holds the code that made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from .base import unit_rows
from .pieces import pieces_of_words, word_counts

MODEL_FILE = Path(str(files(__package__).joinpath("data/swedish.npz")))
LISTS_OF_MATTERS = ("topics", "areas")
CHUNK = 20_000
LARGEST_WEIGHT = 4.0


@dataclass(frozen=True)
class Model:
    """`table` float32 (rows, dimensions) and `weights` float32 (rows,) as read from a model file.

    matters: unit directions of what public life is about, one array (matters, dimensions) for each list of them:
    the topics of the Almedalen programme, and the areas of our own everyday Swedish.
    """

    table: np.ndarray
    weights: np.ndarray
    matters: tuple[np.ndarray, ...]
    version: str

    @property
    def dimensions(self) -> int:
        return self.table.shape[1]

    def words(self, words: Sequence[str]) -> np.ndarray:
        """Vectors of lower-case words, their weight in a text included: float32 (words, dimensions)."""
        return self.of_pieces(pieces_of_words(words))

    def of_pieces(self, pieces: sp.csr_matrix) -> np.ndarray:
        """The same for words whose pieces are at hand."""
        weight = np.exp(np.clip(pieces @ self.weights, -LARGEST_WEIGHT, LARGEST_WEIGHT))
        return (weight[:, np.newaxis] * (pieces @ self.table)).astype(np.float32)

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors of texts, float32 (texts, dimensions); zeros for a text without words."""
        found = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), CHUNK):
            counts, vocabulary = word_counts(texts[start : start + CHUNK])
            found[start : start + CHUNK] = counts @ self.words(vocabulary)
        return unit_rows(found)


@cache
def shipped_model() -> Model:
    """The model in the package."""
    return read_model(MODEL_FILE)


def read_model(path: Path) -> Model:
    with np.load(path, allow_pickle=False) as file:
        table = file["table"].astype(np.float32) * file["scale"].astype(np.float32)[:, np.newaxis]
        matters = tuple(file[name].astype(np.float32) for name in LISTS_OF_MATTERS if name in file)
        return Model(table, file["weights"].astype(np.float32), matters, str(file["version"]))


def write_model(
    path: Path, table: np.ndarray, weights: np.ndarray, version: str, matters: Sequence[np.ndarray] = ()
) -> None:
    """Store a trained table as whole numbers from -127 to 127 with one scale a row: a quarter of the size."""
    scale = np.maximum(np.abs(table).max(axis=1) / 127, 1e-8).astype(np.float16).astype(np.float32)
    whole = np.clip(np.round(table / np.maximum(scale, 1e-8)[:, np.newaxis]), -127, 127).astype(np.int8)
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, np.ndarray] = {
        "table": whole,
        "scale": scale.astype(np.float16),
        "weights": weights.astype(np.float16),
        "version": np.array(version),
    }
    for name, directions in zip(LISTS_OF_MATTERS, matters, strict=False):
        arrays[name] = directions.astype(np.float16)
    np.savez_compressed(path, allow_pickle=False, **arrays)
