"""What belongs under which entry of a codebook: linear heads that begin as the definitions and learn from decisions.

The definitions are the prior mean of a Gaussian process with the linear kernel (kernel ridge regression on what the
definitions get wrong; Rasmussen & Williams 2006, ch. 2). No decision: the definitions decide alone. Each decision
moves every statement that is like it, in closed form, so learning takes milliseconds and gives the same bytes always.
How far to trust decisions against definitions is read off the decisions: each is foretold by the others (leave one
out). Whether a statement fits anywhere is learned alike, without a common level: people are asked about the doubtful
ones, and those say nothing about how much of all there is that fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..represent.base import unit_rows

NONE = -1
# Chosen on the Almedalen programmes of 2011 and 2012 and on the project's own everyday Swedish (benchmarks).
GAIN, USUAL_RIDGE, DOUBLING = 1.75, 0.8, 1.0
SMALLEST = 1e-10
RIDGES = (0.4, 0.8, 1.6, 3.2, 6.4, 12.8)
DRAW, DRAW_SHARPNESS, DRAW_ROUNDS, DRAW_DECISIONS, DRAW_FEWEST = 0.6, 0.03, 2, 10, 20
LEAST_NEARNESS, FITS_SHARPNESS, FITS_RIDGE = 0.2, 0.08, 1.0
LEAST_FIT = 0.5
STRENGTH_SHARPNESS = 0.13
ALSO_SHARE = 0.75
MOST_SAMPLE = 5_000
FURTHEST = 3


@dataclass(frozen=True)
class Decided:
    """What people have decided: unit vectors (m, d), and what each belongs to (m, entries); no True: fits none."""

    vectors: np.ndarray
    belongs: np.ndarray


@dataclass(frozen=True)
class Coded:
    """Per point: entry (-1: fits none), its strength 0–1, the runner-up entry (-1: none), and further entries.

    order: the nearest entries of each point, nearest first (points, up to 3); shares: their strengths, which with those
    of all other entries and of "none" sum to 1. fits: how surely a point belongs anywhere.
    """

    entry: np.ndarray
    strength: np.ndarray
    runner_up: np.ndarray
    also: list[tuple[int, ...]]
    order: np.ndarray
    shares: np.ndarray
    fits: np.ndarray


def joined(parts: Sequence[Coded]) -> Coded:
    """What was placed block by block, as one."""
    return Coded(
        np.concatenate([part.entry for part in parts]),
        np.concatenate([part.strength for part in parts]),
        np.concatenate([part.runner_up for part in parts]),
        [also for part in parts for also in part.also],
        np.vstack([part.order for part in parts]),
        np.vstack([part.shares for part in parts]),
        np.concatenate([part.fits for part in parts]),
    )


@dataclass(frozen=True)
class Heads:
    """What has been learned: `ways` (entries, d) the definitions, `weights` (entries, d), and who fits at all."""

    ways: np.ndarray
    weights: np.ndarray
    fit_weights: np.ndarray

    def scores(self, vectors: np.ndarray) -> np.ndarray:
        """How much each point belongs to each entry (points, entries): about 0 to 1, not probabilities."""
        return np.round(vectors @ self.weights.T, 5)

    def fits(self, vectors: np.ndarray) -> np.ndarray:
        """How surely each point belongs to some entry, 0–1 (points,)."""
        learned = _fits_by_nearness(vectors, self.ways) + vectors @ self.fit_weights
        return np.round(np.clip(learned, 0.0, 1.0), 5)

    def place(self, vectors: np.ndarray) -> Coded:
        """Every point's entry, strength, runner-up and further entries."""
        scores, fits = self.scores(vectors), self.fits(vectors)
        points, entries = scores.shape
        furthest = min(FURTHEST, entries)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :furthest]
        shares = np.round(fits[:, np.newaxis] * np.take_along_axis(_shares(scores), order, axis=1), 4)
        entry = np.where(fits >= LEAST_FIT, order[:, 0], NONE)
        strength = np.where(entry == NONE, np.round(1 - fits, 4), shares[:, 0])
        runner_up = order[:, 1] if furthest > 1 else np.full(points, NONE)
        runner_up = np.where(entry == NONE, order[:, 0], runner_up)
        return Coded(entry, strength, runner_up, _also(scores, entry), order, shares, fits)


def learn(ways: np.ndarray, sample: np.ndarray, decided: Decided | None = None) -> Heads:
    """Heads for a codebook whose definitions point in `ways` (entries, d), over material like `sample` (n, d).

    The sample draws each definition towards what surely belongs to it, less the more decisions there are about it.
    """
    told = decided.belongs.sum(axis=0) if decided is not None else np.zeros(len(ways))
    prior = GAIN * _drawn(ways, sample[_evenly(len(sample), MOST_SAMPLE)], told)
    if decided is None or not len(decided.vectors):
        return Heads(ways, prior.astype(np.float32), np.zeros(ways.shape[1], np.float32))
    known = decided.vectors.astype(np.float64)
    weights = prior + _corrections(known, decided.belongs - known @ prior.T, decided.belongs).T @ known
    astray = decided.belongs.any(axis=1) - _fits_by_nearness(known, ways)
    return Heads(ways, weights.astype(np.float32), _ridge(known, astray).astype(np.float32))


def _ridge(known: np.ndarray, astray: np.ndarray) -> np.ndarray:
    """Weights (d,) that foretell `astray` (m,), in the smaller of the two forms that give the same."""
    decisions, dimensions = known.shape
    if decisions <= dimensions:
        return np.linalg.solve(known @ known.T + FITS_RIDGE * np.eye(decisions), astray) @ known
    return np.linalg.solve(known.T @ known + FITS_RIDGE * np.eye(dimensions), known.T @ astray)


def _spectrum(known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues above zero of the decisions' inner products, and their axes (m, values).

    Of more decisions than dimensions they are found among the dimensions, so that time and memory grow with their
    number and not with its square.
    """
    if len(known) <= known.shape[1]:
        return np.linalg.eigh(known @ known.T)
    values, ways = np.linalg.eigh(known.T @ known)
    there = values > values[-1] * SMALLEST
    return values[there], known @ ways[:, there] / np.sqrt(values[there])


def _corrections(known: np.ndarray, wrong: np.ndarray, belongs: np.ndarray) -> np.ndarray:
    """Weights of the decisions (m, entries) that put right what the definitions get `wrong`, by the best ridge.

    The best one foretells each decision from the others (residuals of leave one out in closed form); it takes evidence
    to go far from the usual ridge, so that a handful of decisions does not decide how all are read.
    """
    values, axes = _spectrum(known)
    turned = axes.T @ wrong
    # What lies on none of the axes: nothing where there is one for each decision.
    rest, off = 0.0, 0.0
    if len(known) > len(values):
        rest, off = wrong - axes @ turned, 1 - (axes**2).sum(axis=1)
    placed = belongs.any(axis=1)
    best, lowest = np.zeros_like(wrong), np.inf
    for ridge in RIDGES:
        own = axes @ (turned / (values + ridge)[:, np.newaxis]) + rest / ridge
        blind = belongs - own / ((axes**2) @ (1 / (values + ridge)) + off / ridge)[:, np.newaxis]
        right = (_shares(blind) * belongs).sum(axis=1)[placed]
        loss = float(-np.log(right + 1e-9).sum()) + DOUBLING * abs(np.log2(ridge / USUAL_RIDGE))
        if round(loss, 4) < lowest:
            best, lowest = own, round(loss, 4)
    return best


def _drawn(ways: np.ndarray, sample: np.ndarray, told: np.ndarray) -> np.ndarray:
    """The definitions' directions, each drawn towards the middle of what is clearly nearest to it."""
    drawn = ways.astype(np.float64)
    if not len(sample):
        return drawn
    pull = DRAW * DRAW_DECISIONS / (DRAW_DECISIONS + told)
    for _ in range(DRAW_ROUNDS):
        clearly = _shares(sample @ drawn.T, DRAW_SHARPNESS) ** 2
        enough = clearly.sum(axis=0) / (clearly.sum(axis=0) + DRAW_FEWEST)
        middles = unit_rows(clearly.T @ sample)
        drawn = unit_rows(ways + (pull * enough)[:, np.newaxis] * middles).astype(np.float64)
    return drawn


def _fits_by_nearness(vectors: np.ndarray, ways: np.ndarray) -> np.ndarray:
    """How surely a point belongs anywhere by its nearness to the nearest definition alone."""
    best = (vectors @ ways.T).max(axis=1)
    return 1.0 / (1.0 + np.exp(-(best - LEAST_NEARNESS) / FITS_SHARPNESS))


def _shares(scores: np.ndarray, sharpness: float = STRENGTH_SHARPNESS) -> np.ndarray:
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)) / sharpness)
    return raised / raised.sum(axis=1, keepdims=True)


def _also(scores: np.ndarray, entry: np.ndarray) -> list[tuple[int, ...]]:
    """Further entries nearly as near as the first, nearest first."""
    best = scores.max(axis=1, keepdims=True)
    near = (scores >= ALSO_SHARE * best) & (best > 0) & (entry != NONE)[:, np.newaxis]
    also: list[tuple[int, ...]] = [()] * len(scores)
    for point in np.flatnonzero(near.sum(axis=1) > 1).tolist():
        own = scores[point]
        found = [n for n in np.flatnonzero(near[point]).tolist() if n != entry[point]]
        also[point] = tuple(sorted(found, key=lambda n: (-own[n], n)))
    return also


def _evenly(length: int, most: int) -> np.ndarray:
    return np.linspace(0, length - 1, min(length, most)).astype(np.int64)
