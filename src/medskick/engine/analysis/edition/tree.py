"""A tree while it is being carried on: where statements were, which points have their topic already, who may vote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..cluster.cells import Cells, cells_of, nearest_anchors
from ..crew import Crew
from ..stages.placing import THEME, UNPLACED
from ..stages.points import Points
from .numbering import Numbers
from .replay import Edited
from .vote import NEIGHBOURS, counted, evenly, majority, vote

ORDINARY = (THEME, UNPLACED)


@dataclass
class Tree:
    """topics: ids. topic: of every point its number in `topics`. seeded: points whose topic is known from before."""

    topics: list[str]
    topic: np.ndarray
    seeded: np.ndarray


@dataclass(frozen=True)
class Homes:
    """Where each statement was in the edition, or where a person has put it.

    names: ids of topics, and of themes for somewhere in them. of: number in `names`, -1 for none. pinned: put there by
    a person. topics: ids of the topics among the names, sorted. topic: of each name its number in `topics`, -1 for a
    theme. ordinary: of each name. (statements,) or (names,).
    """

    names: list[str]
    of: np.ndarray
    pinned: np.ndarray
    topics: list[str]
    topic: np.ndarray
    ordinary: np.ndarray

    @property
    def topic_of(self) -> np.ndarray:
        """Of each statement the number in `topics`, -1 for none."""
        return self._told(self.topic)

    @property
    def seeds(self) -> np.ndarray:
        """The same for statements whose topic is an ordinary one."""
        return self._told(np.where(self.ordinary, self.topic, -1))

    def _told(self, values: np.ndarray) -> np.ndarray:
        if not len(values):
            return np.full(len(self.of), -1, dtype=np.int64)
        return np.where(self.of >= 0, values[self.of], -1)


def homes_of(edited: Edited, old: np.ndarray, pinned: Mapping[int, str]) -> Homes:
    """The homes of all statements. pinned: where people have put some of them."""
    names = list(dict.fromkeys([*edited.home, *pinned.values()]))
    number = {name: n for n, name in enumerate(names)}
    before = np.fromiter((number[name] for name in edited.home), dtype=np.int64, count=len(edited.home))
    of = np.full(len(old), -1, dtype=np.int64)
    of[old >= 0] = before[old[old >= 0]]
    for s, wanted in pinned.items():
        own = names[of[s]] if of[s] >= 0 else ""
        if edited.nodes[wanted]["parent"] or not own or edited.theme_of(own) != wanted:
            of[s] = number[wanted]
    used = {names[n] for n in np.unique(of[of >= 0]).tolist()}
    topics = sorted(name for name in used if edited.nodes[name]["parent"])
    place = {name: n for n, name in enumerate(topics)}
    return Homes(
        names,
        of,
        np.isin(np.arange(len(old)), list(pinned)),
        topics,
        np.array([place.get(name, -1) for name in names], dtype=np.int64),
        np.array([name in used and edited.nodes[name]["kind"] in ORDINARY for name in names], dtype=bool),
    )


def seeded_tree(points: Points, homes: Homes) -> Tree:
    """Every point of the edition in the topic that most of its statements have."""
    seeds = homes.seeds
    chosen = np.flatnonzero((seeds >= 0) & (points.of_statement >= 0))
    topic = majority(points.of_statement[chosen], seeds[chosen], len(points))
    return Tree(list(homes.topics), topic, topic >= 0)


def stacked(points: Points, chosen: np.ndarray) -> np.ndarray:
    """Vectors of a bounded choice of points at once."""
    found = [points.of(block) for block in points.blocks(chosen)]
    return np.vstack(found) if found else points.of(chosen)


class Voters:
    """Points of the edition that vote: evenly out of every topic, at most 20 000. vectors: theirs. topic: theirs."""

    def __init__(self, points: Points, tree: Tree) -> None:
        seeded = np.flatnonzero(tree.seeded)
        self.points = seeded[evenly(tree.topic[seeded])]
        self.topic = tree.topic[self.points]
        self.vectors = stacked(points, self.points)


@dataclass(frozen=True)
class Allowed:
    """Which topics points may go to. lies_in: bool (rows, topics). row: of each point."""

    lies_in: np.ndarray
    row: np.ndarray


@dataclass(frozen=True)
class _Need:
    ground: np.ndarray | Cells
    topic: np.ndarray
    topics: int
    lies_in: np.ndarray | None


def voted(
    points: Points, tree: Tree, voters: Voters, allowed: Allowed | None, seed: int, crew: Crew
) -> tuple[np.ndarray, np.ndarray]:
    """Topic and nearness to its voters of every point that has no topic from before, in order.

    Among as many points as are compared all with all, voters are compared exactly; among more, in the likeliest cells.
    """
    new = np.flatnonzero(~tree.seeded)
    many = len(points.anchors) < len(points) and len(voters.points) > 0
    ground = cells_of(voters.vectors, seed) if many else voters.vectors
    need = _Need(ground, voters.topic, len(tree.topics), allowed.lies_in if allowed else None)
    parts = list(crew.mapped(_voted, need, _blocks(points, new, allowed)))
    if not parts:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _blocks(
    points: Points, new: np.ndarray, allowed: Allowed | None
) -> Iterator[tuple[np.ndarray, np.ndarray | None]]:
    for own in points.blocks(np.arange(len(new))):
        yield points.of(new[own]), allowed.row[own] if allowed else None


def _voted(need: _Need, block: tuple[np.ndarray, np.ndarray | None]) -> tuple[np.ndarray, np.ndarray]:
    vectors, row = block
    allowed = None if need.lies_in is None or row is None else need.lies_in[row]
    if isinstance(need.ground, Cells):
        near = nearest_anchors(need.ground, vectors, NEIGHBOURS)
        votes = counted(near.index, near.similarity, need.topic, need.topics, allowed)
    else:
        votes = vote(vectors, need.ground, need.topic, need.topics, allowed)
    return votes.topic, votes.nearness


def new_topic(edited: Edited, numbers: Numbers, theme: str, kind: str = THEME, label: str = "") -> str:
    """A topic in `theme` that has never been there."""
    own = numbers.topic(theme)
    edited.nodes[own] = {"id": own, "parent": theme, "kind": kind, "label": label}
    return own


def inside(edited: Edited, topics: Sequence[str], theme: str) -> list[int]:
    """The numbers of the topics that lie in a theme."""
    return [t for t, own in enumerate(topics) if edited.nodes[own]["parent"] == theme]
