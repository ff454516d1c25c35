"""The nearest points of every point, exactly and in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import faiss
import numpy as np

from ..crew import Crew, in_threads

BLOCK = 2048


@dataclass(frozen=True)
class Neighbours:
    """Nearest first: `index` int32 and `similarity` float32, both (points, k). A point is not its own neighbour."""

    index: np.ndarray
    similarity: np.ndarray

    @property
    def k(self) -> int:
        return self.index.shape[1]


def find_neighbours(vectors: np.ndarray, k: int, crew: Crew | None = None) -> Neighbours:
    """The `k` nearest (fewer when there are fewer points) by inner product; ties go to the lower index."""
    points = len(vectors)
    k = min(k, points - 1)
    if k < 1:
        return Neighbours(np.zeros((points, 0), dtype=np.int32), np.zeros((points, 0), dtype=np.float32))
    starts = range(0, points, BLOCK)
    index_of = faiss.IndexFlatIP(vectors.shape[1])
    index_of.add(vectors)
    return stacked(in_threads(crew, lambda start: _nearest(index_of, vectors, k, start), starts))


def stacked(parts: Sequence[Neighbours]) -> Neighbours:
    """The lists of several runs of points, one after the other."""
    return Neighbours(np.vstack([p.index for p in parts]), np.vstack([p.similarity for p in parts]))


def _nearest(index_of: faiss.IndexFlatIP, vectors: np.ndarray, k: int, start: int) -> Neighbours:
    """The lists of the points from `start` on, one block of them."""
    faiss.omp_set_num_threads(1)  # holds for this thread only; the blocks are shared out already
    points = len(vectors)
    similarity, index = index_of.search(vectors[start : start + BLOCK], k + 1)
    rows = len(index)
    own = index == np.arange(start, start + rows)[:, np.newaxis]
    own[~own.any(axis=1), -1] = True  # copies can crowd a point out of its own list: then drop the last
    index = index[~own].reshape(rows, k)
    similarity = np.clip(np.round(similarity[~own].reshape(rows, k), 5), 0.0, 1.0)
    missing = index < 0
    index = np.where(missing, (np.arange(start, start + rows)[:, np.newaxis] + 1) % points, index)
    return in_order(index, np.where(missing, 0.0, similarity))


def in_order(index: np.ndarray, similarity: np.ndarray) -> Neighbours:
    """Lists sorted: nearest first, then the lower index."""
    order = np.lexsort((index, -similarity), axis=1)
    return Neighbours(
        np.take_along_axis(index, order, axis=1).astype(np.int32),
        np.take_along_axis(similarity, order, axis=1).astype(np.float32),
    )
