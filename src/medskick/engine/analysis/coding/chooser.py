"""Which statements are worth a person's decision next: those that tell most about most of the rest.

Greedy facility location (Nemhauser, Wolsey & Fisher 1978) over a bounded sample: a statement is worth what it tells
about the doubtful statements around it that no earlier decision tells about. So the chosen are doubtful, typical and
spread over the material at once.
"""

from __future__ import annotations

import numpy as np

from .learner import Coded

MOST_CANDIDATES = 2_000
REACH = 0.4


def choose(
    vectors: np.ndarray, weights: np.ndarray, coded: Coded, decided: np.ndarray, count: int = 20
) -> list[tuple[int, float]]:
    """The `count` points to ask about next, most useful first, each with the statements that it tells about.

    vectors: unit rows (points, d). weights: statements behind each point. decided: points that are decided about.
    """
    asked = np.zeros(len(vectors), dtype=bool)
    asked[decided] = True
    free = np.flatnonzero(~asked)
    if not len(free):
        return []
    picked = free[np.linspace(0, len(free) - 1, min(len(free), MOST_CANDIDATES)).astype(np.int64)]
    stands_for = weights[free].sum() / max(weights[picked].sum(), 1e-9)
    worth = weights[picked] * doubt(coded)[picked]
    own = vectors[picked]
    alike = np.maximum(own @ own.T - REACH, 0.0) / (1 - REACH)
    told = np.zeros(len(picked))
    known = np.flatnonzero(asked)
    if len(known):
        told = np.maximum(own @ vectors[known].T - REACH, 0.0).max(axis=1) / (1 - REACH)
    chosen: list[tuple[int, float]] = []
    open_ = np.ones(len(picked), dtype=bool)
    for _ in range(min(count, len(picked))):
        gain = np.round(worth @ np.maximum(alike - told[:, np.newaxis], 0.0), 5)
        gain[~open_] = -1.0
        best = int(gain.argmax())
        informs = float(weights[picked] @ (alike[best] > told)) * stands_for
        chosen.append((int(picked[best]), max(1.0, round(informs))))
        open_[best] = False
        told = np.maximum(told, alike[best])
    return chosen


def doubt(coded: Coded) -> np.ndarray:
    """How unsure the placing of each point is, 0–1: two entries about as likely, or about as likely none as one."""
    first = coded.shares[:, 0]
    second = coded.shares[:, 1] if coded.shares.shape[1] > 1 else np.zeros_like(first)
    none = 1 - coded.fits
    ranked = np.sort(np.column_stack([first, second, none]), axis=1)
    return np.round(1 - (ranked[:, 2] - ranked[:, 1]), 5)
