"""The graph that topics are found in: who shares neighbours with whom."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from .neighbours import Neighbours

BLOCK = 4096
FAINT = 1e-4


def shared_neighbour_graph(neighbours: Neighbours) -> sp.csr_matrix:
    """Symmetric float64 (points, points): Jaccard share of common neighbours times similarity, for each near pair.

    Every point keeps at least its best neighbour, so that none is left out of the grouping.
    """
    points, k = neighbours.index.shape
    rows = np.repeat(np.arange(points), k)
    columns = neighbours.index.ravel()
    lists = sp.csr_matrix((np.ones(points * k, dtype=np.float32), (rows, columns)), shape=(points, points))
    near = lists.maximum(lists.T).tocsr()
    own_lists = (lists + sp.identity(points, dtype=np.float32)).tocsr()
    shared = _shared_counts(own_lists, near)
    shared.data = shared.data / (2 * (k + 1) - shared.data)
    similarity = sp.csr_matrix((neighbours.similarity.ravel(), (rows, columns)), shape=(points, points))
    weighted = shared.multiply(similarity.maximum(similarity.T)).tocsr()
    best = sp.csr_matrix(
        (np.full(points, FAINT), (np.arange(points), neighbours.index[:, 0])), shape=(points, points)
    )
    graph = weighted.maximum(best.maximum(best.T)).tocsr().astype(np.float64)
    graph.data = np.round(graph.data, 6)
    graph.eliminate_zeros()
    graph.sort_indices()
    return graph


def _shared_counts(own_lists: sp.csr_matrix, near: sp.csr_matrix) -> sp.csr_matrix:
    """How many points each near pair has in common, block by block to keep memory small."""
    transposed = own_lists.T.tocsr()
    blocks = [
        (own_lists[start : start + BLOCK] @ transposed).multiply(near[start : start + BLOCK]).tocsr()
        for start in range(0, own_lists.shape[0], BLOCK)
    ]
    return sp.vstack(blocks, format="csr")
