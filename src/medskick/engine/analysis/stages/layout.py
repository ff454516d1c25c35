"""A place on a map for every statement: like beside like, themes laid out first, the same every time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..cluster.neighbours import Neighbours, find_neighbours
from ..represent.base import sums_of_groups, unit_rows

FEWEST_FOR_TSNE = 30
MOST_ANCHORS = 6000
PERPLEXITY = 10
EARLY_STEPS, STEPS, STEPS_AT_A_TIME = 100, 200, 50
UNITS_OF_A_CELL = (
    3  # coarser than usual, since the map is looked at from afar: as good neighbours, a third of the time
)
NEAREST, BLOCK = 3, 4096
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True)
class Grouped:
    """What is laid out: vectors (points, d), their neighbours, each point's topic and each topic's theme."""

    vectors: np.ndarray
    neighbours: Neighbours
    topic: np.ndarray
    theme_of_topic: np.ndarray
    seed: int


def lay_out(found: Grouped) -> np.ndarray:
    """Positions (points, 2) in the unit square, rounded to 4 decimals. Equal input, equal map."""
    vectors = found.vectors
    points = len(vectors)
    if points < FEWEST_FOR_TSNE:
        return _to_unit_square(_plane(vectors))
    start = _start(vectors, found.topic, found.theme_of_topic)
    anchors = _anchors(found.topic, MOST_ANCHORS)
    if len(anchors) == points:
        return _to_unit_square(_tsne(found.neighbours, start, found.seed))
    near = find_neighbours(vectors[anchors], min(30, len(anchors) - 1))
    placed = _tsne(near, start[anchors], found.seed)
    return _to_unit_square(_beside_anchors(vectors, anchors, placed))


def beside(anchors: Neighbours, placed: np.ndarray) -> np.ndarray:
    """Positions (points, 2) in the weighted middle of each point's few nearest anchors, which stand at `placed`."""
    weight = anchors.similarity.astype(np.float64) ** 4 + 1e-9
    weight /= weight.sum(axis=1, keepdims=True)
    return np.round(np.einsum("nk,nkd->nd", weight, placed[anchors.index]), 4)


def ring(points: int, centre: tuple[float, float], radius: float) -> np.ndarray:
    """Positions (points, 2) evenly on a disc, in order: for statements that are like nothing else."""
    number = np.arange(points)
    distance = radius * np.sqrt((number + 0.5) / max(points, 1))
    angle = number * GOLDEN_ANGLE
    spots = np.stack([np.cos(angle) * distance, np.sin(angle) * distance], axis=1) + np.array(centre)
    return np.round(np.clip(spots, 0, 1), 4)


def _start(vectors: np.ndarray, topic: np.ndarray, theme_of_topic: np.ndarray) -> np.ndarray:
    """Themes by the plane through their middles, topics around their theme, points around their topic."""
    topics = len(theme_of_topic)
    topic_middles = _middles(vectors, topic, topics)
    theme_middles = _middles(topic_middles, theme_of_topic, int(theme_of_topic.max()) + 1)
    themes = _plane(theme_middles)[theme_of_topic[topic]]
    around = _plane(topic_middles)[topic]
    own = _plane(vectors)
    start = themes + 0.5 * around + 0.2 * own
    return start / max(float(start[:, 0].std()), 1e-9) * 1e-4


def _tsne(neighbours: Neighbours, start: np.ndarray, seed: int) -> np.ndarray:
    from openTSNE import TSNEEmbedding  # slow to load, and only the process that draws needs it
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    distances = np.sqrt(np.maximum(2 - 2 * neighbours.similarity.astype(np.float64), 1e-8))
    affinity = PerplexityBasedNN(
        knn_index=PrecomputedNeighbors(neighbours.index.astype(np.int64), distances),
        perplexity=min(PERPLEXITY, neighbours.k / 3),
    )
    points = len(start)
    embedding = TSNEEmbedding(
        start.copy(),
        affinity,
        negative_gradient_method="fft" if points > 3000 else "bh",
        ints_in_interval=UNITS_OF_A_CELL,
        random_state=seed,
        n_jobs=1,
    )
    for done in range(0, EARLY_STEPS + STEPS, STEPS_AT_A_TIME):
        early = done < EARLY_STEPS
        embedding.optimize(
            STEPS_AT_A_TIME,
            exaggeration=12 if early else None,
            momentum=0.5 if early else 0.8,
            inplace=True,
        )
    return np.asarray(embedding)


def _anchors(topic: np.ndarray, most: int) -> np.ndarray:
    """At most `most` points, evenly out of every topic in canonical order, ascending."""
    if len(topic) <= most:
        return np.arange(len(topic))
    order = np.argsort(topic, kind="stable")
    return np.sort(order[np.linspace(0, len(order) - 1, most).astype(int)])


def _beside_anchors(vectors: np.ndarray, anchors: np.ndarray, placed: np.ndarray) -> np.ndarray:
    """Every point at the weighted middle of its nearest anchors; an anchor stays where it is."""
    positions = np.empty((len(vectors), 2))
    for begin in range(0, len(vectors), BLOCK):
        similarity = np.round(np.clip(vectors[begin : begin + BLOCK] @ vectors[anchors].T, 0, 1), 4)
        nearest = np.argpartition(-similarity, NEAREST, axis=1)[:, :NEAREST]
        near = Neighbours(nearest, np.take_along_axis(similarity, nearest, axis=1))
        positions[begin : begin + BLOCK] = beside(near, placed)
    positions[anchors] = placed
    return positions


def _middles(vectors: np.ndarray, groups: np.ndarray, count: int) -> np.ndarray:
    return unit_rows(sums_of_groups(vectors, groups, count)).astype(np.float64)


def _plane(vectors: np.ndarray) -> np.ndarray:
    """The two widest directions (n, 2), each scaled to spread 1, signs fixed."""
    if len(vectors) < 2:
        return np.zeros((len(vectors), 2))
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh((centred.T @ centred).astype(np.float64))
    axes = axes[:, ::-1][:, :2]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])] < 0, -1, 1)
    flat = centred @ axes
    if flat.shape[1] < 2:
        flat = np.hstack([flat, np.zeros((len(flat), 2 - flat.shape[1]))])
    spread = flat.std(axis=0)
    return np.where(spread > 1e-6, flat / np.maximum(spread, 1e-6), 0.0)


def _to_unit_square(positions: np.ndarray) -> np.ndarray:
    """Scaled evenly into 0.04 to 0.96, so that nothing lies on the border."""
    if len(positions) == 0:
        return np.zeros((0, 2))
    low, high = positions.min(axis=0), positions.max(axis=0)
    widest = max(float((high - low).max()), 1e-9)
    middle = (low + high) / 2
    return np.round(0.5 + (positions - middle) / widest * 0.92, 4)
