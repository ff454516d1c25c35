"""Few but clear: small circles that say the same distinct thing, which neither topics nor quotes show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .corpus import Corpus
from .public import spaced
from .quotes import Quotable
from .readable import reads_well

MOST_PANELS, QUOTES = 3, 2
FEWEST_PERSONS, FEWEST_SENDINGS, FEWEST_WORDINGS = 3, 2, 2
ENTITLED = 5
LOOKED_AT = 3000
NEIGHBOURS, BEYOND = 40, 5
TIGHTER = 0.25
LEAST_GAP = 0.05
MOST_TRIED = 150


@dataclass(frozen=True)
class Circle:
    """A few who say the same: their statements, the persons behind them, words they share, and quotes (statements)."""

    statements: np.ndarray
    persons: int
    label: str
    quotes: list[int]


def few_but_clear(
    corpus: Corpus,
    own: np.ndarray,
    shown: np.ndarray,
    quotable: Quotable,
    family: np.ndarray,
    vectors: np.ndarray,
    near: float,
    label_of: Callable[[np.ndarray], str],
) -> list[Circle]:
    """Up to three circles among the statements `own`, the clearest first.

    A circle is a statement with what lies tightly around it (similarity at least a quarter of the way from `near` to
    1), in at least two wordings, from at least two sendings and three persons, but fewer than a fifth of the group's
    persons: those are entitled to quotes by their number. Nothing in it is near enough to a statement in `shown`.
    It is clear when those inside are more alike than the centre and its next five neighbours outside, by 0.05 or more;
    the clearest has the largest gap for its size. label_of: words that several of some statements share, or "".
    """
    tight = near + TIGHTER * (1 - near)
    rows = vectors[own].astype(np.float32)
    unseen = np.ones(len(own), dtype=bool)
    if len(shown):
        unseen = (np.round(rows @ vectors[shown].astype(np.float32).T, 5) < near).all(axis=1)
    total = corpus.people[corpus.speaking(np.unique(corpus.owner[own]))].sum()
    circles: list[Circle] = []
    closed = ~unseen
    for centre in _centres(rows, _first_of_each(family[own]), unseen, tight):
        similar = np.round(rows @ rows[centre], 5)
        inside = (similar >= tight) & unseen
        if closed[centre] or (closed & inside).any():
            continue
        circle = _circle(corpus, own[inside], similar[inside], quotable, family, label_of)
        if circle is not None and circle.persons * ENTITLED < total:
            circles.append(circle)
            closed |= similar >= near
        if len(circles) == MOST_PANELS:
            break
    return circles


def _centres(rows: np.ndarray, distinct: np.ndarray, unseen: np.ndarray, tight: float) -> list[int]:
    """The places that could be the middle of a clear circle, the clearest first."""
    looked_at = distinct[spaced(len(distinct), LOOKED_AT)]
    near_by = np.round(rows[looked_at] @ rows[looked_at].T, 5)
    np.fill_diagonal(near_by, -1.0)
    many = min(NEIGHBOURS, len(looked_at) - 1)
    if many < FEWEST_WORDINGS:
        return []
    near_by = -np.sort(-np.partition(near_by, -many, axis=1)[:, -many:], axis=1)
    size = (near_by >= tight).sum(axis=1)
    place = np.arange(many)
    inside = np.where(place < size[:, np.newaxis], near_by, 0).sum(axis=1) / np.maximum(size, 1)
    beyond = (place >= size[:, np.newaxis]) & (place < size[:, np.newaxis] + BEYOND)
    outside = np.where(beyond, near_by, 0).sum(axis=1) / np.maximum(beyond.sum(axis=1), 1)
    gap = np.round(inside - outside, 4)
    fit = unseen[looked_at] & (size >= 1) & (size < many) & (gap >= LEAST_GAP)
    clear = np.round(gap * np.log2(1 + size), 4)
    order = np.lexsort((looked_at, -clear))
    return looked_at[order[fit[order]]][:MOST_TRIED].tolist()


def _circle(
    corpus: Corpus,
    inside: np.ndarray,
    similar: np.ndarray,
    quotable: Quotable,
    family: np.ndarray,
    label_of: Callable[[np.ndarray], str],
) -> Circle | None:
    """The circle of the statements `inside`, or None where it is too small, unquotable or shares no word."""
    contributions = corpus.speaking(np.unique(corpus.owner[inside]))
    persons = int(corpus.people[contributions].sum())
    if len(contributions) < FEWEST_SENDINGS or persons < FEWEST_PERSONS:
        return None
    if len(np.unique(family[inside])) < FEWEST_WORDINGS:
        return None
    may = quotable.allowed[inside]
    label = label_of(inside[may]) if may.any() else ""
    if not label:
        return None
    worth = np.array([reads_well(corpus.original(s)) for s in inside[may].tolist()]) + similar[may]
    quotes: list[int] = []
    for place in np.lexsort((inside[may], -np.round(worth, 5))).tolist():
        statement = int(inside[may][place])
        apart = all(
            corpus.sending[corpus.owner[statement]] != corpus.sending[corpus.owner[other]]
            and family[statement] != family[other]
            for other in quotes
        )
        if apart and len(quotes) < QUOTES:
            quotes.append(statement)
    return Circle(inside, persons, label, quotes)


def _first_of_each(family: np.ndarray) -> np.ndarray:
    return np.sort(np.unique(family, return_index=True)[1])
