"""The nearest anchors of points that are no anchors themselves: looked for in the likeliest cells only.

An inverted file (Jégou et al. 2011, "Product quantization for nearest neighbor search", section 4) whose search is one
matrix product for all points of a cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from ..represent.base import even_sample, unit_rows
from .neighbours import Neighbours, in_order

ANCHORS_OF_A_CELL = 300
MOST_TO_LEARN_FROM = 10_000
CELLS_LOOKED_IN = 12


@dataclass(frozen=True)
class Cells:
    """vectors: anchors (anchors, d). middles: (cells, d). candidates: anchors to look at from each cell."""

    vectors: np.ndarray
    middles: np.ndarray
    candidates: list[np.ndarray]


def cells_of(vectors: np.ndarray, seed: int) -> Cells:
    """Cells of some 300 anchors each; every cell lends an ear to the twelve nearest, itself among them."""
    from sklearn.cluster import KMeans  # a second to load, which not every process needs

    wanted = max(1, len(vectors) // ANCHORS_OF_A_CELL)
    sample = vectors[np.asarray(even_sample(range(len(vectors)), MOST_TO_LEARN_FROM))]
    with threadpool_limits(limits=1):  # again, for a library that was not there when the run set its limit
        found = KMeans(wanted, n_init=1, random_state=seed).fit(sample)
    middles = unit_rows(found.cluster_centers_)
    cell = np.round(vectors @ middles.T, 5).argmax(axis=1)
    near = np.argsort(-np.round(middles @ middles.T, 5), axis=1, kind="stable")[:, :CELLS_LOOKED_IN]
    return Cells(vectors, middles, [np.flatnonzero(np.isin(cell, own)) for own in near])


def nearest_anchors(cells: Cells, vectors: np.ndarray, k: int) -> Neighbours:
    """The `k` nearest anchors of each of `vectors` (points, d), as far as they lie in the cells looked in."""
    k = min(k, min(len(own) for own in cells.candidates))
    index = np.zeros((len(vectors), k), dtype=np.int64)
    similarity = np.zeros((len(vectors), k), dtype=np.float32)
    cell = np.round(vectors @ cells.middles.T, 5).argmax(axis=1)
    for number in np.unique(cell).tolist():
        rows, candidates = np.flatnonzero(cell == number), cells.candidates[number]
        alike = np.clip(np.round(vectors[rows] @ cells.vectors[candidates].T, 5), 0.0, 1.0)
        best = np.argpartition(-alike, k - 1, axis=1)[:, :k]
        index[rows] = candidates[best]
        similarity[rows] = np.take_along_axis(alike, best, axis=1)
    return in_order(index, similarity)
