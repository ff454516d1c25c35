"""Points that were not among those grouped take the topic that most of their nearest anchors have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..cluster import Grouping
from ..cluster.cells import Cells, cells_of, nearest_anchors
from ..cluster.neighbours import Neighbours, in_order, stacked
from ..cluster.strength import Belonging, measure, topic_shares, usual_nearness
from ..cluster.tree import NEIGHBOURS
from ..crew import Crew
from ..represent.base import sums_of_groups, unit_rows
from .points import Points
from .vectors import Vectors

ANCHORS_FOR_MAP = 3
BLOCK_ABROAD = 1_000


@dataclass(frozen=True)
class Settled:
    """Of the points that are no anchors, in order: topic, belonging, and their three nearest anchors."""

    topic: np.ndarray
    belonging: Belonging
    anchors: Neighbours


@dataclass(frozen=True)
class _Ground:
    """What a point needs to find its place: anchors in cells, their topics, the topics' middles and themes."""

    cells: Cells
    topic_of_anchor: np.ndarray
    theme_of_topic: np.ndarray
    middles: np.ndarray
    usual: float


def settle(
    points: Points, grouping: Grouping, usual: float, theme: np.ndarray | None, seed: int, crew: Crew
) -> Settled:
    """Give every point that is no anchor its topic. `theme`: the themes they have by a codebook, if there is one."""
    rest = points.rest
    sums = sums_of_groups(points.vectors, grouping.topic_of_point, len(grouping.theme_of_topic))
    ground = _Ground(
        cells_of(points.vectors, seed),
        grouping.topic_of_point,
        grouping.theme_of_topic,
        unit_rows(sums),
        usual,
    )
    blocks = (
        (points.of(rest[own]).astype(np.float16), None if theme is None else theme[own])
        for own in points.blocks(np.arange(len(rest)))
    )
    parts = list(crew.mapped(_settled, ground, blocks))
    return Settled(
        np.concatenate([part[0] for part in parts]),
        Belonging(
            np.concatenate([part[1].strength for part in parts]),
            np.concatenate([part[1].runner_up for part in parts]),
            np.concatenate([part[1].runner_up_share for part in parts]),
            np.concatenate([part[1].classes for part in parts]),
        ),
        stacked([part[2] for part in parts]),
    )


def _settled(
    ground: _Ground, block: tuple[np.ndarray, np.ndarray | None]
) -> tuple[np.ndarray, Belonging, Neighbours]:
    vectors, theme = unit_rows(block[0].astype(np.float32)), block[1]
    neighbours = nearest_anchors(ground.cells, vectors, NEIGHBOURS)
    votes = topic_shares(neighbours, ground.topic_of_anchor).toarray()
    votes += 1e-3 * np.clip(np.round(vectors @ ground.middles.T, 5), 0, 1)  # where no neighbour says anything
    if theme is not None:
        votes[ground.theme_of_topic[np.newaxis, :] != theme[:, np.newaxis]] -= 2
    topic = np.round(votes, 6).argmax(axis=1)
    belonging = measure(neighbours, topic, ground.topic_of_anchor, ground.usual)
    few = Neighbours(neighbours.index[:, :ANCHORS_FOR_MAP], neighbours.similarity[:, :ANCHORS_FOR_MAP])
    return topic, belonging, few


@dataclass(frozen=True)
class Abroad:
    """Statements in other languages with their topic, belonging and nearest anchors."""

    statements: np.ndarray
    topic: np.ndarray
    belonging: Belonging
    anchors: Neighbours


def settle_abroad(
    points: Points, vectors: Vectors, across: slice, statements: np.ndarray, topic_of_anchor: np.ndarray
) -> Abroad:
    """Place `statements` by their nearest anchors in the part `across` of the vectors, which knows all languages."""
    neighbours = nearest_across(points.vectors, vectors, across, statements)
    topic = np.round(topic_shares(neighbours, topic_of_anchor).toarray(), 6).argmax(axis=1)
    belonging = measure(neighbours, topic, topic_of_anchor, usual_nearness(neighbours))
    few = Neighbours(neighbours.index[:, :ANCHORS_FOR_MAP], neighbours.similarity[:, :ANCHORS_FOR_MAP])
    return Abroad(statements, topic, belonging, few)


def nearest_across(
    anchors: np.ndarray, vectors: Vectors, across: slice, statements: np.ndarray
) -> Neighbours:
    """The nearest of `anchors` (anchors, d) to each of `statements`, by the part `across` of the vectors alone."""
    seen = unit_rows(anchors[:, across])
    k = min(NEIGHBOURS, len(seen))
    parts = []
    for start in range(0, len(statements), BLOCK_ABROAD):
        own = unit_rows(vectors[statements[start : start + BLOCK_ABROAD]][:, across])
        alike = np.clip(np.round(own @ seen.T, 5), 0.0, 1.0)
        best = np.argpartition(-alike, k - 1, axis=1)[:, :k]
        parts.append(in_order(best, np.take_along_axis(alike, best, axis=1)))
    return stacked(parts)
