"""Words written so that a machine should not know them: s p a c e d, with d1g1ts, or with st*rs."""

import re
from bisect import bisect_left
from itertools import product

from .phrases import Token, read_list

_SPACED = re.compile(r"(?<!\w)(?:\w[ .*_\-]){2,24}\w(?!\w)")
_LEET = str.maketrans("01345789@$!|€£", "oieastbgasilel")
_LEET_WORD = re.compile(r"(?<![\w@./:-])[\w@$!|€]{2,24}(?![\w@])")
_DISGUISING = re.compile(r"[0-9@$!|€]")
_STARRED = re.compile(r"(?<!\w)(?=[^\W\d_]*[*#@%]{1,4}[^\W\d_])[^\W\d_]{1,15}[*#@%]{1,4}[^\W\d_]{1,20}(?!\w)")
_HIDDEN_LETTERS = "aouåeiyäö"


def undisguised(text: str, stream: list[Token]) -> list[Token] | None:
    """Return the words of `text` with the disguises taken off, or None where there are none.

    A word keeps its place in `text`. A disguise is taken off by shape alone; only words with no other reading
    ("4" is no word) are changed, so most figures stay what they are.
    """
    meant = [*_spaced(text), *_starred(text), *_leet(text)]
    if not meant:
        return None
    meant.sort(key=lambda token: (token.start, -token.end))
    kept: list[Token] = []
    for token in meant:
        if not kept or token.start >= kept[-1].end:
            kept.append(token)
    starts = [token.start for token in kept]
    rest = [t for t in stream if not _overlaps(t, kept, starts)]
    return sorted([*rest, *kept], key=lambda token: (token.start, token.end))


def _overlaps(token: Token, kept: list[Token], starts: list[int]) -> bool:
    """Whether one of `kept`, which are in order and do not overlap, shares a sign with `token`."""
    last = bisect_left(starts, token.end) - 1
    return last >= 0 and token.start < kept[last].end


def _spaced(text: str) -> list[Token]:
    found = []
    for match in _SPACED.finditer(text):
        joined = re.sub(r"[ .*_\-]", "", match.group()).lower().translate(_LEET)
        if joined.isalpha() and len(set(joined)) > 1:
            found.append(Token(joined, match.start(), match.end()))
    return found


def _leet(text: str) -> list[Token]:
    if not _DISGUISING.search(text):
        return []
    found = []
    for match in _LEET_WORD.finditer(text):
        word = match.group().lower().rstrip("!")
        plain = word.translate(_LEET)
        if (
            plain != word
            and plain.isalpha()
            and any(c.isalpha() for c in word)
            and sum(c.isdigit() for c in word) <= 2 + len(word) // 2
        ):
            found.append(Token(plain, match.start(), match.end()))
    return found


def _starred(text: str) -> list[Token]:
    if not re.search(r"[*#@%]", text):
        return []
    found = []
    for match in _STARRED.finditer(text):
        word = match.group().lower()
        head, stars, tail = re.split(r"([*#@%]+)", word, maxsplit=1)
        for letters in product(_HIDDEN_LETTERS, repeat=min(2, len(stars))):
            guess = head + "".join(letters) + tail
            if any(read_list(name).fits(guess) for name in ("SWEAR", "SOFT", "INSULT", "RUDE")):
                found.append(Token(guess, match.start(), match.end()))
                break
    return found
