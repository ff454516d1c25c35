"""Hostility towards people and groups, and threats, in Swedish, English and some Finnish."""

import re
from collections.abc import Iterator

from .phrases import PhraseBook, Token, read_list

Hit = tuple[int, int]

_ABUSE = PhraseBook("abuse")
_THREAT = PhraseBook("threat")
_ANIMALS = read_list("ANIMAL")

_SPACED = re.compile(r"(?<!\w)(?:\w[ .*_\-]){3,20}\w(?!\w)")
_LEET = str.maketrans("013457@$!|", "oieastasil")
_LEET_WORD = re.compile(r"(?<![\w@./-])[\w@$!|]{4,24}(?![\w@])")
_STARRED = re.compile(
    r"(?<!\w)(?:j[*#@%._]{1,4}v?l[ae]r?|f[*#@%]{1,4}(?:an|ck\w*|tt\w*|k|n|ing)|h[*#]{1,3}ra|k[*#]{1,3}k\w*|id[*#]{1,3}[o0]?t\w*"
    r"|n[*#]{2,4}r|f\*{2,4}|s\*{2,3}t|b\*{2,3}h)(?!\w)",
    re.IGNORECASE,
)


def abuse(text: str, stream: list[Token]) -> Iterator[Hit]:
    """Yield the spans of `text` that are hostile towards people or groups, also thinly disguised."""
    for start, end, _ in _ABUSE.find(stream):
        yield start, end
    for found in _STARRED.finditer(text):
        yield found.span()
    for found in _SPACED.finditer(text):
        joined = re.sub(r"[ .*_\-]", "", found.group()).lower()
        if joined.isalpha() and _ABUSE.has_word(joined):
            yield found.span()
    if any(sign in text for sign in "013457@$|"):
        for found in _LEET_WORD.finditer(text):
            written = found.group().lower().rstrip("!")
            if not written.isalpha() and _ABUSE.has_word(written.translate(_LEET)):
                yield found.span()


def threats(stream: list[Token]) -> Iterator[Hit]:
    """Yield the spans of a text that threaten people or wish them harm; culling animals is a matter of policy."""
    for start, end, _ in _THREAT.find(stream):
        if not _about_animals(stream, start, end):
            yield start, end


def _about_animals(stream: list[Token], start: int, end: int) -> bool:
    first = next(i for i, token in enumerate(stream) if token.word and token.start >= start)
    while first > 1 and stream[first - 1].word:
        first -= 1
    for token in stream[first:]:
        if not token.word and token.start >= end:
            return False
        if _ANIMALS.fits(token.word):
            return True
    return False
