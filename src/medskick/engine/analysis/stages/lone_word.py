"""The name of a group in which everybody wrote the same single word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from medskick.engine.text.tokens import words

LONGEST = 48


def lone_word(texts: Iterable[str]) -> str:
    """The word that all of `texts` consist of, as it is mostly written; "" where there is none, or no heading in it.

    It need not be a noun: where people wrote nothing else, nothing else can be said of them. Numbers make no heading.
    """
    written: Counter[str] = Counter()
    for text in texts:
        written.update(word.text for word in words(text))
        if len({form.casefold() for form in written}) > 1:
            return ""
    form = min(written, key=lambda form: (-written[form], form), default="")
    return form if form.replace("-", "").isalpha() and len(form) <= LONGEST else ""
