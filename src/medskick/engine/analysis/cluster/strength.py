"""How surely a statement belongs where it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from .neighbours import Neighbours

CORE, NEAR, WEAK, MIXED, NO_CONTENT = "core", "near", "weak", "mixed", "no_content"


@dataclass(frozen=True)
class Belonging:
    """Per point: strength 0–1, the runner-up topic (-1 for none) with its share 0–1, and the class."""

    strength: np.ndarray
    runner_up: np.ndarray
    runner_up_share: np.ndarray
    classes: list[str]


def measure(neighbours: Neighbours, topic_of_point: np.ndarray) -> Belonging:
    """Strength = the share of a point's neighbours in its own topic × how near they are beside what is usual.

    core: 0.6 or more · near: 0.25 or more · weak: less · mixed: another topic holds at least 4/5 as many
    of the near neighbours as the own one, and the point is not weak.
    """
    points = len(topic_of_point)
    if points == 0 or neighbours.k == 0:
        lone = np.full(points, 0.0)
        return Belonging(lone, np.full(points, -1), lone.copy(), [WEAK] * points)
    shares = _topic_shares(neighbours, topic_of_point)
    own = np.asarray(shares[np.arange(points), topic_of_point]).ravel()
    others = shares.tolil()
    others[np.arange(points), topic_of_point] = 0
    others = others.tocsr()
    runner_up, runner_share = _largest(others)
    nearness = neighbours.similarity[:, : min(10, neighbours.k)].mean(axis=1)
    usual = max(float(np.median(nearness)), 1e-6)
    strength = np.round(np.clip(own * np.clip(nearness / usual, 0, 1), 0, 1), 4)
    classes = [
        _class_of(s, o, r)
        for s, o, r in zip(strength.tolist(), own.tolist(), runner_share.tolist(), strict=True)
    ]
    return Belonging(strength, runner_up, np.round(runner_share, 4), classes)


def _class_of(strength: float, own: float, runner_share: float) -> str:
    if strength < 0.25:
        return WEAK
    if runner_share >= 0.8 * own:
        return MIXED
    return CORE if strength >= 0.6 else NEAR


def _topic_shares(neighbours: Neighbours, topic_of_point: np.ndarray) -> sp.csr_matrix:
    points, k = neighbours.index.shape
    rows = np.repeat(np.arange(points), k)
    topics = topic_of_point[neighbours.index.ravel()]
    shape = (points, int(topic_of_point.max()) + 1)
    votes = sp.csr_matrix((neighbours.similarity.ravel().astype(np.float64), (rows, topics)), shape=shape)
    totals = np.asarray(votes.sum(axis=1)).ravel()
    totals[totals == 0] = 1
    return sp.csr_matrix(sp.diags(1 / totals) @ votes)


def _largest(shares: sp.csr_matrix) -> tuple[np.ndarray, np.ndarray]:
    largest = shares.max(axis=1).toarray().ravel()
    column = np.asarray(shares.argmax(axis=1)).ravel()
    return np.where(largest > 0, column, -1), largest
