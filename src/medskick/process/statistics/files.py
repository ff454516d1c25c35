"""Population from a table that staff upload: municipality, year, age band, number. One clear error for a fault."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from medskick.engine.tables.limits import MEBIBYTE, UPLOAD_LIMITS
from medskick.engine.tables.read import open_table
from medskick.engine.tables.sniff import decide_format
from medskick.process.statistics.frame import POPULATION, POPULATION_BY_AGE, Figure, Frame, frame

PLACE, YEAR, AGE, NUMBER = "kommun", "år", "ålder", "antal"
FORMATS = frozenset({"csv", "xlsx"})
# It is read while somebody waits for the page: room for 100 000 rows of four columns, and no more.
LIMITS = dataclasses.replace(
    UPLOAD_LIMITS, max_columns=50, max_unpacked_bytes=128 * MEBIBYTE, max_pieces=1_500_000
)
# What a heading may be called, besides its own name.
OTHER_NAMES = {
    PLACE: ("region", "kommunkod", "kod", "municipality"),
    YEAR: ("ar", "year", "period"),
    AGE: ("alder", "åldersgrupp", "age"),
    NUMBER: ("folkmängd", "folkmangd", "invånare", "population", "value"),
}
_ALL_AGES = {"", "total", "totalt", "totalt ålder", "alla", "samtliga"}
# What Statistics Sweden writes where there is no number.
_NO_NUMBER = {"..", ".", "-", "–"}
_FIRST_YEAR, _LAST_YEAR = 1968, 2100


class Refused(Exception):
    """A file that cannot be used. The text names the file, the row and the column, and says what to do."""


def population(path: Path, name: str) -> Iterator[Figure]:
    """The figures of a file, in its order. Raises TableError for what is no table and Refused for what it says."""
    if path.stat().st_size and decide_format(path, name, None, LIMITS) not in FORMATS:
        raise Refused(
            _("Filen %(file)s: spara den som CSV eller Excel (xlsx) och försök igen.") % {"file": name}
        )
    table = open_table(path, name=name, limits=LIMITS)
    columns = {wanted: _column(table.columns, wanted) for wanted in (PLACE, YEAR, AGE, NUMBER)}
    for wanted in (PLACE, YEAR, NUMBER):
        if columns[wanted] is None:
            raise Refused(
                _("Filen %(file)s, rad 1: kolumnen ”%(column)s” saknas. Rubrikerna ska vara %(all)s.")
                % {"file": name, "column": wanted, "all": f"{PLACE}, {YEAR}, {AGE}, {NUMBER}"}
            )
    reader = _Reader(name, frame())
    for row in table.rows():
        cells = {key: row.values[column].strip() if column else "" for key, column in columns.items()}
        yield reader.figure(row.number, cells, {key: column or key for key, column in columns.items()})


def _column(columns: list[str], wanted: str) -> str | None:
    names = (wanted, *OTHER_NAMES[wanted])
    return next((one for one in columns if one.strip().casefold() in names), None)


class _Reader:
    """Makes figures of rows, and says exactly where it cannot."""

    def __init__(self, name: str, known: Frame) -> None:
        self.name, self.frame = name, known
        self.seen: dict[tuple[str, str, str], int] = {}
        self.places = {one.code: one.code for one in known.places}
        self.places |= {one.name.casefold(): one.code for one in known.places}
        self.bands = {_band(one): one for one in known.bands}

    def figure(self, row: int, cells: dict[str, str], columns: dict[str, str]) -> Figure:
        def fail(column: str, what: str) -> Refused:
            where = _("Filen %(file)s, rad %(row)s, kolumn ”%(column)s”") % {
                "file": self.name, "row": row, "column": columns[column],
            }  # fmt: skip
            return Refused(f"{where}: {what}")

        place = self._place(cells[PLACE])
        if place is None:
            raise fail(
                PLACE,
                _("vi hittar ingen kommun i regionen som heter ”%(text)s”. Skriv namnet eller koden.")
                % {"text": cells[PLACE]},
            )
        year = cells[YEAR]
        if not re.fullmatch(r"[0-9]{4}", year) or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
            raise fail(
                YEAR, _("”%(text)s” är inget år. Skriv fyra siffror, till exempel 2025.") % {"text": year}
            )
        age = cells[AGE].casefold()
        band = "" if age in _ALL_AGES else self.bands.get(_band(age))
        if band is None:
            raise fail(
                AGE,
                _("”%(text)s” är ingen av åldersgrupperna %(all)s. Lämna tomt för alla åldrar.")
                % {"text": cells[AGE], "all": ", ".join(self.frame.bands)},
            )
        value, status = self._number(cells[NUMBER])
        if value is None and not status:
            raise fail(
                NUMBER,
                _("”%(text)s” är inget helt antal personer. Skriv siffror, till exempel 1 234.")
                % {"text": cells[NUMBER]},
            )
        first = self.seen.setdefault((place, year, band), row)
        if first != row:
            raise fail(
                PLACE,
                _("samma kommun, år och ålder står redan på rad %(row)s. Ta bort en av dem.")
                % {"row": first},
            )
        series = POPULATION_BY_AGE if band else POPULATION
        return Figure(series, place, year, band, value, status)

    def _place(self, text: str) -> str | None:
        """By name, official name, code, or both as Statistics Sweden writes it: "2580 Luleå"."""
        words = " ".join(text.casefold().split())
        for candidate in (
            words,
            words.split(" ")[0],
            words.removesuffix(" kommun"),
            words.removesuffix("s kommun"),
        ):
            if candidate in self.places:
                return self.places[candidate]
        return None

    @staticmethod
    def _number(text: str) -> tuple[Decimal | None, str]:
        if text in _NO_NUMBER:
            return None, text
        digits = re.sub(r"[\s\u00a0\u202f]", "", text)
        return (Decimal(digits), "") if re.fullmatch(r"[0-9]{1,9}", digits) else (None, "")


def _band(text: str) -> str:
    """An age band as people write it: "16–24 år", "65 år eller äldre", "65+"."""
    short = re.sub(r"[\s\u00a0]|år", "", text.casefold()).replace("–", "-")
    return re.sub(r"(elleräldre|ochäldre|ellermer|-)$", "+", short)
