"""Verbatim quotes: typical of their group, shared among those who speak in it, safe to show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from medskick.engine.text.whole import says_something

from ..cluster.strength import CORE, NEAR
from ..represent.base import unit_rows
from ..represent.trained import shipped_model
from .corpus import Corpus
from .public import Public, spaced
from .readable import reads_well
from .saying import says
from .seats import elect
from .vectors import Vectors

SHORTEST, LONGEST = 30, 240
CANDIDATES = 400
MOST_READ = 4000
FOR_BEING_SURE = 0.1
FOR_OWN_WORDS = 1.0
FOR_THE_NAME, PLAINLY_MORE = 0.3, 0.2
FOR_BEING_WHOLE = 10.0  # more than all else together
SAMPLE_FOR_CENTRE = 2000


class Quotable:
    """Which statements may be quoted, for all statements at once."""

    def __init__(self, corpus: Corpus) -> None:
        of_text = np.array([p.field == "text" for p in corpus.prepared], dtype=bool)
        length = corpus.end - corpus.start
        self.allowed = (length >= SHORTEST) & (length <= LONGEST) & corpus.presentable & ~corpus.no_content
        self.allowed &= of_text[corpus.owner] if len(corpus) else self.allowed
        self._hide_masked(corpus)

    def _hide_masked(self, corpus: Corpus) -> None:
        masked = [owner for owner, p in enumerate(corpus.prepared) if p.masks]
        for statement in np.flatnonzero(self.allowed & np.isin(corpus.owner, masked)).tolist():
            start, end = corpus.start[statement], corpus.end[statement]
            masks = corpus.prepared[corpus.owner[statement]].masks
            if any(mask.field == "text" and mask.start < end and mask.end > start for mask in masks):
                self.allowed[statement] = False


class Reading:
    """How well statements read by themselves; each is read once, in however many groups it stands."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._known: dict[int, float] = {}
        self._whole: dict[int, bool] = {}

    def of(self, statements: np.ndarray) -> np.ndarray:
        """`readable.reads_well` of each statement (statements,)."""
        numbers = statements.tolist()
        for number in numbers:
            if number not in self._known:
                self._known[number] = reads_well(self._corpus.original(number))
        return np.array([self._known[number] for number in numbers])

    def whole(self, statements: np.ndarray) -> np.ndarray:
        """Which of the statements say something by themselves (statements,) bool."""
        numbers = statements.tolist()
        for number in numbers:
            if number not in self._whole:
                self._whole[number] = says_something(self._corpus.original(number))
        return np.array([self._whole[number] for number in numbers], dtype=bool)


class OwnWords:
    """What statements say by themselves, without the contribution around them, in the trained model's eyes."""

    def __init__(self, corpus: Corpus) -> None:
        self._texts = corpus.texts
        self._model = shipped_model()
        sample = [corpus.texts[s] for s in spaced(len(corpus), SAMPLE_FOR_CENTRE).tolist()]
        dimensions = self._model.dimensions
        self._centre = self._model.texts(sample).mean(axis=0) if sample else np.zeros(dimensions, np.float32)

    def typical(self, statements: np.ndarray) -> np.ndarray:
        """How much each of `statements` points where they point together, -1 to 1; near 0 says little of the matter."""
        ways = self._ways(statements)
        return np.round(ways @ unit_rows(ways.sum(axis=0, keepdims=True))[0], 5)

    def say(self, label: str, statements: np.ndarray) -> np.ndarray:
        """`saying.says` of each statement (statements,)."""
        return says(
            label, [self._texts[s] for s in statements.tolist()], self._ways(statements), self._centre
        )

    def _ways(self, statements: np.ndarray) -> np.ndarray:
        return unit_rows(self._model.texts([self._texts[s] for s in statements.tolist()]) - self._centre)


@dataclass(frozen=True)
class Pool:
    """The statements that a group may be shown through: at most 400, one for each wording.

    statements, owner: (candidates,) ascending, and the contribution of each. worth: (candidates,) typical and
    readable, higher is better; reading: the second alone. whole: (candidates,) bool, says something by itself.
    similar: (rows of the public, candidates) to what the
    voters wrote, rounded. near: from where two say something alike.
    """

    public: Public
    statements: np.ndarray
    owner: np.ndarray
    reading: np.ndarray
    worth: np.ndarray
    whole: np.ndarray
    similar: np.ndarray
    near: float

    @cached_property
    def approves(self) -> np.ndarray:
        """(voters, candidates) bool: did the voter write it, or something near enough?"""
        return self.public.any_of(self.similar >= self.near)


def pool_of(
    corpus: Corpus,
    own: np.ndarray,
    public: Public,
    quotable: Quotable,
    reading_of: Reading,
    own_words: OwnWords,
    family: np.ndarray,
    vectors: Vectors,
    strength: np.ndarray,
    classes: np.ndarray,
    near: float,
) -> Pool:
    """The candidates of the group of statements `own` (ascending).

    Of one wording, and where places are few, what says something by itself goes before what does not.
    Where there are more than 400, one of each contribution stays, and of more than 400 contributions the best to read
    of each of 400 stretches of the canonical order: drawn evenly, so that few are not crowded out by many.
    """
    usable = own[quotable.allowed[own]]
    usable = usable[spaced(len(usable), MOST_READ)]
    reading, whole = reading_of.of(usable), reading_of.whole(usable)
    sure = np.array([classes[s] in (CORE, NEAR) for s in usable.tolist()])
    typical = own_words.typical(usable) if len(usable) else np.zeros(0)
    score = np.round(FOR_OWN_WORDS * typical + reading + FOR_BEING_SURE * sure + 0.2 * strength[usable], 5)
    rank = np.where(whole, score, score - FOR_BEING_WHOLE)
    kept = _best_of_each(family[usable], rank)
    if len(kept) > CANDIDATES:
        kept = kept[_best_of_each(corpus.owner[usable[kept]], rank[kept])]
    if len(kept) > CANDIDATES:
        kept = kept[_best_of_each(np.arange(len(kept)) * CANDIDATES // len(kept), rank[kept])]
    chosen = usable[kept]
    rows = vectors[public.statements]
    middle = rows.sum(axis=0)
    middle = middle / max(float(np.linalg.norm(middle)), 1e-9)
    candidates = vectors[chosen]
    similar = np.round(rows @ candidates.T, 5)
    similar[public.statements[:, np.newaxis] == chosen[np.newaxis, :]] = 1.0  # also where no word is known
    return Pool(
        public,
        chosen,
        corpus.owner[chosen],
        reading[kept],
        np.round(0.5 * (candidates @ middle) + score[kept], 5),
        whole[kept],
        similar,
        near,
    )


def pick(pool: Pool, most: int, say: np.ndarray | None = None) -> list[int]:
    """Up to `most` statements, at most one of each contribution, which stands with the best it has.

    They are shared so that n/most of the persons who agree on one candidate have at least one of theirs. What does not
    say anything by itself is no candidate where anything does.

    say (candidates,): how far each says what the name of the group does. Between candidates that are equally entitled
    it counts with what else makes them worthy, and of those chosen the one that plainly says most of it stands first.
    """
    if not len(pool.statements):
        return []
    say = np.zeros(len(pool.statements)) if say is None else say
    worth = pool.worth + FOR_THE_NAME * say
    running = _best_of_each(pool.owner, np.where(pool.whole, worth, worth - FOR_BEING_WHOLE))
    if pool.whole.any():
        running = running[pool.whole[running]]
    elected = running[elect(pool.approves[:, running], pool.public.persons, most, worth[running])].tolist()
    first = max(elected, key=lambda place: say[place])
    if say[first] >= say[elected[0]] + PLAINLY_MORE:
        elected = [first, *(place for place in elected if place != first)]
    return pool.statements[elected].tolist()


def as_written(corpus: Corpus, statement: int) -> dict[str, Any]:
    """A statement as result.json quotes it."""
    return {
        "contribution_id": corpus.contributions[corpus.owner[statement]].id,
        "start": int(corpus.start[statement]),
        "end": int(corpus.end[statement]),
        "text": corpus.original(statement),
    }


def _best_of_each(group: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Places (ascending) of the highest score in each group; on ties the first."""
    order = np.lexsort((np.arange(len(group)), -score, group))
    _, first = np.unique(group[order], return_index=True)
    return np.sort(order[first])
