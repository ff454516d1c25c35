"""Advertising, lures and floods."""

import re
from collections.abc import Iterator
from itertools import pairwise

from ..wordlists import cues_in, folded, holds_any
from .phrases import PhraseBook, Token

Hit = tuple[int, int]

_PHRASES = PhraseBook("spam")
_ENOUGH = 2.0

# Signs that are no words, with their points. Each counts once.
_SIGNS = tuple(
    (re.compile(pattern, re.IGNORECASE), points)
    for pattern, points in (
        (r"\b\d{1,3} ?% ?(?:rabatt|off|billigare)", 1.0),
        (
            r"https?://|\bwww\.|\bbit\.ly|\btinyurl|\bt\.me/|\bwa\.me/|\b[\w-]{2,40}\.(?:se|nu|example|ru|fi|eu)\b(?!\w)",
            1.0,
        ),
        (
            r"(?<![\w-])[\w-]{2,40}\.(?:com|net|biz|info|shop|xyz|online|site|click|top|io|ru|store|"
            r"bet|loan)\b",
            0.5,
        ),
        (
            r"\b(?:ring|mejla|maila|skriv till|kontakta|sms:?a|swisha|besök|gå in på|beställ|boka|"
            r"call|e-?mail|visit|whatsapp|"
            r"telegram|text)\b[^.!?\n]{0,40}(?:@|\d{5}|\d[\d -]{6}|\.se\b|\.com\b|\.nu\b|www|http|t\.me)",
            1.0,
        ),
        (
            r"[\U0001f680\U0001f525\U0001f4b0\U0001f4b8\U0001f911\U0001f4b5\U0001f381\U0001f449\U0001f4f2\u260e\U0001f4a5]",
            0.5,
        ),
        (r"!{3,}", 0.5),
        (
            r"\b\d[\d .:,]{0,10} ?(?:kr|kronor|sek|öre|usd|eur|euro|dollar)\b|\d:-|[$€] ?\d|\d ?[$€]|\d:\d\d/min",
            0.5,
        ),
        (r"(?<![\d+])(?:\+46|0)[ -]?\(?0?\)?\d{1,3}[ /-]{0,3}\d[\d -]{4,10}(?!\d)", 0.25),
        (
            r"\bhxxps?|\bbit ?\.? ?ly\b|\blink ?tr|(?<![\w@.])@[a-z]\w{3,}|\b(?:whats ?app|telegram|snapchat|insta(?:gram)?|dm|pm)\b",  # noqa: E501
            0.5,
        ),
        (
            r"[\U0001f3b0\U0001f3b2\U0001f48b\U0001f608\U0001f351\U0001f346\U0001f48a\U0001f4c8\U0001f4b3\U0001f911\U0001f947]",
            1.0,
        ),
        (r"(?-i:\b(?:KÖP|BESTÄLL|BOKA|SÄLJES|KAMPANJ|ERBJUDANDE|REA|PASSA PÅ|BUY|ORDER|SALE|GRATIS)\b)", 0.5),
    )
)
_SIGN = re.compile(
    r"[%@$€!/\U0001f300-\U0001f9ff\u260e]|\d|www|hxx|bit ?ly|insta|dm|telegram|whatsapp|snapchat|KÖP|BESTÄLL|BOKA|SÄLJES|KAMPANJ|ERBJUD|"  # noqa: E501
    r"REA|PASSA|BUY|ORDER|SALE|GRATIS|\.\w"
)
_LINK = re.compile(
    r"\b(?:h[tx]{2}ps?://|www\.)\S{3,200}|\bbit ?\.? ?ly/\S{2,40}"
    r"|(?<![\w@.-])[\w-]{3,40}(?:\.[\w-]{2,40}){0,3}\.(?:example|com|net|biz|info|shop|xyz|online|site|click|top|io|ru|bet|loan|se|nu)\b(?:/\S{0,100})?",
    re.IGNORECASE,
)
_LINKING = re.compile(r"[./]\S")
"""Every link holds one."""
_DRONE = re.compile(
    r"(?<!\w)([^\W\d_])\1{14}|(?i:\b(?:asdf|qwer|zxcv|hjkl){1,9}\w{0,9}\b[ ,.]{1,3}(?:asdf|qwer|zxcv|hjkl)|\bblah(?: blah){4})"  # noqa: E501
)
_DRAWN_OUT = 15
_STRUMMED = cues_in("asdf|qwer|zxcv|hjkl|blah")
"""Without a word of so many letters or one of these, ``_DRONE`` cannot match."""
_FLOOD, _PASTED = 8, 5
"""A word said so many times in a row, or a line pasted so many times, is a flood."""


def spam(text: str, stream: list[Token]) -> Iterator[Hit]:
    """Yield the spans of `text` that advertise, lure or flood."""
    hints: dict[int, tuple[int, int, float]] = {}
    for start, end, points in _PHRASES.find(stream):
        if points >= _ENOUGH:
            yield start, end
        elif start not in hints or hints[start][2] < points:
            hints[start] = (start, end, points)
    if _is_link(text, stream):
        yield 0, len(text)
    signs = [*hints.values(), *_signs(text)]
    if hints and sum(points for _, _, points in signs) >= _ENOUGH:
        yield min(start for start, _, _ in signs), max(end for _, end, _ in signs)
    lower = folded(text)
    if any(token.end - token.start >= _DRAWN_OUT for token in stream) or holds_any(lower, _STRUMMED):
        for found in _DRONE.finditer(text):
            yield found.span()
    yield from _same_words(stream)
    yield from _same_lines(text)


def _is_link(text: str, stream: list[Token]) -> bool:
    """Whether the text is a link and hardly anything else."""
    found = _LINK.search(text) if _LINKING.search(text) else None
    if not found:
        return False
    return sum(1 for token in stream if token.word and not found.start() <= token.start < found.end()) <= 4


def _signs(text: str) -> Iterator[tuple[int, int, float]]:
    if not _SIGN.search(text):
        return
    for pattern, points in _SIGNS:
        found = pattern.search(text)
        if found:
            yield *found.span(), points


def _same_words(stream: list[Token]) -> Iterator[Hit]:
    words = [token for token in stream if token.word]
    if len(words) < _FLOOD:
        return
    run = 1
    for before, word in pairwise(words):
        run = run + 1 if word.word == before.word else 1
        if run >= _FLOOD:
            yield word.start, word.end


def _same_lines(text: str) -> Iterator[Hit]:
    if text.count("\n") < _PASTED - 1:
        return
    lines = [found for found in re.finditer(r"[^\n]+", text) if not found.group().isspace()]
    run = 1
    for before, line in pairwise(lines):
        run = run + 1 if line.group().strip() == before.group().strip() else 1
        if run == _PASTED:
            yield line.span()
