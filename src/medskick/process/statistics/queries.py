"""Reads: population by municipality and by age band, with what one must know about the figures.

From 2025 Statistics Sweden adds a small random number to every figure, totals too. Parts need not sum to totals;
nothing here corrects that or asserts it. Where a total is published it is used; a sum of parts is marked as one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from medskick.ground.core.access import Viewer
from medskick.process.statistics.frame import POPULATION, POPULATION_BY_AGE, frame
from medskick.process.statistics.models import Observation, Source

NOISE_FROM = 2025


@dataclass(frozen=True)
class Total:
    """A number of inhabitants. ``summed``: no total was published, so it is the sum of the parts."""

    people: int
    summed: bool


@dataclass(frozen=True)
class Population:
    """Inhabitants of one year by municipality code, and of one (perhaps another) by age band.

    ``municipalities`` and ``bands`` lack what the source has no figure for. ``local_bands`` are keyed by
    (municipality, band).
    """

    year: int | None = None
    municipalities: Mapping[str, int] = field(default_factory=dict)
    total: Total | None = None
    bands_year: int | None = None
    bands: Mapping[str, Total] = field(default_factory=dict)
    local_bands: Mapping[tuple[str, str], int] = field(default_factory=dict)
    credits: tuple[str, ...] = ()
    fetched_at: datetime.datetime | None = None

    @property
    def noisy(self) -> bool:
        """Whether the source has added small random numbers to these figures."""
        return any(year is not None and year >= NOISE_FROM for year in (self.year, self.bands_year))


def population(viewer: Viewer) -> Population:
    """The newest population. One query."""
    known = frame()
    codes = {one.code for one in known.municipalities}
    rows = Observation.objects.current().filter(series__key__in=(POPULATION, POPULATION_BY_AGE))
    rows = rows.exclude(value=None).select_related("series", "source")
    by_year: dict[str, dict[str, int]] = {}
    bands_by_year: dict[str, dict[tuple[str, str], int]] = {}
    used: dict[tuple[str, str], list[Observation]] = {}
    for one in rows:
        count = int(one.value or 0)
        if one.series.key == POPULATION:
            by_year.setdefault(one.period, {})[one.place] = count
        else:
            bands_by_year.setdefault(one.period, {})[one.place, one.category] = count
        used.setdefault((one.series.key, one.period), []).append(one)
    year = _newest({period: len(codes & set(found)) for period, found in by_year.items()})
    bands_year = _newest(
        {
            period: sum(1 for place, band in found if place in codes and band in known.bands)
            for period, found in bands_by_year.items()
        }
    )
    people = by_year.get(year, {})
    local = bands_by_year.get(bands_year, {})
    behind = [*used.get((POPULATION, year), []), *used.get((POPULATION_BY_AGE, bands_year), [])]
    places = {code: people[code] for code in sorted(codes & set(people))}
    return Population(
        year=int(year) if year else None,
        municipalities=places,
        total=_total(people.get(known.county.code), list(places.values())),
        bands_year=int(bands_year) if bands_year else None,
        bands={
            band: total
            for band in known.bands
            if (
                total := _total(
                    local.get((known.county.code, band)),
                    [local[code, band] for code in sorted(codes) if (code, band) in local],
                )
            )
        },
        local_bands={key: value for key, value in local.items() if key[0] in codes},
        credits=tuple(sorted({one.source.credit for one in behind if one.source.credit})),
        fetched_at=max((one.fetched_at for one in behind), default=None),
    )


def _newest(places: Mapping[str, int]) -> str:
    """The newest year with figures for at least half as many places as any year: one early figure does not push a whole
    year aside, and one that is missing does not bring an old year back."""
    most = max(places.values(), default=0)
    return max((period for period, count in places.items() if 2 * count >= most), default="")


def _total(published: int | None, parts: list[int]) -> Total | None:
    if published is not None:
        return Total(published, summed=False)
    return Total(sum(parts), summed=True) if parts else None


def sources(viewer: Viewer) -> list[Source]:
    """Where figures have come from, the newest fetch first."""
    return list(Source.objects.order_by("-fetched_at", "key"))


def revised(viewer: Viewer, limit: int = 50) -> list[Observation]:
    """Figures that have replaced earlier ones, the newest first."""
    rows = Observation.objects.filter(revision__gt=1).select_related("series", "source")
    return list(rows.order_by("-fetched_at", "-pk")[:limit])


def open_rows(viewer: Viewer) -> Iterator[tuple[str, str, str, str, int | None, str, str, int, str]]:
    """Open data: every figure in every revision, as it was given."""
    rows = Observation.objects.select_related("series", "source")
    for one in rows.order_by("series__key", "place", "period", "category", "revision").iterator(
        chunk_size=2000
    ):
        value = int(one.value) if one.value is not None else None
        yield (
            one.series.key,
            one.place,
            one.period,
            one.category,
            value,
            one.status,
            one.source.key,
            one.revision,
            one.fetched_at.date().isoformat(),
        )
