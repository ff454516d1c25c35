"""A schematic map of the tour: one tile for each municipality, in the order that the tour comes to them.

Tiles differ by shape and word as well as colour: a filled one with a tick has been, one with a ring is planned, a
dashed one with a cross has no stop.
"""

from __future__ import annotations

from dataclasses import dataclass

from medskick.process.meetings.queries import Stop


@dataclass(frozen=True)
class TourMap:
    """``stops``: every municipality, by the day of its stop, those without one last."""

    stops: tuple[Stop, ...]

    @property
    def missing(self) -> tuple[Stop, ...]:
        """The municipalities without a stop."""
        return tuple(one for one in self.stops if one.state == "none")

    @property
    def of_all(self) -> int:
        """How many municipalities there are."""
        return len(self.stops)

    @property
    def visited(self) -> int:
        """How many of them have a stop."""
        return self.of_all - len(self.missing)


def tour_map(stops: list[Stop]) -> TourMap:
    """The tour as a map: it ends with the municipalities that it does not come to, in the region's order."""
    days = [(one.day, place) for place, one in enumerate(stops) if one.day]
    reached = [stops[place] for _day, place in sorted(days)]
    return TourMap((*reached, *(one for one in stops if not one.day)))
