"""Who speaks in a group of statements: sendings as voters, each with the persons behind it, and what they wrote."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .corpus import Corpus
from .vectors import Vectors

MOST_VOTERS = 4000
MOST_STATEMENTS_OF_ONE = 40
NEAR_PAIRS = 99.5
LEAST_NEARNESS = 0.3
SAMPLE_FOR_NEARNESS = 1500


@dataclass(frozen=True)
class Public:
    """The voters of a group. A voter is a sending: it weighs as many as its persons, however much it wrote.

    statements: (rows,) what the voters wrote in the group, voter by voter. first: (voters,) the row where each voter
    begins. persons: (voters,) the weight of each. sampled: True where the voters stand for more than themselves.
    """

    statements: np.ndarray
    first: np.ndarray
    persons: np.ndarray
    sampled: bool

    @property
    def voter(self) -> np.ndarray:
        """The voter of each row (rows,)."""
        lengths = np.diff(np.append(self.first, len(self.statements)))
        return np.repeat(np.arange(len(self.first)), lengths)

    def any_of(self, rows: np.ndarray) -> np.ndarray:
        """rows: (rows, columns) bool → (voters, columns) bool: is it true of something that the voter wrote?"""
        return np.logical_or.reduceat(rows, self.first, axis=0)


def public_of(corpus: Corpus, own: np.ndarray) -> Public:
    """The voters behind the statements `own` (ascending), at most 4 000.

    Of more, 4 000 persons are taken at equal steps through all persons in canonical order (systematic sampling with
    probability proportional to size), each standing for as many. A voter speaks with at most 40 statements, taken at
    equal steps.
    """
    sending = corpus.sending[corpus.owner[own]]
    known, first_seen, voter = np.unique(sending, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first_seen))
    speaking = corpus.speaking(np.unique(corpus.owner[own]))
    persons = np.zeros(len(known))
    persons[rank[np.searchsorted(known, corpus.sending[speaking])]] = corpus.people[speaking]
    voter = rank[voter]
    sampled = len(known) > MOST_VOTERS
    if sampled:
        drawn, weights = _systematic(persons)
        place = np.full(len(persons), -1)
        place[drawn] = np.arange(len(drawn))
        own, voter = own[place[voter] >= 0], place[voter[place[voter] >= 0]]
        persons = weights
    order = np.argsort(voter, kind="stable")
    kept = order[_few_of_each(voter[order])]
    first = np.flatnonzero(np.diff(voter[kept], prepend=-1))
    return Public(own[kept], first, persons, sampled)


def near_enough(corpus: Corpus, distinct: np.ndarray, vectors: Vectors) -> float:
    """The similarity from which two statements are said to say something alike: a rule from the texts themselves.

    distinct: one statement of each wording. Among 1 500 of them, taken at equal steps, over pairs from different
    sendings: what one pair in 200 reaches, or what half of the statements have to their nearest other where that is
    less (few texts), and never less than 0.3.
    """
    chosen = distinct[spaced(len(distinct), SAMPLE_FOR_NEARNESS)]
    if len(chosen) < 2:
        return LEAST_NEARNESS
    rows = vectors[chosen]
    sending = corpus.sending[corpus.owner[chosen]]
    similar = np.round(rows @ rows.T, 5)
    others = sending[:, np.newaxis] != sending[np.newaxis, :]
    if not others.any():
        return LEAST_NEARNESS
    nearest = np.where(others, similar, -1.0).max(axis=1)
    usual = float(np.median(nearest[others.any(axis=1)]))
    rare = float(np.percentile(similar[np.triu(others)], NEAR_PAIRS))
    return round(max(LEAST_NEARNESS, min(rare, usual)), 5)


def spaced(length: int, most: int) -> np.ndarray:
    """At most `most` places among `length`, at equal steps."""
    return np.unique(np.linspace(0, length - 1, min(length, most)).round().astype(np.int64))


def _systematic(persons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(voters drawn, persons that each stands for): 4 000 points at equal steps along the persons."""
    total = persons.sum()
    points = (np.arange(MOST_VOTERS) + 0.5) * total / MOST_VOTERS
    drawn, hits = np.unique(np.searchsorted(np.cumsum(persons), points, side="right"), return_counts=True)
    return drawn, hits * total / MOST_VOTERS


def _few_of_each(voter: np.ndarray) -> np.ndarray:
    """Which rows to keep (bool) so that no voter has more than 40; `voter` is sorted."""
    if not len(voter):
        return np.zeros(0, dtype=bool)
    starts = np.flatnonzero(np.diff(voter, prepend=-1))
    lengths = np.diff(np.append(starts, len(voter)))
    place = np.arange(len(voter)) - np.repeat(starts, lengths)
    long = np.repeat(lengths, lengths)
    step = place * MOST_STATEMENTS_OF_ONE // np.maximum(long, 1)
    before = (place - 1) * MOST_STATEMENTS_OF_ONE // np.maximum(long, 1)
    return (long <= MOST_STATEMENTS_OF_ONE) | (place == 0) | (step != before)
