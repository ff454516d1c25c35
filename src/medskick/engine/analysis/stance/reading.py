"""Texts as one long row of words: numbers into a vocabulary, and where each part of a sentence begins.

Everything that looks for stance works on these arrays, so that a million statements cost NumPy operations and no loop
over words in Python.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from medskick.engine.text.normalise import nfc
from medskick.engine.text.wordlists import listed

_TOKEN = re.compile(r"[^\W_]+(?:[-'’:][^\W_]+)*|[.!?,;:()\n–]")
_BREAKS = listed(
    """. ! ? , ; : ( ) \n – men fast fastän eftersom därför annars medan när än som utan så istället innan tills
    förrän där trots däremot samtidigt"""
) | {"\n"}
_MARKS = listed(". ! ? , ; : ( ) –") | {"\n"}
_JOINING = listed("och å samt eller o")
_IF = listed("om ifall")
_NOT = listed("inte ej aldrig icke int knappast ingalunda")


class _Numbering(dict[str, int]):
    """Numbers words in the order they are first asked for."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


@dataclass(frozen=True)
class Reading:
    """vocabulary: the different words and signs, lower case. word: (tokens,) numbers into it. owner: (tokens,) text.

    texts: how many texts were read; one without words has no tokens.
    """

    vocabulary: list[str]
    word: np.ndarray
    owner: np.ndarray
    texts: int

    def where(self, words: frozenset[str]) -> np.ndarray:
        """bool (tokens,): is the token one of these words?"""
        return np.array([word in words for word in self.vocabulary], dtype=bool)[self.word]

    @cached_property
    def letters(self) -> np.ndarray:
        """bool (tokens,): a word or number, no punctuation."""
        return np.array([word[0].isalnum() for word in self.vocabulary], dtype=bool)[self.word]

    def per_text(self, tokens: np.ndarray) -> np.ndarray:
        """Sums over the tokens of each text: float64 (texts,)."""
        return np.bincount(self.owner, weights=tokens, minlength=self.texts)


def read(texts: Sequence[str]) -> Reading:
    """The words and the signs between them, of all texts in a row."""
    numbers = _Numbering()
    row: list[int] = []
    lengths = np.zeros(len(texts), dtype=np.int64)
    before = 0
    for place, text in enumerate(texts):
        row.extend(map(numbers.__getitem__, _TOKEN.findall(nfc(text).casefold())))
        lengths[place] = len(row) - before
        before = len(row)
    owner = np.repeat(np.arange(len(texts)), lengths)
    return Reading(list(numbers), np.array(row, dtype=np.int64), owner, len(texts))


def marks(reading: Reading) -> np.ndarray:
    """Number of the stretch between two punctuation marks each token belongs to: int (tokens,), rising."""
    return _numbered(reading, reading.where(_MARKS))


def parts(reading: Reading, opens: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Number of the part of a sentence each token belongs to: int (tokens,), rising.

    A part ends at punctuation and at words such as "men" and "än", unless they are `taken` by an expression. "Och"
    ends one only where something is asked for or denied right after it ("bygg skolan och stoppa gruvan"), as `opens`
    and the negators say. Both are bool (tokens,).
    """
    news = opens | negators(reading)
    soon = np.zeros(len(reading.word), dtype=bool)
    soon[:-1] |= news[1:]
    soon[:-2] |= news[2:]
    joins = reading.where(_JOINING) & soon
    return _numbered(reading, (reading.where(_BREAKS) | reading.where(_IF) | joins) & ~taken)


def _numbered(reading: Reading, starts: np.ndarray) -> np.ndarray:
    if not len(starts):
        return np.zeros(0, dtype=np.int64)
    starts[1:] |= reading.owner[1:] != reading.owner[:-1]
    starts[0] = True
    return np.cumsum(starts) - 1


def negators(reading: Reading) -> np.ndarray:
    """bool (tokens,): "inte", "aldrig" and their like."""
    return reading.where(_NOT)


def conditionals(reading: Reading) -> np.ndarray:
    """bool (tokens,): "om", "ifall"."""
    return reading.where(_IF)
