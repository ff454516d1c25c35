"""Unicode forms of a text: the canonical one, a comparison key, and a plain view for pattern matching."""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

# Characters that show nothing but can hide or break up a word: soft hyphen, zero-width characters,
# directional marks, the byte order mark, variation selectors and the invisible "tag" block.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212\ufe58\ufe63\uff0d"), "-")
_SPACES = dict.fromkeys(
    map(
        ord,
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    ),
    " ",
)
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u2032"), "'")
_PLAIN = {**_DASHES, **_SPACES, **_QUOTES}
_KEYCAP = "\u20e3"
_NEEDS_VIEW = re.compile(f"[{''.join(map(chr, _PLAIN))}{_KEYCAP}]|{INVISIBLE.pattern}")


def nfc(text: str) -> str:
    """Return `text` with every letter and its accents composed to one code point where Unicode has one."""
    return unicodedata.normalize("NFC", text)


def normal_form(text: str) -> str:
    """Return the key under which two texts count as the same wording.

    Composed, case-folded, without invisible characters; every run of punctuation and space becomes one
    space. Symbols and emoji are kept. A text of nothing but punctuation gives an empty string.
    """
    if text.isascii():
        folded = text.casefold()
    else:
        folded = nfc(nfc(INVISIBLE.sub("", text)).casefold())
    return " ".join(folded.translate(_SPACED).split())


class _Spaced(dict[int, str | int]):
    """Every sign of punctuation, space or control to a space; filled as characters are met."""

    def __missing__(self, code: int) -> str | int:
        self[code] = found = " " if unicodedata.category(chr(code))[0] in "PZC" else code
        return found


_SPACED = _Spaced()


@dataclass(frozen=True, slots=True)
class View:
    """A plainer wording of a text to search in, and the way back to places in the original."""

    text: str
    starts: tuple[int, ...] | None
    length: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the code-point span of the original behind the non-empty span `start:end` of this view."""
        if self.starts is None:
            return start, end
        return self.starts[start], self.starts[end] if end < len(self.starts) else self.length

    def seen(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of this view that covers the span `start:end` of the original."""
        if self.starts is None:
            return start, end
        first = max(0, bisect_right(self.starts, start) - 1)
        return first, max(first, bisect_right(self.starts, end - 1))


def plain_view(text: str) -> View:
    """Return a view of `text` with accents composed, invisible characters gone and look-alikes made plain.

    Full-width and mathematical letters and digits, odd spaces, dashes and apostrophes become their everyday
    counterparts, so that a pattern written for everyday text finds what a reader would see.
    """
    if text.isascii():
        return View(text, None, len(text))
    if unicodedata.is_normalized("NFKC", text) and not _NEEDS_VIEW.search(text):
        return View(text, None, len(text))
    shown: list[str] = []
    starts: list[int] = []
    cluster_start = 0
    for position, char in enumerate(text):
        if char == _KEYCAP or INVISIBLE.match(char):
            continue
        if unicodedata.combining(char) and shown and position > cluster_start:
            composed = nfc(shown[-1] + char)
            if len(composed) == 1:
                shown[-1] = composed
                continue
        cluster_start = position
        shown.append(_plain(char))
        starts.append(position)
    return View("".join(shown), tuple(starts), len(text))


def _plain(char: str) -> str:
    if char in "\n\t" or char.isascii():
        return char
    replaced = _PLAIN.get(ord(char))
    if replaced is not None:
        return replaced
    compatible = unicodedata.normalize("NFKC", char)
    return compatible if len(compatible) == 1 else char
