"""How hard a Swedish text is to read, by LIX (läsbarhetsindex).

LIX = words per sentence + 100 · long words / words, where a long word has more than six letters
(C. H. Björnsson, *Läsbarhet*, Liber, Stockholm 1968). Björnsson's scale: below 30 very easy, 30–40 easy,
40–50 medium, 50–60 hard, above 60 very hard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONG = 6
# A word holds a letter or a digit; hyphens, points and colons inside it (e-post, 2010:630, kl. 10.42) do not part it.
_WORD = re.compile(r"[^\W_]+(?:[-–'’.:][^\W_]+)*")
# A sentence ends with its mark (and closing quotes) before space, or where a line ends. As Björnsson did, so do colons.
_END = re.compile(r"[.!?:]+[”\"’»)\]]*(?=\s|\Z)|\n+")


@dataclass(frozen=True)
class Readability:
    """Counts of a text. `lix` is 0 for a text without words."""

    words: int
    long_words: int
    sentences: int

    @property
    def lix(self) -> float:
        """Björnsson's index, rounded to one decimal."""
        if not self.words:
            return 0.0
        return round(self.words / self.sentences + 100 * self.long_words / self.words, 1)


def readability(text: str) -> Readability:
    """Count words, long words and sentences. The end of a line ends a sentence (a heading, a point of a list)."""
    words = long_words = sentences = 0
    for sentence in sentences_of(text):
        found = _WORD.findall(sentence)
        words += len(found)
        long_words += sum(_letters(word) > LONG for word in found)
        sentences += 1
    return Readability(words, long_words, sentences)


def sentences_of(text: str) -> list[str]:
    """The parts of a text that hold at least one word, as LIX counts them."""
    return [part.strip() for part in _END.split(text) if _WORD.search(part)]


def _letters(word: str) -> int:
    return sum(character.isalpha() for character in word)
