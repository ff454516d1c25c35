"""Writes: take in figures. What was known stays; what is new becomes the next revision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from medskick.ground.core import audit
from medskick.ground.core.access import SYSTEM, Viewer, require
from medskick.process.statistics import files
from medskick.process.statistics.frame import POPULATION, POPULATION_BY_AGE, Figure, own_sources
from medskick.process.statistics.models import Observation, Series, Source

# The series that the house itself asks for: name, unit, dimensions.
KNOWN = {
    POPULATION: ("Folkmängd 31 december", "personer", []),
    POPULATION_BY_AGE: ("Folkmängd 31 december efter ålder", "personer", ["age"]),
}
FILE_SOURCE = "file"


@dataclass(frozen=True)
class Taken:
    """What a fetch changed: figures that were unknown, figures that had another value, figures that stand."""

    new: int = 0
    revised: int = 0
    same: int = 0


def take_in(
    key: str, name: str, credit: str, figures: Iterable[Figure], *, by: Viewer, what: str = ""
) -> Taken:
    """Store what a source says. ``what`` names the file for the log. Figures must belong to ``KNOWN`` series.

    A figure makes a revision where the source says something else than it did last time. One that repeats itself adds
    nothing, so a file read again at every start does not undo what staff have corrected by hand.
    """
    require("statistics.manage", by)
    now = timezone.now()
    with transaction.atomic():
        source, _made = Source.objects.get_or_create(key=key, defaults={"name": name, "credit": credit})
        # One fetch at a time: two that both look for the newest revision would number theirs alike.
        series = {one: _series(one) for one in sorted(KNOWN)}
        list(Series.objects.select_for_update().order_by("pk"))
        newest, last_said = _known(source)
        rows, revised, same = [], 0, 0
        for figure in figures:
            place = (series[figure.series].pk, figure.place, figure.period, figure.category)
            if last_said.get(place) == (figure.value, figure.status):
                same += 1
                continue
            revision = newest.get(place, 0) + 1
            revised += revision > 1
            newest[place], last_said[place] = revision, (figure.value, figure.status)
            rows.append(
                Observation(
                    series=series[figure.series],
                    source=source,
                    place=figure.place,
                    period=figure.period,
                    category=figure.category,
                    value=figure.value,
                    status=figure.status,
                    fetched_at=now,
                    revision=revision,
                )
            )
        Observation.objects.bulk_create(rows, batch_size=500)
        Source.objects.filter(pk=source.pk).update(name=name, credit=credit, fetched_at=now)
        taken = Taken(len(rows) - revised, revised, same)
        if rows:
            audit.record(
                by, "statistics.taken_in", source=what or name, new=taken.new, revised=revised, same=same
            )
    return taken


def take_in_own(*, by: Viewer = SYSTEM) -> Taken:
    """Store the figures that come with the installation (the region's file). Nothing is added where they stand."""
    together = Taken()
    for one in own_sources:
        taken = take_in(one.key, one.name, one.credit, one.read(), by=by)
        together = Taken(
            together.new + taken.new, together.revised + taken.revised, together.same + taken.same
        )
    return together


def take_in_file(path: Path, name: str, *, by: Viewer, credit: str = "") -> Taken:
    """Store the population in a CSV or Excel file. Raises TableError or ``files.Refused``; then nothing is stored."""
    require("statistics.manage", by)
    figures = list(files.population(path, name))
    return take_in(FILE_SOURCE, "Inläst fil", credit or "SCB", figures, by=by, what=name)


def _series(key: str) -> Series:
    name, unit, dimensions = KNOWN[key]
    made, _new = Series.objects.get_or_create(
        key=key, defaults={"name": name, "unit": unit, "dimensions": dimensions}
    )
    return made


_Place = tuple[int, str, str, str]


def _known(source: Source) -> tuple[dict[_Place, int], dict[_Place, tuple[object, str]]]:
    """The newest revision of every figure, and what this source said last about it."""
    newest: dict[_Place, int] = {}
    said: dict[_Place, tuple[object, str]] = {}
    for one in Observation.objects.order_by("revision").iterator(chunk_size=2000):
        place = (one.series_id, one.place, one.period, one.category)
        newest[place] = one.revision
        if one.source_id == source.pk:
            said[place] = (one.value, one.status)
    return newest, said
