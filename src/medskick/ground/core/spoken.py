"""Sentences that hold words in another language than their own: a quotation, a name that people have written.

In mail, files and calendars such a sentence is the plain text that it looks like. In HTML its foreign words carry
``lang``, so that they are read out with the right voice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString


class Words(NamedTuple):
    """Words in a language; "" where nobody knows which."""

    text: str
    language: str


class Spoken(str):
    """Plain text with its HTML beside it. Anything that makes a new text of it (``lower``, ``%``) forgets the HTML."""

    __slots__ = ("_html",)
    _html: SafeString

    def __new__(cls, text: str, html: SafeString) -> Spoken:
        """``html`` says the same as ``text``."""
        made = super().__new__(cls, text)
        made._html = html
        return made

    def __html__(self) -> SafeString:
        """What a template prints where it escapes."""
        return self._html


def words(text: str, language: str) -> str:
    """A text that is wholly in that language."""
    if not (text and language):
        return text
    return Spoken(text, format_html('<span lang="{}">{}</span>', language, text))


def sentence(pattern: str | Promise, **parts: object) -> str:
    """``pattern % parts``, where parts made by ``words`` keep their language. The pattern itself holds no HTML."""
    pattern = str(pattern)
    html = SafeString(
        conditional_escape(pattern)
        % {key: conditional_escape(one if isinstance(one, str) else str(one)) for key, one in parts.items()}
    )
    return Spoken(pattern % parts, html)


def joined(parts: Iterable[str], between: str = " ") -> str:
    """The parts in a row, each in its own language."""
    parts = list(parts)
    return Spoken(between.join(parts), format_html_join(between, "{}", ((one,) for one in parts)))
