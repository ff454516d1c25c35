"""New statements that are like each other and like nothing the edition has."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from ..represent.base import unit_rows
from .vote import nearest

FAR_SHARE = 0.1
FEWEST, FEWEST_TEXTS = 8, 5
APART = 0.6
MOST_LOOKED_AT = 4_000
MOST_SAMPLED = 2_000
NEAR_EACH_OTHER = 8
MOST_BESIDE = 30


def far_below(nearness: np.ndarray) -> float:
    """The nearness below which a statement counts as far from everything: a tenth of the edition's own are."""
    return float(np.round(np.quantile(nearness, FAR_SHARE), 5)) if len(nearness) else 0.0


def own_nearness(vectors: np.ndarray, owner: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """(an even sample of the points, mean similarity of each to its `k` nearest in other contributions).

    owner: the contribution of each point; what one text says is alike because its surroundings are the same.
    """
    sample = np.linspace(0, len(vectors) - 1, min(len(vectors), MOST_SAMPLED)).astype(np.int64)
    index, similarity = nearest(vectors[sample], vectors, k + MOST_BESIDE, own=sample)
    return sample, _mean_of_others(owner[index] != owner[sample][:, np.newaxis], similarity, k)


def looked_at(chosen: np.ndarray, nearness: np.ndarray) -> np.ndarray:
    """Of the numbers of new points those that groups are looked for in: at most 4 000, evenly from what may be far.

    nearness: of each of `chosen` to the old ones.
    """
    if len(chosen) <= MOST_LOOKED_AT:
        return chosen
    chosen = chosen[nearness <= APART]
    if len(chosen) <= MOST_LOOKED_AT:
        return chosen
    return chosen[np.linspace(0, len(chosen) - 1, MOST_LOOKED_AT).astype(int)]


def clusters(vectors: np.ndarray, owner: np.ndarray, nearness: np.ndarray, tight: float) -> list[np.ndarray]:
    """Groups of new points that are as near each other as statements of one topic, and far nearer than to any old one.

    vectors: (points, d) unit. owner: the contribution of each. nearness: to the old ones. tight: how alike statements
    of one topic are. A group has at least eight points of five contributions. Largest first; numbers ascending.
    """
    if len(vectors) < FEWEST:
        return []
    own = np.arange(len(vectors))
    index, similarity = nearest(vectors, vectors, NEAR_EACH_OTHER + MOST_BESIDE, own=own)
    others = owner[index] != owner[:, np.newaxis]
    together = _mean_of_others(others, similarity, NEAR_EACH_OTHER)
    apart = (together >= tight) & (nearness <= APART * together)
    near = others & (similarity >= tight) & apart[:, np.newaxis] & apart[index]
    near &= np.cumsum(others, axis=1) <= NEAR_EACH_OTHER
    rows = np.repeat(own, index.shape[1])[near.ravel()]
    graph = sp.csr_matrix((np.ones(len(rows)), (rows, index.ravel()[near.ravel()])), shape=(len(own),) * 2)
    count, label = connected_components(graph.minimum(graph.T), directed=False)
    sizes = np.bincount(label, minlength=count)
    found = [np.flatnonzero(label == number) for number in np.flatnonzero(sizes >= FEWEST).tolist()]
    found = [
        group
        for group in found
        if len(np.unique(owner[group])) >= FEWEST_TEXTS and cohesion(vectors[group]) >= tight
    ]
    return sorted(found, key=lambda group: (-len(group), int(group[0])))


def joining(
    vectors: np.ndarray,
    owner: np.ndarray,
    nearness: np.ndarray,
    group: np.ndarray,
    group_owner: np.ndarray,
    tight: float,
) -> np.ndarray:
    """Which further new points belong to a group that was found among others, by what holds for its members: bool.

    group, group_owner: the members' vectors (n, d) and contributions.
    """
    index, similarity = nearest(vectors, group, NEAR_EACH_OTHER + MOST_BESIDE)
    together = _mean_of_others(group_owner[index] != owner[:, np.newaxis], similarity, NEAR_EACH_OTHER)
    return (together >= tight) & (nearness <= APART * together)


def _mean_of_others(others: np.ndarray, similarity: np.ndarray, k: int) -> np.ndarray:
    """The mean of the first `k` similarities where `others` (points, n) says so; 0 where there is none."""
    if not similarity.shape[1]:
        return np.zeros(len(similarity))
    counts = others & (np.cumsum(others, axis=1) <= k)
    found = np.where(counts, similarity, 0.0).sum(axis=1) / np.maximum(counts.sum(axis=1), 1)
    return np.round(found, 5)


def cohesion(vectors: np.ndarray) -> float:
    """How near the points are to their middle's direction, squared: the mean similarity of two of them, about."""
    return float(np.round(np.linalg.norm(vectors.mean(axis=0)) ** 2, 5)) if len(vectors) else 0.0


def usual_closeness(vectors: np.ndarray, topic: np.ndarray) -> float:
    """How alike two statements of one topic usually are: the upper quartile over the topics (of five or more)."""
    order = np.argsort(topic, kind="stable")
    bounds = np.flatnonzero(np.diff(topic[order], prepend=-1, append=-2))
    own = [vectors[order[a:b]] for a, b in pairwise(bounds) if b - a >= 5]
    return float(np.round(np.quantile([cohesion(group) for group in own], 0.75), 5)) if own else 1.0


def middles(vectors: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """Unit middle of each group (groups, d)."""
    sums = np.zeros((groups, vectors.shape[1]))
    np.add.at(sums, group, vectors)
    return unit_rows(sums)
