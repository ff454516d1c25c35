"""Which statements say what a phrase says, judged by their words alone: the same words in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from medskick.engine.text.tokens import lower_words, stem
from medskick.engine.text.wordlists import listed

from .stance import BRIDGES, LESSENING, NEGATIONS, WISHES

GIVEN = listed("en ett den det de och i på av att som för till om med vid")
"""Words that a phrase may use though a statement does not: they join, and say nothing by themselves."""
REACH_OF_NEGATION, REACH_OF_WISH = 4, 6


@dataclass(frozen=True)
class Found:
    """Where a phrase lies in a statement, by number of word: first and last."""

    first: int
    last: int


@lru_cache(maxsize=20_000)
def stems_of(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order."""
    return tuple(stem(word) for word in lower_words(text))


def content_stems(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase that a statement must have."""
    return tuple(stem(word) for word in lower_words(phrase) if word not in GIVEN)


def find(phrase: Sequence[str], statement: Sequence[str]) -> Found | None:
    """The tightest place where the stems of a phrase stand in order in a statement, negated neither inside nor just
    before; None where there is none."""
    best: Found | None = None
    for first, word in enumerate(statement):
        if not phrase or word != phrase[0]:
            continue
        last = _follow(phrase, statement, first)
        if last is not None and (best is None or last - first < best.last - best.first):
            best = Found(first, last)
    if best is None:
        return None
    around = statement[max(0, best.first - REACH_OF_NEGATION) : best.last + 1]
    return None if NEGATIONS.intersection(around) else best


def wished(found: Found, statement: Sequence[str]) -> bool:
    """Does a wish stand shortly before the phrase, or begin it, and nothing that could turn it round?

    Between the two only words are let through that are known to leave a wish as it is: "vill lägga ner badhuset" and
    "vill ha färre bilar" are no wishes for what comes last, and nobody can list all such words. Neither may anything
    beside the phrase make less of it: "vill att gruvan stängs".
    """
    beside = (*statement[: found.first], *statement[found.last + 1 :])
    if LESSENING.intersection(beside):
        return False
    for place in range(found.first, max(-1, found.first - REACH_OF_WISH - 1), -1):
        if statement[place] in WISHES:
            return True
        if place < found.first and statement[place] not in BRIDGES:
            return False
    return False


def _follow(phrase: Sequence[str], statement: Sequence[str], first: int) -> int | None:
    place = first
    for wanted in phrase[1:]:
        place += 1
        while place < len(statement) and statement[place] != wanted:
            place += 1
        if place == len(statement):
            return None
    return place if place - first <= 3 * len(phrase) + 4 else None
