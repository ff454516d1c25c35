"""A schematic map of the tour: one tile for each municipality, in the region's order.

Tiles differ by shape as well as colour: a filled one with a tick has been, one with a ring is planned, a dashed empty
one has no stop. A sheet in its corner says that somebody has told of the stop.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from medskick.ground.core.chain import Description
from medskick.process.meetings.queries import Stop

_WIDTH, _HEIGHT, _GAP = 112, 72, 8
_LETTERS = 12
_FEW = 18


@dataclass(frozen=True)
class Tile:
    """One tile: where it lies, its name broken into at most two lines, its state, the stop and what is told of it."""

    x: int
    y: int
    lines: tuple[str, ...]
    state: str
    stop: Stop
    reports: tuple[Description, ...]


@dataclass(frozen=True)
class TourMap:
    """Tiles within ``width`` × ``height``, and how many municipalities have a stop of all there are."""

    width: int
    height: int
    tiles: tuple[Tile, ...]
    visited: int
    of_all: int
    missing: tuple[Stop, ...]

    @property
    def has_reports(self) -> bool:
        """Whether any stop has been told of."""
        return any(one.reports for one in self.tiles)

    @property
    def tile_width(self) -> int:
        """The width of every tile."""
        return _WIDTH

    @property
    def tile_height(self) -> int:
        """The height of every tile."""
        return _HEIGHT


def tour_map(stops: list[Stop], reports: Mapping[int, tuple[Description, ...]] | None = None) -> TourMap:
    """Three columns, so that names can be read on a phone too; four for a region of more than eighteen.

    ``reports``: what is told of meetings that are over, by their numbers.
    """
    told = reports or {}
    columns = 3 if len(stops) <= _FEW else 4
    tiles = tuple(
        Tile(
            (number % columns) * (_WIDTH + _GAP),
            (number // columns) * (_HEIGHT + _GAP),
            tuple(textwrap.wrap(one.municipality.name, _LETTERS, max_lines=2, placeholder="…")),
            one.state,
            one,
            told.get(one.last.number, ()) if one.last else (),
        )
        for number, one in enumerate(stops)
    )
    rows = math.ceil(len(stops) / columns)
    missing = tuple(one for one in stops if one.state == "none")
    return TourMap(
        columns * (_WIDTH + _GAP) - _GAP, max(1, rows * (_HEIGHT + _GAP) - _GAP), tiles,
        len(stops) - len(missing), len(stops), missing,
    )  # fmt: skip
