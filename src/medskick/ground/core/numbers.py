"""Whole numbers as people read them: 50 000 in Swedish, 50,000 in English."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language


class Counted(int):
    """A whole number that is written with a mark between thousands and otherwise counts as any other: plurals and
    comparisons work, so one filter serves texts, tables and sentences alike."""

    def __str__(self) -> str:
        separator = "," if (get_language() or "").startswith("en") else "\u00a0"
        return f"{int(self):,}".replace(",", separator)


def counted(value: Any) -> Any:
    """A whole number for people to read. Anything else as it is."""
    return Counted(value) if isinstance(value, int) and not isinstance(value, bool) else value
