"""Statements that are no points of the main language, but have a place among those that are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..cluster.neighbours import Neighbours
from ..cluster.strength import Belonging, measure, topic_shares, usual_nearness
from ..stages.corpus import Corpus
from ..stages.points import Points, foreign_to
from ..stages.settling import nearest_across
from ..stages.vectors import Vectors
from .vote import majority


@dataclass(frozen=True)
class Copies:
    """New statements that are no points, and say what old ones say. twin: the first old one where most of those lie, -1
    for none in an ordinary topic. ruled: most of those lie in none. (statements,)."""

    twin: np.ndarray
    ruled: np.ndarray


def copies_outside(points: Points, family: np.ndarray, old: np.ndarray, topic: np.ndarray) -> Copies:
    """Whom the new statements that are no points follow. topic: of every statement, -1 for no ordinary one."""
    twin, ruled = np.full(len(old), -1, dtype=np.int64), np.zeros(len(old), dtype=bool)
    there = np.flatnonzero((old >= 0) & (points.of_statement < 0))
    new = np.flatnonzero((old < 0) & (points.of_statement < 0) & (topic < 0))
    if not len(there) or not len(new):
        return Copies(twin, ruled)
    families = int(family.max()) + 1
    most = majority(
        family[there], topic[there] + 1, families
    )  # 0: in no ordinary topic, -1: nobody was there
    leading = there[(topic[there] + 1 == most[family[there]]) & (topic[there] >= 0)]
    first = np.full(families, -1, dtype=np.int64)
    first[family[leading][::-1]] = leading[::-1]
    twin[new] = first[family[new]]
    ruled[new] = most[family[new]] == 0
    return Copies(twin, ruled)


@dataclass(frozen=True)
class Abroad:
    """Statements in other languages that a model across languages compares, with their nearest voters."""

    statements: np.ndarray
    neighbours: Neighbours
    topic_of_voter: np.ndarray

    @property
    def voted(self) -> np.ndarray:
        """The topic that most of each one's nearest voters have."""
        shares = topic_shares(self.neighbours, self.topic_of_voter).toarray()
        return np.round(shares, 6).argmax(axis=1)

    def belonging(self, rows: np.ndarray, topic: np.ndarray) -> Belonging:
        """How surely some of them belong to their `topic`, which may not be what was voted."""
        index, similarity = self.neighbours.index[rows], self.neighbours.similarity[rows]
        usual = usual_nearness(self.neighbours)
        return measure(Neighbours(index, similarity), topic, self.topic_of_voter, usual)

    def near(self, rows: np.ndarray, voters: np.ndarray) -> Neighbours:
        """The voters nearest to some of them, as numbers of points."""
        return Neighbours(voters[self.neighbours.index[rows]], self.neighbours.similarity[rows])


def seen_abroad(
    corpus: Corpus, vectors: Vectors, across: slice | None, voters: np.ndarray, topic: np.ndarray, lang: str
) -> Abroad | None:
    """The statements in other languages as the part `across` of the vectors sees them; None without such a part.

    voters: vectors of the points that vote, topic: theirs.
    """
    if across is None or not len(voters):
        return None
    chosen = np.flatnonzero(foreign_to(corpus.langs, lang) & ~corpus.no_content & vectors.known)
    if not len(chosen):
        return None
    return Abroad(chosen, nearest_across(voters, vectors, across, chosen), topic)
