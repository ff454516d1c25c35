"""Small materials: many fine groups joined to few, so that no single theme swallows the rest."""

from __future__ import annotations

import numpy as np

from . import communities

FINE_PER_GROUP = 3
FEWEST_IN_FINE = 4
GREATEST_SHARE = 0.2


def balanced(vectors: np.ndarray, wanted: int, seed: int) -> np.ndarray:
    """Group of each point (points,) int: k-means groups, three for each wanted, joined by Ward's cost.

    Groups that together would hold more than a fifth of the points (with few groups wanted: more than twice an
    even share) are joined only when nothing else is left to join.
    """
    fine = communities.kmeans(
        vectors, max(wanted, min(len(vectors) // FEWEST_IN_FINE, FINE_PER_GROUP * wanted)), seed
    )
    names, fine = np.unique(fine, return_inverse=True)
    sizes = np.bincount(fine).astype(np.float64)
    middles = np.zeros((len(names), vectors.shape[1]))
    np.add.at(middles, fine, vectors)
    middles /= sizes[:, np.newaxis]
    most = max(GREATEST_SHARE, 2 / wanted) * len(vectors)
    joined = np.arange(len(names))
    for _ in range(len(names) - wanted):
        kept, lost = _cheapest_pair(np.unique(joined), sizes, middles, most)
        both = sizes[kept] + sizes[lost]
        middles[kept] = (sizes[kept] * middles[kept] + sizes[lost] * middles[lost]) / both
        sizes[kept] = both
        joined[joined == lost] = kept
    return np.unique(joined[fine], return_inverse=True)[1]


def _cheapest_pair(left: np.ndarray, sizes: np.ndarray, middles: np.ndarray, most: float) -> tuple[int, int]:
    """The two groups whose joining moves the points least; ties go to the lowest numbers."""
    own, at = sizes[left], middles[left]
    together = own[:, np.newaxis] + own
    cost = ((at[:, np.newaxis] - at) ** 2).sum(axis=-1) * np.outer(own, own) / together
    cost = np.round(cost, 6) + 1e6 * (together > most)
    cost[np.tril_indices(len(left))] = np.inf
    first, second = divmod(int(cost.argmin()), len(left))
    return int(left[first]), int(left[second])
