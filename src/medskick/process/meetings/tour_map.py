"""A schematic map of the tour: one tile for each municipality, in the order that the tour comes to them.

Tiles differ by shape and word as well as colour: a filled one with a tick has been, one with a ring is planned, a
dashed one with a cross has no stop. A tile leads to what somebody has told of its stop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medskick.ground.core.chain import Description
from medskick.process.meetings.queries import Stop


@dataclass(frozen=True)
class Tile:
    """A municipality's stop, and the reports from its latest meeting."""

    stop: Stop
    reports: tuple[Description, ...]


@dataclass(frozen=True)
class TourMap:
    """``tiles``: every municipality, by the day of its stop, those without one last."""

    tiles: tuple[Tile, ...]

    @property
    def missing(self) -> tuple[Stop, ...]:
        """The municipalities without a stop."""
        return tuple(one.stop for one in self.tiles if one.stop.state == "none")

    @property
    def of_all(self) -> int:
        """How many municipalities there are."""
        return len(self.tiles)

    @property
    def visited(self) -> int:
        """How many of them have a stop."""
        return self.of_all - len(self.missing)


def tour_map(stops: list[Stop], reports: Mapping[int, tuple[Description, ...]] | None = None) -> TourMap:
    """The tour as a map: it ends with the municipalities that it does not come to, in the region's order.

    ``reports``: what is told of meetings that are over, by their numbers.
    """
    told = reports or {}
    days = [(one.day, place) for place, one in enumerate(stops) if one.day]
    ordered = [stops[place] for _day, place in sorted(days)] + [one for one in stops if not one.day]
    return TourMap(tuple(Tile(one, told.get(one.last.number, ()) if one.last else ()) for one in ordered))
