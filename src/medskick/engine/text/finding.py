"""Finding words as Swedish bends them: "bussarna" finds "buss" and "bussförbindelse", å is never a."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .normalise import nfc
from .tokens import STOPWORDS_SV, stem, words

MOST_WORDS = 12  # of a question that are looked for
SHORTEST_BEGINNING = 3  # letters of a word that longer words may begin with
_JOINTS = str.maketrans(dict.fromkeys("-'’:.,", " "))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that is looked for: as ``written``, and in what ``forms`` an index may hold it."""

    written: str
    forms: tuple[str, ...]

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The forms that longer words may begin with, as compounds do."""
        return tuple(form for form in self.forms if len(form) >= SHORTEST_BEGINNING)

    def is_held_by(self, form: str) -> bool:
        """Whether a word in this form, as ``forms_of`` gives it, is what is looked for."""
        return form in self.forms or form.startswith(self.beginnings)


def wanted(question: str) -> tuple[Wanted, ...]:
    """The words of a question, each once, at most twelve. Small words are left out where others remain."""
    asked = list(dict.fromkeys(part for word in words(nfc(question).lower()) for part in _parts(word.text)))
    telling = [word for word in asked if word not in STOPWORDS_SV] or asked
    return tuple(Wanted(word, tuple(dict.fromkeys((stem(word), word)))) for word in telling[:MOST_WORDS])


def forms_of(text: str, language: str = "sv") -> list[str]:
    """The words of a text in order as an index holds them: Swedish ones by their stems, others as they stand."""
    found = [part for word in words(nfc(text).lower()) for part in _parts(word.text)]
    return [_stem(part) for part in found] if language in {"", "sv"} else found


def holds(text: str, asked: Iterable[Wanted], language: str = "sv") -> bool:
    """Whether the text holds every word that is looked for."""
    forms = set(forms_of(text, language))
    return all(any(word.is_held_by(form) for form in forms) for word in asked)


def excerpt(text: str, asked: Iterable[Wanted], *, length: int = 220) -> list[tuple[str, bool]]:
    """About ``length`` signs of the text around the first word that was looked for.

    In pieces: (words as they stand, whether they were looked for). Joined they are a part of the text on one line,
    with … where more stands before or after.
    """
    line = " ".join(text.split())
    asked = tuple(asked)
    met = [
        (word.start, word.end)
        for word in words(line)
        if any(one.is_held_by(form) for one in asked for form in forms_of(word.text))
    ]
    start = _start(line, met[0][0] if met else 0, length)
    end = _end(line, start, length)
    pieces, place = [("… ", False)] if start else [], start
    for begins, ends in met:
        if start <= begins and ends <= end:
            pieces += [(line[place:begins], False), (line[begins:ends], True)]
            place = ends
    pieces.append((line[place:end] + (" …" if end < len(line) else ""), False))
    return [piece for piece in pieces if piece[0]]


def _parts(word: str) -> list[str]:
    return word.translate(_JOINTS).split()


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return stem(word)


def _start(line: str, first: int, length: int) -> int:
    if first < length // 2:
        return 0
    gap = line.find(" ", first - length // 3)
    return gap + 1 if 0 <= gap < first else first


def _end(line: str, start: int, length: int) -> int:
    if len(line) - start <= length:
        return len(line)
    gap = line.rfind(" ", start, start + length)
    return gap if gap > start else start + length
