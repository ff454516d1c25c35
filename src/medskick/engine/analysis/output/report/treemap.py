"""A treemap: rectangles whose areas are proportional to sizes, as square as they can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float


def squarify(sizes: Sequence[float], frame: Box) -> list[Box]:
    """A box for each size, in the given order (largest first looks best), filling `frame`. Sizes must be above zero."""
    total = sum(sizes)
    if not total:
        return []
    scale = frame.width * frame.height / total
    areas = [size * scale for size in sizes]
    boxes: list[Box] = []
    while areas:
        short = min(frame.width, frame.height)
        count = 1
        while count < len(areas) and _worst(areas[: count + 1], short) <= _worst(areas[:count], short):
            count += 1
        row, frame = _lay_row(areas[:count], frame)
        boxes += row
        areas = areas[count:]
    return boxes


def _worst(areas: Sequence[float], side: float) -> float:
    """The least square box's ratio of long to short side if `areas` share a row along `side`."""
    total = sum(areas)
    thickness = total / side if side else 0.0
    ratios = (
        max(thickness * thickness / area, area / (thickness * thickness)) for area in areas if thickness
    )
    return max(ratios, default=float("inf"))


def _lay_row(areas: Sequence[float], frame: Box) -> tuple[list[Box], Box]:
    total = sum(areas)
    if frame.width >= frame.height:
        thickness = total / frame.height if frame.height else 0.0
        y = frame.y
        row = []
        for area in areas:
            height = area / thickness if thickness else 0.0
            row.append(Box(frame.x, y, thickness, height))
            y += height
        return row, Box(frame.x + thickness, frame.y, max(0.0, frame.width - thickness), frame.height)
    flipped, rest = _lay_row(areas, Box(frame.y, frame.x, frame.height, frame.width))
    return [Box(b.y, b.x, b.height, b.width) for b in flipped], Box(rest.y, rest.x, rest.height, rest.width)
