"""The interface every representation of texts keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

import numpy as np
import scipy.sparse as sp

Item = TypeVar("Item")


class Representation(Protocol):
    """Turns texts into points whose inner product says how alike they are."""

    name: str
    version: str

    @property
    def dimensions(self) -> int:
        """Length of the vectors; known when fitted."""
        ...

    @property
    def across_languages(self) -> slice | None:
        """The part of the vectors in which texts of any language can be compared, if there is one."""
        ...

    def fit(self, texts: Sequence[str]) -> Representation:
        """Learn what there is to learn from the corpus; returns itself. Equal texts in equal order: equal state."""
        ...

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """float32 (len(texts), dimensions); every row has length 1, or 0 where nothing in the text is known."""
        ...


def unit_rows(matrix: np.ndarray) -> np.ndarray:
    """The rows scaled to length 1, float32; rows of (almost) zeros become exact zeros."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.where(lengths > 1e-6, matrix / np.maximum(lengths, 1e-6), 0.0).astype(np.float32)


def sums_of_groups(vectors: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    """The sum of each group's vectors, float64 (count, d). groups: the number of each vector's group."""
    rows = np.arange(len(groups))
    membership = sp.csr_matrix((np.ones(len(groups)), (groups, rows)), shape=(count, len(groups)))
    return np.asarray(membership @ vectors.astype(np.float64, copy=False))


def even_sample(items: Sequence[Item], most: int) -> Sequence[Item]:
    """All items, or `most` of them at even distances: what large corpora are learned from."""
    if len(items) <= most:
        return items
    return [items[i] for i in np.linspace(0, len(items) - 1, most).astype(int)]
