"""The tiles of a theme map: a treemap's boxes with words fitted into them, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from medskick.ground.core.numbers import counted
from medskick.ground.ui.lettering import width_of
from medskick.ground.ui.treemap import Box, squarify

WIDTH = 960
HEIGHT = 520
COLOURS = frozenset({"gran", "fjall", "ljung", "hjortron"})
_PAD = 14
_NARROW_PAD = 6  # to the right of the smallest lettering
_LEFT = 26
_LINES = 6
_VALUE = 15
_MARK = "*"
# size, pixels, line height, smallest tile (width, height) that it suits
_SIZES = (("large", 25, 30, 240, 150), ("medium", 19, 24, 150, 100), ("small", 16, 20, 0, 0))
_KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"


@dataclass(frozen=True)
class Tile:
    """One tile: where it lies, where it leads, and its name in lines.

    ``lines`` are (y, words) with y counted from the top of the tile; none where the whole name has no room: then the
    tile has a ``key``, and the name stands beside it below the map. ``value_told``: the number with its unit, without
    it where only the number has room, empty where neither has. ``mark``: who worded the name, where that must be told.
    """

    label: str
    value: int
    url: str
    colour: str
    letter: str
    box: Box
    size: str
    lines: tuple[tuple[float, str], ...]
    value_y: float | None
    value_told: str
    of_largest: float
    area: Any = None
    mark: str = ""
    key: str = ""


def tiles(items: Iterable[Any], width: int = WIDTH, height: int = HEIGHT, unit: str = "") -> list[Tile]:
    """Tiles for items with ``label``, ``value``, ``url`` and ``area``, largest first; those without value are left out.

    ``area`` is None or something with ``colour`` and ``letter`` (attributes or keys); ``mark`` may be there too.
    """
    rows = sorted((item for item in items if _get(item, "value")), key=lambda item: -_get(item, "value"))
    largest = max((_get(item, "value") for item in rows), default=1)
    boxes = squarify([_get(item, "value") for item in rows], width, height)
    keys = iter(_KEYS)
    return [_tile(item, box, largest, unit, keys) for item, box in zip(rows, boxes, strict=True)]


def _tile(item: Any, box: Box, largest: int, unit: str, keys: Iterable[str]) -> Tile:
    area = _get(item, "area", None)
    colour = str(_get(area, "colour", "")) if area else ""
    label, value, mark = str(_get(item, "label")), _get(item, "value"), str(_get(item, "mark", "") or "")
    box = Box(*(round(number, 2) for number in (box.x, box.y, box.width, box.height)))
    size, line, lines = _written(f"{label} {_MARK}" if mark else label, box)
    first = _PAD + line * 0.75
    placed = tuple((round(first + number * line, 2), text) for number, text in enumerate(lines))
    told = _value_told(value, unit, box.width - _LEFT - _PAD) if placed else ""
    return Tile(
        label=label,
        value=value,
        url=str(_get(item, "url")),
        colour=colour if colour in COLOURS else "none",
        letter=str(_get(area, "letter", "")) if area and box.width > 90 and box.height > 90 else "",
        box=box,
        size=size,
        lines=placed,
        value_y=round(placed[-1][0] + 22, 2) if told and placed[-1][0] + 28 < box.height else None,
        value_told=told,
        of_largest=round(100 * value / largest, 1),
        area=area or None,
        mark=mark,
        key="" if placed else next(iter(keys), ""),
    )


def _written(label: str, box: Box) -> tuple[str, int, list[str]]:
    """Size, line height and lines: the largest lettering that holds the whole name, or no lines.

    A tile too low for its number under the name still has one line.
    """
    for size, pixels, line, width, height in _SIZES:
        room = min(int((box.height - 2 * _PAD - 20) // line), _LINES)
        if size == _SIZES[-1][0] and box.height >= _PAD + line:
            room = max(room, 1)
        right = _PAD if size != _SIZES[-1][0] else _NARROW_PAD
        if box.width >= width and box.height >= height:
            lines = fit(label, box.width - _LEFT - right, room, pixels)
            if lines:
                return size, line, lines
    return size, line, []


def _value_told(value: int, unit: str, room: float) -> str:
    number = str(counted(value))
    for told in (f"{number} {unit}".strip(), number):
        if width_of(told, _VALUE) <= room:
            return told
    return ""


def fit(text: str, room: float, lines: int, pixels: float) -> list[str]:
    """The text broken between words into at most so many lines of at most ``room``, or nothing where it does not fit
    whole, as where one word is wider than the room.

    The whole name is always in the link and in the list.
    """
    made: list[str] = [""]
    for word in text.split():
        joined = f"{made[-1]} {word}".strip()
        if width_of(joined, pixels) <= room:
            made[-1] = joined
        else:
            made.append(word)
    made = [line for line in made if line]
    fits = len(made) <= lines and all(width_of(line, pixels) <= room for line in made)
    return made if fits else []


def _get(item: Any, name: str, *default: Any) -> Any:
    if isinstance(item, Mapping):
        return item.get(name, *default) if default else item[name]
    return getattr(item, name, *default)
