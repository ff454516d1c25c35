"""About so many groups of points, by k-means or by Leiden communities (whose library may be missing)."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

try:
    import graspologic_native
except ImportError:  # the wheel is small but foreign; everything works without it
    graspologic_native = None

SEARCH_STEPS = 10
LOWEST, HIGHEST, NARROWED = 0.02, 60.0, 1.05
BEST = "leiden" if graspologic_native else "kmeans"


def leiden(graph: sp.csr_matrix, wanted: int, smallest: int, seed: int) -> np.ndarray:
    """Community of each point (points,) int, with close to `wanted` communities of at least `smallest` points.

    The resolution is searched on a log scale: communities grow about in proportion to it, and where that leads out of
    what is known by then, the middle is taken. The same graph and seed give the same answer.
    """
    if graspologic_native is None:
        raise RuntimeError("graspologic-native is not installed")
    if graph.nnz == 0:
        return np.zeros(graph.shape[0], dtype=int)
    low, high = LOWEST, HIGHEST
    resolution = float(np.sqrt(low * high))
    best: tuple[int, np.ndarray] | None = None
    for _ in range(SEARCH_STEPS):
        labels = _leiden_once(graph, resolution, seed)
        found = int((np.bincount(labels) >= smallest).sum())
        if best is None or abs(found - wanted) < best[0]:
            best = abs(found - wanted), labels
        if found == wanted:
            break
        low, high = (resolution, high) if found < wanted else (low, resolution)
        resolution *= wanted / max(found, 1)
        if not low * NARROWED < resolution < high / NARROWED:
            resolution = float(np.sqrt(low * high))
    assert best is not None
    return best[1]


def kmeans(vectors: np.ndarray, wanted: int, seed: int) -> np.ndarray:
    """Group of each point (points,) int by seeded k-means on the unit vectors."""
    from sklearn.cluster import KMeans  # a second to load, which not every process needs

    restarts = 16 if len(vectors) <= 4000 else 4
    with threadpool_limits(limits=1):  # again, for a library that was not there when the run set its limit
        found = KMeans(min(wanted, len(vectors)), n_init=restarts, random_state=seed).fit_predict(vectors)
    return found.astype(int)


def _leiden_once(graph: sp.csr_matrix, resolution: float, seed: int) -> np.ndarray:
    _, communities = graspologic_native.leiden_csr(
        graph.indptr.astype(np.int64),
        graph.indices.astype(np.int32),
        graph.data.astype(np.float64),
        graph.shape[0],
        resolution=resolution,
        iterations=3,
        seed=seed,
    )
    labels = np.full(graph.shape[0], -1, dtype=int)
    labels[list(communities.keys())] = list(communities.values())
    alone = np.flatnonzero(labels < 0)
    labels[alone] = labels.max() + 1 + np.arange(len(alone))
    return labels
