"""The tiles of a theme map: a treemap's boxes with words fitted into them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from medskick.ground.ui.treemap import Box, squarify

WIDTH = 960
HEIGHT = 520
COLOURS = frozenset({"gran", "fjall", "ljung", "hjortron"})
_PAD = 14
_LEFT = 26
_LINES = 6
# size, a wide guess at one character of it, line height, smallest tile (width, height) that it suits
_SIZES = (("large", 12.6, 30, 240, 150), ("medium", 9.6, 24, 150, 100), ("small", 8.2, 20, 0, 0))


@dataclass(frozen=True)
class Tile:
    """One tile: where it lies, where it leads, and the lines of its name that fit, or its
    beginning (none in the smallest).

    ``lines`` are (y, words) with y counted from the top of the tile.
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
    of_largest: float
    area: Any = None


def tiles(items: Iterable[Any], width: int = WIDTH, height: int = HEIGHT) -> list[Tile]:
    """Tiles for items with ``label``, ``value``, ``url`` and ``area``, largest first; those without value are left out.

    ``area`` is None or something with ``colour`` and ``letter`` (attributes or keys).
    """
    rows = sorted((item for item in items if _get(item, "value")), key=lambda item: -_get(item, "value"))
    largest = max((_get(item, "value") for item in rows), default=1)
    boxes = squarify([_get(item, "value") for item in rows], width, height)
    return [_tile(item, box, largest) for item, box in zip(rows, boxes, strict=True)]


def _tile(item: Any, box: Box, largest: int) -> Tile:
    area = _get(item, "area", None)
    colour = str(_get(area, "colour", "")) if area else ""
    label = str(_get(item, "label"))
    box = Box(*(round(number, 2) for number in (box.x, box.y, box.width, box.height)))
    size, line, lines = _written(label, box)
    if box.height < _PAD + line:
        lines = []
    first = _PAD + line * 0.75
    placed = tuple((round(first + number * line, 2), text) for number, text in enumerate(lines))
    return Tile(
        label=label,
        value=_get(item, "value"),
        url=str(_get(item, "url")),
        colour=colour if colour in COLOURS else "none",
        letter=str(_get(area, "letter", "")) if area and box.width > 90 and box.height > 90 else "",
        box=box,
        size=size,
        lines=placed,
        value_y=round(placed[-1][0] + 22, 2) if placed and placed[-1][0] + 28 < box.height else None,
        of_largest=round(100 * _get(item, "value") / largest, 1),
        area=area or None,
    )


def _written(label: str, box: Box) -> tuple[str, int, list[str]]:
    """Size, line height and lines: the largest lettering that holds the whole name, else its beginning in the smallest.

    A tile too low for its number under the name still has one line.
    """
    for size, letters, line, width, height in _SIZES:
        room = min(int((box.height - 2 * _PAD - 20) // line), _LINES)
        characters = int((box.width - _LEFT - _PAD) / letters)
        if box.width >= width and box.height >= height:
            lines = fit(label, characters, room)
            if lines:
                return size, line, lines
    return size, line, beginning(label, characters, max(room, 1))


def fit(text: str, characters: int, lines: int) -> list[str]:
    """The text broken into at most so many lines of at most so many characters, or nothing where it does not fit whole.

    The whole name is always in the link and in the list.
    """
    made: list[str] = [""]
    for word in text.split():
        joined = f"{made[-1]} {word}".strip()
        if len(joined) <= characters:
            made[-1] = joined
        else:
            made.append(word)
    made = [line for line in made if line]
    fits = len(made) <= lines and all(len(line) <= characters for line in made)
    return made if fits else []


def beginning(text: str, characters: int, lines: int = 1) -> list[str]:
    """As much of a name as the lines hold, word by word; where it ends too early, … stands after the last line only.

    Nothing where not even three letters fit.
    """
    words = text.split()
    if characters <= 3 and len(" ".join(words)) > characters:
        return []
    made: list[str] = []
    while words:
        rest = " ".join(words)
        if len(rest) <= characters:
            return [*made, rest]
        if len(made) == lines - 1 or len(words[0]) > characters:
            return [*made, rest[: characters - 1].rstrip() + "…"]
        made.append(words.pop(0))
        while words and len(made[-1]) + 1 + len(words[0]) <= characters:
            made[-1] += f" {words.pop(0)}"
    return made


def _get(item: Any, name: str, *default: Any) -> Any:
    if isinstance(item, Mapping):
        return item.get(name, *default) if default else item[name]
    return getattr(item, name, *default)
