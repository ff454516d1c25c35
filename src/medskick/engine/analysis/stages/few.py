"""Few but clear: small circles that say the same distinct thing, which neither topics nor quotes show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from medskick.engine.text.whole import says_something

from .corpus import Corpus
from .public import spaced
from .quotes import Quotable
from .readable import reads_well
from .vectors import Vectors

MOST_PANELS, QUOTES = 3, 2
FEWEST_PERSONS, FEWEST_SENDINGS, FEWEST_WORDINGS = 3, 2, 2
ENTITLED = 5
LOOKED_AT = 3000
NEIGHBOURS, BEYOND = 40, 5
TIGHTER = 0.1
LEAST_GAP = 0.05
MOST_TRIED = 150
AS_MANY_LETTERS = 5


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
    vectors: Vectors,
    near: float,
    label_of: Callable[[np.ndarray], str],
) -> list[Circle]:
    """Up to three circles among the statements `own`, the clearest first.

    A circle is a statement with what lies tightly around it (similarity a tenth of the way from `near` to 1, or more)
    and is not near enough to anything in `shown`, nor mostly among what is. It has at least two wordings, two sendings
    and three persons, but fewer than a fifth of the group's persons: so many are entitled to quotes by their number.
    It is clear when its centre is nearer to those inside than to the next five outside, by 0.05 or more on average;
    the clearest has the largest gap for its size. label_of: words that several of some statements share, or "".
    """
    tight = near + TIGHTER * (1 - near)
    rows = vectors[own]
    unseen = np.ones(len(own), dtype=bool)
    if len(shown):
        unseen = (np.round(rows @ vectors[shown].T, 5) < near).all(axis=1)
    total = corpus.people[corpus.speaking(np.unique(corpus.owner[own]))].sum()
    circles: list[Circle] = []
    closed = ~unseen
    sending = corpus.sending[corpus.owner[own]]
    for centre in _centres(rows, sending, _first_of_each(family[own]), unseen, tight):
        similar = np.round(rows @ rows[centre], 5)
        inside = (similar >= tight) & unseen
        if closed[centre] or 2 * inside.sum() < (similar >= tight).sum():
            continue
        circle = _circle(corpus, own[inside], similar[inside], quotable, family, label_of)
        if circle is not None and circle.persons * ENTITLED < total:
            circles.append(circle)
            closed |= similar >= near
        if len(circles) == MOST_PANELS:
            break
    return circles


def _centres(
    rows: np.ndarray, sending: np.ndarray, distinct: np.ndarray, unseen: np.ndarray, tight: float
) -> list[int]:
    """The places that could be the middle of a clear circle, by what other sendings say, the clearest first."""
    looked_at = distinct[spaced(len(distinct), LOOKED_AT)]
    near_by = np.round(rows[looked_at] @ rows[looked_at].T, 5)
    near_by[sending[looked_at][:, np.newaxis] == sending[looked_at][np.newaxis, :]] = -1.0
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
    """The circle of the statements `inside`, or None where it is too small, unquotable, shares no word, or where none
    of them says something by itself."""
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
    texts = [corpus.original(s) for s in inside[may].tolist()]
    named = np.array([label[:AS_MANY_LETTERS].lower() in text.lower() for text in texts])
    worth = np.array([reads_well(text) for text in texts]) + similar[may]
    whole = np.array([says_something(text) for text in texts], dtype=bool)
    quotes: list[int] = []
    for place in np.lexsort((inside[may], -np.round(worth, 5))).tolist():
        statement = int(inside[may][place])
        apart = all(
            corpus.sending[corpus.owner[statement]] != corpus.sending[corpus.owner[other]]
            and family[statement] != family[other]
            for other in quotes
        )
        if apart and named[place] and whole[place] and len(quotes) < QUOTES:
            quotes.append(statement)
    return Circle(inside, persons, label, quotes) if quotes else None


def _first_of_each(family: np.ndarray) -> np.ndarray:
    return np.sort(np.unique(family, return_index=True)[1])
