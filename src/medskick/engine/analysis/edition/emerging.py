"""New statements that are like each other and like nothing the edition has."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from ..represent.base import unit_rows
from .vote import nearest

FAR_SHARE = 0.1
FEWEST = 8
MOST_LOOKED_AT = 4_000
MOST_SAMPLED = 5_000
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
    if not similarity.shape[1]:
        return sample, np.zeros(len(sample))
    others = owner[index] != owner[sample][:, np.newaxis]
    counts = others & (np.cumsum(others, axis=1) <= k)
    found = np.where(counts, similarity, 0.0).sum(axis=1) / np.maximum(counts.sum(axis=1), 1)
    return sample, np.round(found, 5)


def clusters(vectors: np.ndarray, far: np.ndarray, tight: float) -> list[np.ndarray]:
    """Groups of at least eight of the points that are `far` and mutually near (similarity `tight` or more).

    vectors: (points, d) unit. far: bool (points,). Looks at most at 4 000 of them, evenly. Largest first; members as
    numbers among `vectors`, ascending.
    """
    chosen = np.flatnonzero(far)
    if len(chosen) > MOST_LOOKED_AT:
        chosen = chosen[np.linspace(0, len(chosen) - 1, MOST_LOOKED_AT).astype(int)]
    if len(chosen) < FEWEST:
        return []
    index, similarity = nearest(vectors[chosen], vectors[chosen], NEAR_EACH_OTHER, own=np.arange(len(chosen)))
    near = similarity >= tight
    rows = np.repeat(np.arange(len(chosen)), index.shape[1])[near.ravel()]
    graph = sp.csr_matrix((np.ones(len(rows)), (rows, index.ravel()[near.ravel()])), shape=(len(chosen),) * 2)
    mutual = graph.minimum(graph.T)
    count, label = connected_components(mutual, directed=False)
    found = [chosen[label == number] for number in range(count)]
    found = [own for own in found if len(own) >= FEWEST and cohesion(vectors[own]) >= tight]
    return sorted(found, key=lambda own: (-len(own), int(own[0])))


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
