"""Which terms are too much alike to stand side by side in a name."""

from __future__ import annotations

import re
from functools import lru_cache

ROOM, SHORTEST_FIRST, SHORTEST_LAST = 3, 4, 3
_WORDS = re.compile(r"[ -]")


@lru_cache(maxsize=100_000)
def akin(a: str, b: str) -> bool:
    """Do two terms share a word or is one part of the other's compound: "buss" and "nattbuss"?"""
    return any(_words_akin(first, second) for first in _WORDS.split(a) for second in _WORDS.split(b))


def is_compound(word: str, of: str) -> bool:
    """Does a stem begin or end with another, with a word's room beside it: "kulturförening" of "kultur"?"""
    if len(word) < len(of) + ROOM or len(of) < SHORTEST_LAST:
        return False
    return word.endswith(of) or (len(of) >= SHORTEST_FIRST and word.startswith(of))


def parts_of_compound(word: str) -> list[str]:
    """What a stem could be a compound of, by `is_compound`."""
    firsts = [word[:end] for end in range(SHORTEST_FIRST, len(word) - ROOM + 1)]
    return firsts + [word[start:] for start in range(ROOM, len(word) - SHORTEST_LAST + 1)]


def _words_akin(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return (
        short == long
        or (len(short) >= 4 and short in long)
        or (len(short) >= 3 and long.startswith(short))
        or (long.startswith(short) and len(long) <= len(short) + 2)
        or (len(short) >= 6 and short[:6] == long[:6])
    )
