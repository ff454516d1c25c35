"""Ids nobody has had: a number that has stood for something never stands for something else."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ID = re.compile(r"T(\d+)(?:\.(\d+))?")


def is_id(own: str) -> bool:
    """Is it an id of a theme ("T9") or of a topic in one ("T3.7")?"""
    return _ID.fullmatch(own) is not None


class Numbers:
    """Hands out ids of themes ("T9") and of topics in them ("T3.7") after all that are `used`."""

    def __init__(self, used: Iterable[str], more: Iterable[str] = ()) -> None:
        self._theme = 0
        self._topic: dict[str, int] = {}
        for own in [*used, *more]:
            if match := _ID.fullmatch(own):
                self._theme = max(self._theme, int(match[1]))
                if match[2]:
                    theme = f"T{match[1]}"
                    self._topic[theme] = max(self._topic.get(theme, 0), int(match[2]))

    def theme(self) -> str:
        self._theme += 1
        return f"T{self._theme}"

    def topic(self, theme: str) -> str:
        self._topic[theme] = self._topic.get(theme, 0) + 1
        return f"{theme}.{self._topic[theme]}"


def order_of(own: str) -> tuple[int, ...]:
    """T2 before T10, and T3 before T3.1."""
    return tuple(int(part) for part in own.replace("T", "").split(".") if part.isdigit())
