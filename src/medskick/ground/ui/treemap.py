"""A squarified treemap: areas in proportion to numbers, tiles as near to squares as they come.

Pure Python. The method is Bruls, Huizing and van Wijk (2000): fill the shorter side with a row of tiles as long as the
worst proportion in the row gets better by adding one more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle in the drawing's own units."""

    x: float
    y: float
    width: float
    height: float


def squarify(values: Sequence[float], width: float, height: float) -> list[Box]:
    """One box per value, in the same order, together filling width × height exactly.

    Values must be positive; the layout is best when they fall. Raises ValueError for a value that is not positive or a
    drawing without area.
    """
    if width <= 0 or height <= 0:
        raise ValueError("A treemap needs a width and a height above zero")
    if any(value <= 0 for value in values):
        raise ValueError("Every value in a treemap must be above zero")
    order = sorted(range(len(values)), key=lambda index: (-values[index], index))
    scale = width * height / sum(values) if values else 0
    areas = [values[index] * scale for index in order]
    boxes = _rows(areas, Box(0.0, 0.0, float(width), float(height)))
    placed: list[Box] = [boxes[0]] * len(values) if boxes else []
    for position, index in enumerate(order):
        placed[index] = boxes[position]
    return placed


def _rows(areas: list[float], free: Box) -> list[Box]:
    boxes: list[Box] = []
    start = 0
    while start < len(areas):
        side = min(free.width, free.height)
        end = start + 1
        while end < len(areas) and _worst(areas[start : end + 1], side) <= _worst(areas[start:end], side):
            end += 1
        row = areas[start:end]
        last = end == len(areas)
        placed, free = _place(row, free, last)
        boxes.extend(placed)
        start = end
    return boxes


def _worst(row: Sequence[float], side: float) -> float:
    """The proportion (long side over short) of the least square tile in a row laid along ``side``."""
    total = sum(row)
    return max(
        max(side * side * area / (total * total), total * total / (side * side * area)) for area in row
    )


def _place(row: Sequence[float], free: Box, last: bool) -> tuple[list[Box], Box]:
    """Lays a row along the shorter side; returns its boxes and what is left of the drawing."""
    total = sum(row)
    boxes = []
    if free.width >= free.height:
        depth = free.width if last else total / free.height
        y = free.y
        for area in row:
            height = free.height * area / total
            boxes.append(Box(free.x, y, depth, height))
            y += height
        return boxes, Box(free.x + depth, free.y, free.width - depth, free.height)
    depth = free.height if last else total / free.width
    x = free.x
    for area in row:
        width = free.width * area / total
        boxes.append(Box(x, free.y, width, depth))
        x += width
    return boxes, Box(free.x, free.y + depth, free.width, free.height - depth)
