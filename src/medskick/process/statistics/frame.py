"""What figures are about in this installation: places and age bands. A higher room knows them and registers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

# Keys of the series that the house itself asks for.
POPULATION, POPULATION_BY_AGE = "population", "population-age"


@dataclass(frozen=True)
class Place:
    """A municipality (four digits) or the county (two), by Statistics Sweden's code."""

    code: str
    name: str


@dataclass(frozen=True)
class Frame:
    """The county, its municipalities and the age bands that people are asked for."""

    county: Place
    municipalities: tuple[Place, ...]
    bands: tuple[str, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """The county first."""
        return (self.county, *self.municipalities)

    def name(self, code: str) -> str:
        """The place's name; the code itself where it is unknown."""
        return next((one.name for one in self.places if one.code == code), code)


@dataclass(frozen=True)
class Figure:
    """One figure as a source gives it. ``category`` is empty for the whole; ``value`` None where there is none, and
    then ``status`` tells why in the source's own mark ("..", "-")."""

    series: str
    place: str
    period: str
    category: str = ""
    value: Decimal | None = None
    status: str = ""


@dataclass(frozen=True)
class OwnSource:
    """Figures that come with the installation. ``read`` answers all of them."""

    key: str
    name: str
    credit: str
    read: Callable[[], Iterable[Figure]]


_frames: list[Callable[[], Frame]] = []
own_sources: list[OwnSource] = []


def register(frame: Callable[[], Frame], source: OwnSource) -> None:
    """Tell where places and bands are found, and the figures that come with them. Once per installation."""
    _frames.append(frame)
    own_sources.append(source)


def frame() -> Frame:
    """The places and bands. Raises LookupError where no room has registered any."""
    if not _frames:
        raise LookupError("No room has registered places for statistics")
    return _frames[-1]()
