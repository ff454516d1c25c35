"""Rate bars: one lying bar for each group, with a mark where all of them together are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

WIDTH = 100
_SMALLEST = 0.8


@dataclass(frozen=True)
class Bar:
    """One bar. ``width`` is of 100, None where the group is too small to show."""

    label: str
    text: str
    width: float | None


@dataclass(frozen=True)
class Rates:
    """Bars in the given order; ``level`` is where the mark stands, of 100, or None."""

    bars: tuple[Bar, ...]
    level: float | None


def rates(rows: Iterable[Any], level: float | None = None) -> Rates:
    """Bars for rows with ``label``, ``value`` and ``text`` (attributes or keys); value None means hidden."""
    told = [(str(_get(row, "label")), _get(row, "value"), str(_get(row, "text"))) for row in rows]
    highest = max([*(value for _label, value, _text in told if value), level or 0, 0]) or 1
    bars = tuple(
        Bar(label, text, None if value is None else _width(value, highest)) for label, value, text in told
    )
    return Rates(bars, None if level is None else round(WIDTH * level / highest, 2))


def _width(value: float, highest: float) -> float:
    return round(max(_SMALLEST, WIDTH * value / highest), 2) if value else 0.0


def _get(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, Mapping) else getattr(row, name)
