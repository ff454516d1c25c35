"""Where every statement stands in meaning, and what its words say about scope: the one look at every text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ..crew import Crew
from ..criteria import Judge
from ..represent import Representation
from ..represent.base import even_sample, unit_rows
from ..represent.lexical import MOST_TEXTS_TO_FIT
from ..stance import stances
from .corpus import Corpus

STATEMENTS_OF_ONE_MATTER = 2
CHUNK = 10_000


class Vectors:
    """Unit vectors of statements, kept as half-precision numbers (perhaps on disk) and handed out as float32."""

    def __init__(self, stored: np.ndarray) -> None:
        self._stored = stored

    def __len__(self) -> int:
        return len(self._stored)

    @property
    def shape(self) -> tuple[int, ...]:
        return self._stored.shape

    def __getitem__(self, rows: Any) -> np.ndarray:
        return np.asarray(self._stored[rows], dtype=np.float32)

    @property
    def known(self) -> np.ndarray:
        """Which statements hold a word that the representation knows (statements,) bool."""
        blocks = [self._stored[start : start + CHUNK].any(axis=1) for start in range(0, len(self), CHUNK)]
        return np.concatenate(blocks) if blocks else np.zeros(0, dtype=bool)


@dataclass(frozen=True)
class Described:
    """Of each statement: unit vector (n, d) float16, the judge's answers (n, answers) float32, and stance (n,) int8."""

    vectors: np.ndarray
    answers: np.ndarray
    stance: np.ndarray


def fit(corpus: Corpus, representation: Representation) -> Representation:
    """Let the representation learn from the contributions, from an even sample of them when there are very many."""
    sample = even_sample(range(len(corpus.contributions)), MOST_TEXTS_TO_FIT)
    return representation.fit([corpus.context(contribution) for contribution in sample])


def describe(
    corpus: Corpus,
    representation: Representation,
    judge: Judge,
    crew: Crew,
    tick: Callable[[int, int], None],
) -> Iterator[tuple[slice, Described]]:
    """What was seen of runs of statements, in order: which ones, and what.

    A vector is the statement's own words and the contribution around them. Up to two statements the surroundings weigh
    as much as the words themselves; in longer texts less and less, since they hold several matters.
    """
    chunks = (_chunk(corpus, start, stop) for start, stop in pairwise(_bounds(corpus)))
    start = 0
    for described in crew.mapped(_described, (representation, judge), chunks):
        stop = start + len(described.vectors)
        yield slice(start, stop), described
        tick(stop, len(corpus))
        start = stop


def _bounds(corpus: Corpus) -> list[int]:
    """Cuts between statements, about 10 000 apart, never within a contribution."""
    cuts = [0]
    firsts = np.flatnonzero(np.diff(corpus.owner, prepend=-1))
    while cuts[-1] < len(corpus):
        after = firsts[np.searchsorted(firsts, cuts[-1] + CHUNK) :]
        cuts.append(int(after[0]) if len(after) else len(corpus))
    return cuts


def _chunk(corpus: Corpus, start: int, stop: int) -> tuple[list[str], list[str], np.ndarray]:
    owner = corpus.owner[start:stop]
    first = int(owner[0])
    contexts = [corpus.context(contribution) for contribution in range(first, int(owner[-1]) + 1)]
    return corpus.texts[start:stop], contexts, owner - first


def _described(
    need: tuple[Representation, Judge], chunk: tuple[list[str], list[str], np.ndarray]
) -> Described:
    representation, judge = need
    texts, contexts, owner = chunk
    own = representation.vectors(texts)
    around = _around(representation, texts, contexts, owner, own)
    has_words = np.linalg.norm(own, axis=1, keepdims=True) > 0
    of_contribution = np.bincount(owner)[owner]
    weight = np.minimum(1.0, STATEMENTS_OF_ONE_MATTER / of_contribution)[:, np.newaxis]
    vectors = unit_rows(own + weight * around * has_words)
    return Described(vectors.astype(np.float16), judge.answers(texts), stances(texts))


def _around(
    representation: Representation,
    texts: list[str],
    contexts: list[str],
    owner: np.ndarray,
    own: np.ndarray,
) -> np.ndarray:
    """Vector of the contribution around each statement; where that says nothing more, the statement's own again."""
    alone = np.array([contexts[c] == texts[s] for s, c in enumerate(owner.tolist())], dtype=bool)
    found = own.copy()
    asked = np.unique(owner[~alone])
    if len(asked):
        place = np.zeros(len(contexts), dtype=np.int64)
        place[asked] = np.arange(len(asked))
        found[~alone] = representation.vectors([contexts[c] for c in asked])[place[owner[~alone]]]
    return found
