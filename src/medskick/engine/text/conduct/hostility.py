"""Hostility towards people and groups, and threats, in Swedish, English and some Finnish."""

import re
from collections.abc import Iterator

from .phrases import PhraseBook, Token, read_list

Hit = tuple[int, int]

_ABUSE = PhraseBook("abuse")
_THREAT = PhraseBook("threat")
_ANIMALS = read_list("ANIMAL")

_STARRED = re.compile(
    r"(?<!\w)(?:j[*#@%._]{1,4}v?l[ae]r?|f[*#@%]{1,4}(?:an|ck\w*|tt\w*|k|n|ing)|h[*#]{1,3}ra|k[*#]{1,3}k\w*|id[*#]{1,3}[o0]?t\w*"
    r"|n[*#]{2,4}r|f\*{2,4}|s\*{2,3}t|b\*{2,3}h)(?!\w)",
    re.IGNORECASE,
)
_GESTURE = re.compile("\U0001f595")
_JEERING = re.compile(
    "[\U0001f921\U0001f4a9\U0001f416\U0001f437\U0001f400\U0001f412\U0001f92e\U0001f436\U0001f40d]"
)
_SAID_TO = re.compile(
    r"\b(?:ni|er|era|ert|du|dig|de|dom|dem|you|they|te|politik\w*|region\w*|chef\w*|kommun\w*)\b",
    re.IGNORECASE,
)


def abuse(text: str, streams: list[list[Token]]) -> Iterator[Hit]:
    """Yield the spans of `text` that are hostile towards people or groups.

    `streams` are the words of the text as written and, where they differ, as meant.
    """
    for stream in streams:
        for start, end, _ in _ABUSE.find(stream):
            yield start, end
    for found in _STARRED.finditer(text):
        yield found.span()
    if not text.isascii():
        for found in _GESTURE.finditer(text):
            yield found.span()
        jeers = list(_JEERING.finditer(text))
        if jeers and _SAID_TO.search(text):
            yield jeers[0].start(), jeers[-1].end()


def threats(streams: list[list[Token]]) -> Iterator[Hit]:
    """Yield the spans of a text that threaten people or wish them harm; culling animals is a matter of policy."""
    for stream in streams:
        for start, end, _ in _THREAT.find(stream):
            if not _about_animals(stream, start, end):
                yield start, end


def _about_animals(stream: list[Token], start: int, end: int) -> bool:
    first = next(i for i, token in enumerate(stream) if token.word and token.start >= start)
    while first > 1 and stream[first - 1].word:
        first -= 1
    compared = False  # "skjutas som kråkor" is not about crows
    for token in stream[first:]:
        if not token.word and token.start >= end:
            return False
        if _ANIMALS.fits(token.word) and not compared:
            return True
        compared = token.word in ("som", "like", "kuin")
    return False
