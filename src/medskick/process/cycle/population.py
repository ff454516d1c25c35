"""The region's file as statistics see it: its places, its age bands and its population."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from medskick.process.cycle import region as regions
from medskick.process.statistics.frame import (
    POPULATION,
    POPULATION_BY_AGE,
    Figure,
    Frame,
    OwnSource,
    Place,
)


def known() -> Frame:
    """The county, its municipalities and the age bands."""
    region = regions.region()
    municipalities = tuple(Place(one.code, one.name) for one in region.municipalities)
    return Frame(Place(region.code, region.county), municipalities, regions.AGE_BANDS)


def figures() -> Iterator[Figure]:
    """Every figure in the file. Ages belong to the latest year that the same place has people for."""
    region = regions.region()
    for code, people, ages in (
        (region.code, region.population, region.ages),
        *((one.code, one.population, one.ages) for one in region.municipalities),
    ):
        for year, count in people.items():
            yield Figure(POPULATION, code, str(year), "", Decimal(count))
        if people:
            for band, count in ages.items():
                yield Figure(POPULATION_BY_AGE, code, str(max(people)), band, Decimal(count))


SOURCE = OwnSource("region", "Regionens fil", "SCB", figures)
