"""Which words may be shown as speaking for a criterion: those that say something about the matter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from medskick.engine.text import personal
from medskick.engine.text.tokens import STOPWORDS_SV
from medskick.engine.text.wordlists import listed, read_words

from ..represent.pieces import word_counts
from ..stages.empty_words import EMPTY_WORDS, EMPTY_WORDS_EN

# Empty in a name of a theme, but what the criteria are about.
_ABOUT_CRITERIA = listed(
    """
    ansvar ansvaret framtid framtida framtiden framtidens främja hållbar ihop initiativ långsiktig långsiktiga
    långsiktigt resurser tillsammans utveckla utvecklas utveckling utvecklingen aktör aktörer aktörerna
    """
)
_WHERE_ALL_LIVE = listed("län länet länets länen kommun kommunen kommunens region regionen regionens")
_SILENT = (STOPWORDS_SV | EMPTY_WORDS | EMPTY_WORDS_EN | _WHERE_ALL_LIVE) - _ABOUT_CRITERIA
MOST_TEXTS_BESIDE = 2_000
LEAST_OFTENER = 1.5


def says_something(word: str) -> bool:
    """Whether a word, in lower case, is no function word, empty word, number or name of a place."""
    if word in _SILENT or not any(map(str.isalpha, word)):
        return False
    places = read_words(personal.__file__, "places")
    return not all(part in places or part.removesuffix("s") in places for part in word.split("-") if part)


class Beside:
    """A bounded sample of all texts, in their own order, for telling which words are as common everywhere."""

    def __init__(self, numbers: np.ndarray, texts: Sequence[str]) -> None:
        """`numbers`: which texts may be drawn, ascending; `texts`: all of them."""
        if len(numbers) > MOST_TEXTS_BESIDE:
            numbers = numbers[np.linspace(0, len(numbers) - 1, MOST_TEXTS_BESIDE).astype(np.int64)]
        self._numbers = numbers
        counts, words = word_counts([texts[number] for number in numbers.tolist()])
        counts.data[:] = 1
        self._there, self._column = counts, {word: place for place, word in enumerate(words)}

    def common(self, own: np.ndarray, texts: Sequence[str]) -> frozenset[str]:
        """Words of `texts` that stand nearly as often, by share of texts, in the others of the sample.

        own: numbers of the group's texts, of which `texts` are some. Nothing where there are no others.
        """
        others = ~np.isin(self._numbers, own)
        counts, words = word_counts(texts)
        if not others.any() or not words:
            return frozenset()
        counts.data[:] = 1
        here = np.asarray(counts.sum(axis=0), dtype=np.float64).ravel() / len(texts)
        there = np.asarray(self._there[others].sum(axis=0), dtype=np.float64).ravel() / others.sum()
        elsewhere = [there[self._column[word]] if word in self._column else 0.0 for word in words]
        usual = np.round(here, 5) < np.round(LEAST_OFTENER * np.array(elsewhere), 5)
        return frozenset(word for word, is_usual in zip(words, usual.tolist(), strict=True) if is_usual)
