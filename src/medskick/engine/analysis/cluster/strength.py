"""How surely a statement belongs where it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from .neighbours import Neighbours

CORE, NEAR, WEAK, MIXED, NO_CONTENT = "core", "near", "weak", "mixed", "no_content"
NEAREST = 10
CLASSES = np.array([CORE, NEAR, WEAK, MIXED])


@dataclass(frozen=True)
class Belonging:
    """Per point: strength 0–1, the runner-up topic (-1 for none) with its share 0–1, and the class."""

    strength: np.ndarray
    runner_up: np.ndarray
    runner_up_share: np.ndarray
    classes: np.ndarray


def measure(
    neighbours: Neighbours, topic: np.ndarray, topic_of_anchor: np.ndarray, usual: float
) -> Belonging:
    """Strength = the share of a point's neighbours in its own topic × how near they are beside what is usual.

    neighbours: numbers of anchors, lists for the points to measure, which have the topics `topic` (points,).
    usual: nearness that is ordinary in the corpus (usual_nearness).

    core: 0.6 or more · near: 0.25 or more · weak: less · mixed: another topic holds at least 4/5 as many
    of the near neighbours as the own one, and the point is not weak.
    """
    points = len(topic)
    if points == 0 or neighbours.k == 0:
        lone = np.full(points, 0.0)
        return Belonging(lone, np.full(points, -1), lone.copy(), np.full(points, WEAK))
    shares = topic_shares(neighbours, topic_of_anchor)
    rows = np.repeat(np.arange(points), np.diff(shares.indptr))
    is_own = shares.indices == topic[rows]
    own = np.bincount(rows[is_own], weights=shares.data[is_own], minlength=points)
    others = shares.copy()
    others.data[is_own] = 0
    runner_up, runner_share = _largest(others)
    nearness = _nearness(neighbours)
    strength = np.round(np.clip(own * np.clip(nearness / usual, 0, 1), 0, 1), 4)
    number = np.where(strength >= 0.6, 0, 1)
    number[runner_share >= 0.8 * own] = 3
    number[strength < 0.25] = 2
    return Belonging(strength, runner_up, np.round(runner_share, 4), CLASSES[number])


def usual_nearness(neighbours: Neighbours) -> float:
    """How near the nearest ten ordinarily are: the median over points."""
    if not len(neighbours.index) or neighbours.k == 0:
        return 1.0
    return max(float(np.median(_nearness(neighbours))), 1e-6)


def topic_shares(neighbours: Neighbours, topic_of_anchor: np.ndarray) -> sp.csr_matrix:
    """Shares of each point's neighbours, by similarity, in each topic: (points, topics), rows sum to 1 or are empty."""
    points, k = neighbours.index.shape
    rows = np.repeat(np.arange(points), k)
    topics = topic_of_anchor[neighbours.index.ravel()]
    shape = (points, int(topic_of_anchor.max()) + 1)
    votes = sp.csr_matrix((neighbours.similarity.ravel().astype(np.float64), (rows, topics)), shape=shape)
    votes.sum_duplicates()
    totals = np.asarray(votes.sum(axis=1)).ravel()
    totals[totals == 0] = 1
    return sp.csr_matrix(sp.diags(1 / totals) @ votes)


def _nearness(neighbours: Neighbours) -> np.ndarray:
    return neighbours.similarity[:, : min(NEAREST, neighbours.k)].mean(axis=1)


def _largest(shares: sp.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    largest = shares.max(axis=1).toarray().ravel()
    column = np.asarray(shares.argmax(axis=1)).ravel()
    return np.where(largest > 0, column, -1), largest
