"""The spread bar: one small column per municipality (or channel, or month), drawn as SVG numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

HEIGHT = 48
_STEP = 16
_GAP = 5
_SMALLEST = 3.0


@dataclass(frozen=True)
class Column:
    """One column. ``value`` is None where the group is too small to show; then ``height`` is that of the mark."""

    label: str
    value: int | None
    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> float:
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Spread:
    """Columns in the given order with the drawing's size, and the places that stand out for the text version."""

    columns: tuple[Column, ...]
    width: float
    height: int = HEIGHT

    @property
    def shown(self) -> list[Column]:
        return [column for column in self.columns if column.value]

    @property
    def most(self) -> Column | None:
        """The column with the highest value, or None when all are empty or hidden."""
        return max(self.shown, key=lambda column: column.value or 0, default=None)

    @property
    def empty(self) -> list[Column]:
        return [column for column in self.columns if column.value == 0]

    @property
    def hidden(self) -> list[Column]:
        return [column for column in self.columns if column.value is None]


def spread(rows: Iterable[Any]) -> Spread:
    """Columns for rows with ``label`` and ``value`` (attributes or keys); value None means hidden (few people)."""
    pairs = [(_get(row, "label"), _get(row, "value")) for row in rows]
    highest = max((value for _label, value in pairs if value), default=0)
    columns = []
    for number, (label, value) in enumerate(pairs):
        height = _height(value, highest)
        columns.append(
            Column(str(label), value, number * _STEP, round(HEIGHT - height, 2), _STEP - _GAP, height)
        )
    return Spread(tuple(columns), max(_STEP, len(columns) * _STEP) - _GAP)


def _height(value: int | None, highest: int) -> float:
    if value is None:
        return 10.0
    if not value:
        return 0.0
    return round(max(_SMALLEST, HEIGHT * value / highest), 2)


def _get(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, Mapping) else getattr(row, name)
