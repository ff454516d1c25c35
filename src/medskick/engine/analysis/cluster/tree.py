"""Themes, and topics inside themes: how many, and what belongs where.

Themes are the k-means groups of smoothed points, topics the Leiden communities of shared neighbours inside each
theme.
On Almedalen (2009–2012 and 2021, 300 to 2 500 texts) such themes agreed better with people's labels than
coarse communities, which leave one giant, and than joining fine communities upwards; topics agreed about equally.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from ..crew import Crew, in_threads
from ..represent.base import sums_of_groups, unit_rows
from . import communities
from .graph import shared_neighbour_graph
from .neighbours import Neighbours, find_neighbours

NEIGHBOURS = 30
SMOOTHED_OVER, SMOOTHED_TIMES = 15, 3
FEWEST_TO_GROUP = 10
FEWEST_FOR_GRAPH = 30
FEWEST_TO_SPLIT = 24


@dataclass(frozen=True)
class Grouping:
    """For each point its topic; for each topic its theme. Numbers are dense and ordered by weight, heaviest first."""

    topic_of_point: np.ndarray
    theme_of_topic: np.ndarray
    neighbours: Neighbours


def group(
    vectors: np.ndarray,
    weights: np.ndarray,
    *,
    themes: int | None,
    seed: int,
    clusterer: str | None = None,
    crew: Crew | None = None,
) -> Grouping:
    """Group unit vectors (points, d) of `weights` (points,) into themes and topics.

    themes: how many to aim at; None takes what suits the number of points, 6 to 12 for ordinary sizes.
    Fewer than 10 points make one theme; fewer than 30 are joined without a graph.
    """
    points = len(vectors)
    neighbours = find_neighbours(vectors, NEIGHBOURS, crew)
    wanted = min(points, themes or wanted_themes(points))
    if points < FEWEST_FOR_GRAPH:
        theme = _joined(vectors, wanted)
        topic = theme.copy()
    else:
        graph = shared_neighbour_graph(neighbours) if _uses_graph(clusterer) else None
        smooth = _smoothed(vectors, neighbours)
        theme = _split(smooth, None, np.arange(points), wanted, max(3, points // (8 * wanted)), seed)
        topic = _topics_inside(vectors, graph, theme, max(wanted, wanted_topics(points)), seed, crew)
    return _ordered(theme, topic, weights, neighbours)


def group_inside(
    vectors: np.ndarray,
    weights: np.ndarray,
    theme: np.ndarray,
    themes: int,
    *,
    seed: int,
    crew: Crew | None = None,
) -> Grouping:
    """Topics inside themes that are given: `theme` (points,) of 0 to `themes` - 1, whose numbers stay as they are.

    A theme without points has no topic.
    """
    points = len(vectors)
    neighbours = find_neighbours(vectors, NEIGHBOURS, crew)
    graph = shared_neighbour_graph(neighbours) if points >= FEWEST_FOR_GRAPH and _uses_graph(None) else None
    topic = np.zeros(points, dtype=int)
    used = 0
    for number in range(themes):
        members = np.flatnonzero(theme == number)
        if not len(members):
            continue
        share = _topics_of(len(members), points, wanted_topics(points)) if points >= FEWEST_FOR_GRAPH else 1
        own = _split(vectors, graph, members, share, max(3, len(members) // (6 * share)), seed)
        topic[members] = own + used
        used += int(own.max()) + 1
    return _ordered(theme, topic, weights, neighbours, keep_themes=True)


def wanted_themes(points: int) -> int:
    """Themes to aim at when nobody has said: few for few distinct statements, at most 12."""
    if points < FEWEST_TO_GROUP:
        return 1
    steps = ((FEWEST_FOR_GRAPH, 3), (60, 4), (200, 6), (400, 8), (700, 10))
    return next((themes for most, themes in steps if points < most), 12)


def wanted_topics(points: int) -> int:
    """Topics to aim at in all: grows with the cube root of the number of distinct statements."""
    return max(2, round(min(3 * points ** (1 / 3), points / 8)))


def _uses_graph(clusterer: str | None) -> bool:
    return (clusterer or communities.BEST) == "leiden"


def _smoothed(vectors: np.ndarray, neighbours: Neighbours) -> np.ndarray:
    """Every point moved halfway to its nearest fifteen, three times: what is broad stays, what is particular fades."""
    index, similarity = neighbours.index[:, :SMOOTHED_OVER], neighbours.similarity[:, :SMOOTHED_OVER]
    share = similarity / np.maximum(similarity.sum(axis=1, keepdims=True), 1e-9)
    points, k = index.shape
    towards = sp.csr_matrix(
        (share.ravel(), index.ravel(), np.arange(0, points * k + 1, k)), shape=(points, points)
    )
    for _ in range(SMOOTHED_TIMES):
        vectors = unit_rows(vectors + towards @ vectors)
    return vectors


def _split(
    vectors: np.ndarray,
    graph: sp.csr_matrix | None,
    members: np.ndarray,
    wanted: int,
    smallest: int,
    seed: int,
) -> np.ndarray:
    """Group (members,) of each member; groups smaller than `smallest` are given to the nearest other group."""
    if wanted <= 1:
        return np.zeros(len(members), dtype=int)
    if graph is None:
        groups = communities.kmeans(vectors[members], wanted, seed)
    else:
        groups = communities.leiden(graph[members][:, members].tocsr(), wanted, smallest, seed)
    return _without_small(vectors[members], groups, smallest)


def _topics_inside(
    vectors: np.ndarray,
    graph: sp.csr_matrix | None,
    theme: np.ndarray,
    wanted: int,
    seed: int,
    crew: Crew | None,
) -> np.ndarray:
    """Topic of each point: every theme is split by itself, in as many topics as its size deserves."""

    def split(members: np.ndarray) -> np.ndarray:
        share = _topics_of(len(members), len(theme), wanted)
        return _split(vectors, graph, members, share, max(3, len(members) // (6 * share)), seed)

    themes = [np.flatnonzero(theme == number) for number in range(int(theme.max()) + 1)]
    topic = np.zeros(len(theme), dtype=int)
    used = 0
    for members, own in zip(themes, in_threads(crew, split, themes), strict=True):
        topic[members] = own + used
        used += int(own.max()) + 1
    return topic


def _topics_of(members: int, points: int, wanted: int) -> int:
    """How many of the `wanted` topics a theme of so many of the points deserves."""
    return max(2, round(wanted * members / points)) if members >= FEWEST_TO_SPLIT else 1


def _without_small(vectors: np.ndarray, groups: np.ndarray, smallest: int) -> np.ndarray:
    """Dense group numbers, where members of groups below `smallest` have moved to the nearest other group."""
    sizes = np.bincount(groups)
    kept = np.flatnonzero(sizes >= smallest)
    if len(kept) == 0:
        return np.zeros(len(groups), dtype=int)
    middles = unit_rows(sums_of_groups(vectors, groups, len(sizes)))[kept]
    moved = sizes[groups] < smallest
    result = np.searchsorted(kept, groups)
    if moved.any():
        result[moved] = np.round(vectors[moved] @ middles.T, 5).argmax(axis=1)
    return result


def _joined(vectors: np.ndarray, wanted: int) -> np.ndarray:
    """A handful of points joined by Ward's method."""
    from scipy.cluster.hierarchy import fcluster, linkage  # slow to load, and seldom needed

    if wanted <= 1 or len(vectors) < 2:
        return np.zeros(len(vectors), dtype=int)
    return fcluster(linkage(np.round(vectors.astype(np.float64), 5), "ward"), wanted, "maxclust") - 1


def _ordered(
    theme: np.ndarray,
    topic: np.ndarray,
    weights: np.ndarray,
    neighbours: Neighbours,
    *,
    keep_themes: bool = False,
) -> Grouping:
    """Number themes by falling weight and topics by theme, then falling weight; ties by first member."""
    if len(topic) == 0:
        return Grouping(topic.astype(int), np.zeros(0, dtype=int), neighbours)
    theme = theme if keep_themes else _dense_by_weight(theme, weights)
    names, first, inverse = np.unique(topic, return_index=True, return_inverse=True)
    order = np.lexsort((first, -np.bincount(inverse, weights=weights), theme[first]))
    rank = np.empty(len(names), dtype=int)
    rank[order] = np.arange(len(names))
    return Grouping(rank[inverse], theme[first][order], neighbours)


def _dense_by_weight(labels: np.ndarray, weights: np.ndarray) -> np.ndarray:
    names, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    order = np.lexsort((first, -np.bincount(inverse, weights=weights)))
    rank = np.empty(len(names), dtype=int)
    rank[order] = np.arange(len(names))
    return rank[inverse]
