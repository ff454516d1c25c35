"""How surely every statement of an edition that was gone on from belongs where it lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..cluster.cells import Cells, cells_of, nearest_anchors
from ..cluster.neighbours import Neighbours, find_neighbours
from ..cluster.strength import CORE, MIXED, WEAK, Belonging, measure, usual_nearness
from ..crew import Crew
from ..stages.points import Points

NEIGHBOURS = 30


@dataclass(frozen=True)
class _Ground:
    """Anchors with their topics. neighbours: of the anchors. cells: where there are other points too."""

    neighbours: Neighbours
    cells: Cells | None
    topic_of_anchor: np.ndarray
    usual: float


def unmeasured(statements: int) -> Belonging:
    """What is said of statements that nothing is known of."""
    return Belonging(
        np.zeros(statements),
        np.full(statements, -1, dtype=np.int64),
        np.zeros(statements),
        np.full(statements, WEAK, dtype="U10"),
    )


def belonging_of(points: Points, topic: np.ndarray, seed: int, crew: Crew) -> Belonging:
    """Of every statement, from the anchors nearest to its point; nothing for statements that are no points.

    topic: of every statement. Copies that lie apart from the first of them are measured by their own topic.
    """
    found = unmeasured(len(topic))
    if not len(points):
        return found
    of_point = topic[points.first]
    of_anchor = of_point[points.anchors]
    neighbours = find_neighbours(points.vectors, NEIGHBOURS, crew)
    many = len(points.anchors) < len(points)
    cells = cells_of(points.vectors, seed) if many else None
    ground = _Ground(neighbours, cells, of_anchor, usual_nearness(neighbours))
    measured = measure(neighbours, of_anchor, of_anchor, ground.usual)
    if many:
        need = (cells, of_anchor, ground.usual)
        chunks = ((points.of(rows), of_point[rows]) for rows in points.blocks(points.rest))
        measured = _joined(points, measured, list(crew.mapped(_measured, need, chunks)))
    on_map = np.flatnonzero(points.of_statement >= 0)
    at = points.of_statement[on_map]
    found.strength[on_map], found.runner_up_share[on_map] = (
        measured.strength[at],
        measured.runner_up_share[at],
    )
    found.runner_up[on_map], found.classes[on_map] = measured.runner_up[at], measured.classes[at]
    _measure_apart(found, points, ground, on_map[topic[on_map] != of_point[at]], topic, of_point)
    return found


def _measured(need: tuple[Cells, np.ndarray, float], block: tuple[np.ndarray, np.ndarray]) -> Belonging:
    cells, topic_of_anchor, usual = need
    vectors, topic = block
    return measure(nearest_anchors(cells, vectors, NEIGHBOURS), topic, topic_of_anchor, usual)


def _joined(points: Points, of_anchors: Belonging, of_rest: list[Belonging]) -> Belonging:
    return Belonging(
        *(
            points.joined(
                getattr(of_anchors, name), np.concatenate([getattr(part, name) for part in of_rest])
            )
            for name in ("strength", "runner_up", "runner_up_share", "classes")
        )
    )


def _measure_apart(
    found: Belonging,
    points: Points,
    ground: _Ground,
    apart: np.ndarray,
    topic: np.ndarray,
    of_point: np.ndarray,
) -> None:
    for rows in points.blocks(apart):
        at = points.of_statement[rows]
        near = _near(points, ground, at)
        own = ground.topic_of_anchor[near.index] == topic[rows][:, np.newaxis]
        total = np.maximum(near.similarity.sum(axis=1, dtype=np.float64), 1e-9)
        strength = np.round((near.similarity * own).sum(axis=1, dtype=np.float64) / total, 4)
        found.strength[rows], found.runner_up[rows] = strength, of_point[at]
        found.runner_up_share[rows] = np.round(1 - strength, 4)
        found.classes[rows] = np.where(strength >= 0.6, CORE, np.where(strength >= 0.25, MIXED, WEAK))


def _near(points: Points, ground: _Ground, at: np.ndarray) -> Neighbours:
    """The anchors nearest to some points, but for themselves."""
    if ground.cells is None:
        return Neighbours(ground.neighbours.index[at], ground.neighbours.similarity[at])
    near = nearest_anchors(ground.cells, points.of(at), NEIGHBOURS + 1)
    itself = points.anchors[near.index] == at[:, np.newaxis]
    itself[~itself.any(axis=1), -1] = True
    shape = (len(at), near.k - 1)
    return Neighbours(near.index[~itself].reshape(shape), near.similarity[~itself].reshape(shape))
