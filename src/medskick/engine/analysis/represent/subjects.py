"""Which subjects of public life a word belongs to: so that "tåg" and "tidtabell" meet without sharing a letter.

The list is written by hand (data/subjects_sv.txt says how to read it). A word outside it simply has no subject.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from ..stages.nouns import is_listed

LONGEST_ENDING = 5
SHORTEST_HEAD = 4
SHORTEST_START = 3
LONGEST_OPEN_TO_CHANCE = 5
_ENDINGS = frozenset(
    """
    a ar are arna arnas as at de e en ena ens er erna ernas ers es et ets het heten n na ns or orna ornas r rna s
    t te ade ande
    """.split()  # noqa: SIM905
)


_NOUN_ENDINGS = (_ENDINGS | {""}) - {"a", "ade", "ande", "as", "at", "de", "t", "te"}


@cache
def subjects_of(word: str) -> tuple[str, ...]:
    """Subjects of a casefolded word, sorted: of the longest entry that it begins with, and of its last part."""
    exact, starts = _entries()
    for end in range(len(word), max(0, len(word) - LONGEST_ENDING) - 1, -1):
        if word[:end] in exact and word[end:] in _NOUN_ENDINGS:
            return tuple(sorted(exact[word[:end]]))
    for end in range(len(word), SHORTEST_START - 1, -1):
        if word[:end] in starts and (end > LONGEST_OPEN_TO_CHANCE or _goes_on_as_word(word[end:])):
            return tuple(sorted(starts[word[:end]] | _of_last_part(word, end, starts)))
    return tuple(sorted(_of_last_part(word, 2, starts)))


def areas_of(word: str) -> tuple[str, ...]:
    """The wider areas of a word's subjects, sorted: "buss" and "flyg" share one."""
    return tuple(sorted({_areas()[subject] for subject in subjects_of(word)}))


def _of_last_part(word: str, earliest: int, starts: dict[str, frozenset[str]]) -> frozenset[str]:
    for start in range(earliest, len(word) - SHORTEST_HEAD + 1):
        last = word[start:]
        for end in range(len(last), max(SHORTEST_HEAD, len(last) - LONGEST_ENDING) - 1, -1):
            if last[:end] in starts and _is_ending(last[end:]):
                return starts[last[:end]]
    return frozenset()


def _goes_on_as_word(rest: str) -> bool:
    """Is what follows a short entry an ending or a word: "konst|hall", not "konst|igt"?"""
    return _is_ending(rest) or is_listed(rest) or (rest.startswith("s") and is_listed(rest[1:]))


def _is_ending(rest: str) -> bool:
    return not rest or rest in _ENDINGS


@cache
def _areas() -> dict[str, str]:
    """Area of each subject."""
    return dict(line.partition(":")[0].split(" < ") for line in _lines())


def _lines() -> list[str]:
    lines = files(__package__).joinpath("data/subjects_sv.txt").read_text("utf-8").splitlines()
    return [line for line in lines if ":" in line and not line.startswith("#")]


@cache
def _entries() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Entries that stand for themselves, and entries that also begin or end longer words, with their subjects."""
    exact: dict[str, frozenset[str]] = {}
    starts: dict[str, frozenset[str]] = {}
    for line in _lines():
        name, _, entries = line.partition(":")
        subject = name.partition(" < ")[0]
        for entry in entries.split():
            kind, word = (exact, entry[1:]) if entry.startswith("=") else (starts, entry)
            kind[word] = kind.get(word, frozenset()) | {subject}
    return exact, starts
