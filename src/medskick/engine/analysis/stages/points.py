"""What is compared: one point for each distinct statement, and the bounded sample of them that themes are found in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..represent.base import even_sample, unit_rows
from .corpus import Corpus
from .vectors import Vectors

MOST_ANCHORS = 40_000
MOST_COPIES = 20
BLOCK = 10_000


@dataclass(frozen=True)
class Points:
    """Distinct statements of the main language that have something to compare.

    of_statement: point of each statement, -1 for none. weights: statements behind each point. first: one statement of
    each point, the first in canonical order. anchors: the points that are grouped, ascending; all of them unless there
    are more than 40 000. vectors: unit vectors of the anchors (anchors, d) float32.
    """

    of_statement: np.ndarray
    weights: np.ndarray
    first: np.ndarray
    anchors: np.ndarray
    vectors: np.ndarray
    _members: np.ndarray
    _bounds: np.ndarray
    _of_all: Vectors

    def __len__(self) -> int:
        return len(self.first)

    @property
    def rest(self) -> np.ndarray:
        """The points that are no anchors, ascending."""
        return np.setdiff1d(np.arange(len(self)), self.anchors, assume_unique=True)

    def of(self, points: np.ndarray) -> np.ndarray:
        """Unit vectors of `points` (len(points), d): the middle of a statement's copies (of the first twenty)."""
        if len(self.vectors) == len(self):
            return self.vectors[points]
        copies = np.minimum(np.diff(self._bounds)[points], MOST_COPIES)
        starts = np.concatenate([[0], np.cumsum(copies)[:-1]]).astype(np.int64)
        places = np.repeat(self._bounds[points] - starts, copies) + np.arange(int(copies.sum()))
        found = self._of_all[self._members[places]]
        return unit_rows(np.add.reduceat(found, starts) if len(points) else found)

    def joined(self, of_anchors: np.ndarray, of_rest: np.ndarray) -> np.ndarray:
        """Values of all points from those of the anchors and those of the rest."""
        found = np.empty(len(self), dtype=np.result_type(of_anchors, of_rest))
        found[self.anchors] = of_anchors
        found[self.rest] = of_rest
        return found

    def blocks(self, points: np.ndarray) -> Iterator[np.ndarray]:
        """`points` in pieces of at most 10 000."""
        for start in range(0, len(points), BLOCK):
            yield points[start : start + BLOCK]


def collect_points(corpus: Corpus, family: np.ndarray, vectors: Vectors, lang: str) -> Points:
    """Join the copies of each family to one point; leave out other languages, no content and unknown words."""
    eligible = ~corpus.no_content & ~foreign_to(corpus.langs, lang) & vectors.known
    of_statement = np.full(len(corpus), -1, dtype=np.int64)
    chosen = np.flatnonzero(eligible)
    _, first, inverse = np.unique(family[chosen], return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    of_statement[chosen] = rank[inverse]
    weights = np.bincount(of_statement[chosen], minlength=len(first))
    anchors = np.asarray(even_sample(range(len(first)), MOST_ANCHORS), dtype=np.int64)
    points = Points(
        of_statement,
        weights.astype(np.float64),
        chosen[np.sort(first)],
        anchors,
        np.zeros((0, vectors.shape[1]), dtype=np.float32),
        chosen[np.argsort(of_statement[chosen], kind="stable")],
        np.concatenate([[0], np.cumsum(weights)]),
        vectors,
    )
    found = [points.of(block) for block in points.blocks(anchors)]
    return replace(points, vectors=np.vstack(found)) if found else points


def foreign_to(langs: Sequence[str | None], main: str) -> np.ndarray:
    """Which statements are surely in another language than the main one (statements,) bool."""
    return np.array([own is not None and own != main for own in langs], dtype=bool)
