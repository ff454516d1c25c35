"""The nearest points of every point, exactly and in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass

import faiss
import numpy as np

MOST_POINTS_FOR_EXACT = 60_000


@dataclass(frozen=True)
class Neighbours:
    """Nearest first: `index` int32 and `similarity` float32, both (points, k). A point is not its own neighbour."""

    index: np.ndarray
    similarity: np.ndarray

    @property
    def k(self) -> int:
        return self.index.shape[1]


def find_neighbours(vectors: np.ndarray, k: int) -> Neighbours:
    """The `k` nearest (fewer when there are fewer points) by inner product; ties go to the lower index.

    Exact up to 60 000 points; above that an inverted file index, seeded by faiss itself, looks in the likeliest cells.
    """
    points = len(vectors)
    k = min(k, points - 1)
    if k < 1:
        return Neighbours(np.zeros((points, 0), dtype=np.int32), np.zeros((points, 0), dtype=np.float32))
    similarity, index = _index_of(vectors).search(vectors, k + 1)
    own = index == np.arange(points)[:, np.newaxis]
    own[~own.any(axis=1), -1] = True  # copies can crowd a point out of its own list: then drop the last
    index = index[~own].reshape(points, k)
    similarity = similarity[~own].reshape(points, k)
    missing = index < 0
    index = np.where(missing, (np.arange(points)[:, np.newaxis] + 1) % points, index)
    similarity = np.where(missing, 0.0, np.clip(np.round(similarity, 5), 0.0, 1.0))
    order = np.lexsort((index, -similarity), axis=1)
    return Neighbours(
        np.take_along_axis(index, order, axis=1).astype(np.int32),
        np.take_along_axis(similarity, order, axis=1).astype(np.float32),
    )


def _index_of(vectors: np.ndarray) -> faiss.Index:
    points, dimensions = vectors.shape
    if points <= MOST_POINTS_FOR_EXACT:
        exact = faiss.IndexFlatIP(dimensions)
        exact.add(vectors)
        return exact
    cells = int(np.sqrt(points))
    near = faiss.IndexIVFFlat(faiss.IndexFlatIP(dimensions), dimensions, cells, faiss.METRIC_INNER_PRODUCT)
    near.train(vectors)
    near.nprobe = max(8, cells // 16)
    near.add(vectors)
    return near
