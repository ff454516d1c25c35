"""What happened, kept as a key and what fills its sentence, and told in the language of whoever reads.

A room registers how each key is told. What is kept is plain JSON, such as
``{"told": "insights.theme_renamed", "old": "Buss", …}``; what fills it may itself be kept so. Sentences from before
this was kept are plain text and are told as they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

KEY = "told"
Kept = dict[str, Any]
Teller = Callable[[Mapping[str, Any]], str]

_tellers: dict[str, Teller] = {}


def register(key: str, teller: Teller) -> None:
    """How ``key`` is told in the current language. Raises LookupError where it is told otherwise already."""
    if _tellers.setdefault(key, teller) is not teller:
        raise LookupError(f"There are two ways to tell {key}")


def keep(key: str, **slots: Any) -> Kept:
    """What is to be stored. Raises LookupError for a key that nobody can tell."""
    if key not in _tellers:
        raise LookupError(f"Nobody can tell {key}")
    return {KEY: key, **slots}


def in_words(value: Any) -> Any:
    """What is kept as words of the current language; anything else as it is. A key that nobody tells any more is told
    by its name."""
    if not isinstance(value, Mapping) or KEY not in value:
        return value
    teller = _tellers.get(value[KEY])
    slots = {name: in_words(slot) for name, slot in value.items() if name != KEY}
    return teller(slots) if teller else str(value[KEY])


def in_source_language(value: Any) -> str:
    """The same in Swedish, whoever writes: what is stored beside, and told where nobody translates."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(in_words(value))


def again(text: str) -> str:
    """A sentence without blanks that was stored in Swedish, in the current language; others as they stand."""
    return translation.gettext(text) if text else ""
