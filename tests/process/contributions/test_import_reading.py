"""What a cell of somebody's file means, and how a row that cannot be used is told."""

from __future__ import annotations

import datetime

import pytest

from medskick.engine.tables.table import Row
from medskick.process.contributions.imports.reading import Reading, RowProblem
from medskick.process.cycle import region as regions

COLUMNS = {
    "text": "Svar", "municipality": "Kommun", "age": "Ålder", "channel": "Kanal", "sender": "Avsändare",
    "people": "Antal", "date": "Datum", "language": "Språk", "id": "Nr", "organisation": "Förening",
}  # fmt: skip


def read(fixed: dict[str, str] | None = None, **cells: str):
    values = dict.fromkeys(COLUMNS.values(), "") | {"Svar": "Fler bussar"}
    values |= {COLUMNS[name]: value for name, value in cells.items()}
    return Reading(COLUMNS, fixed or {}, regions.load(regions.DEFAULT)).answers(Row(2, values))[0]


@pytest.mark.parametrize("typed", ["Luleå", "luleå", "LULEÅ", "Luleå kommun", "2580", " Luleå "])
def test_a_municipality_is_known_by_name_or_code(typed):
    assert read(municipality=typed).municipality == "2580"


@pytest.mark.parametrize("typed", ["Arjeplogs kommun", "Arjeplog"])
def test_the_genitive_of_an_official_name_is_known(typed):
    assert read(municipality=typed).municipality == "2506"


@pytest.mark.parametrize(
    ("typed", "band"),
    [
        ("34", "25-44"),
        ("15", "0-15"),
        ("16 år", "16-24"),
        ("65+", "65+"),
        ("25-44", "25-44"),
        ("45–64 år", "45-64"),
        ("20-50", ""),
    ],
)
def test_an_age_becomes_a_band(typed, band):
    assert read(age=typed).age_band == band


@pytest.mark.parametrize(
    ("field", "typed", "attribute", "value"),
    [
        ("channel", "Dialogmöte", "channel", "meeting"),
        ("channel", "e-post", "channel", "email"),
        ("sender", "Förening", "sender_kind", "association"),
        ("sender", "school_class", "sender_kind", "school_class"),
        ("people", "12", "persons", 12),
        ("people", "1 200", "persons", 1200),
        ("date", "2026-03-12", "source", datetime.date(2026, 3, 12)),
        ("date", "2026-03-12 10:42", "source", datetime.date(2026, 3, 12)),
        ("language", "Finska", "language", "fi"),
        ("organisation", " Byaföreningen ", "organisation", "Byaföreningen"),
    ],
)
def test_cells_are_understood(field, typed, attribute, value):
    found = getattr(read(**{field: typed}), attribute)
    assert (found.date if attribute == "source" else found) == value


@pytest.mark.parametrize(
    ("field", "typed", "column"),
    [
        ("municipality", "Göteborg", "Kommun"),
        ("municipality", "1480", "Kommun"),
        ("age", "gammal", "Ålder"),
        ("age", "430", "Ålder"),
        ("channel", "duvpost", "Kanal"),
        ("sender", "marsian", "Avsändare"),
        ("people", "många", "Antal"),
        ("people", "0", "Antal"),
        ("people", "-3", "Antal"),
        ("people", "1e9", "Antal"),
        ("date", "i våras", "Datum"),
        ("date", "2026-13-40", "Datum"),
        ("text", "   ", "Svar"),
        ("text", "x" * 10_001, "Svar"),
        ("text", "a\0b", "Svar"),
    ],
)
def test_a_cell_that_cannot_be_used_names_its_column(field, typed, column):
    with pytest.raises(RowProblem) as caught:
        read(**{field: typed})
    assert caught.value.column == column
    assert caught.value.text.rstrip().endswith(".")


def test_what_holds_for_every_row_fills_what_the_file_does_not_say():
    fixed = {
        "channel": "meeting",
        "municipality": "2506",
        "source_title": "Dialogmöte",
        "source_date": "2026-02-28",
    }
    answer = read(fixed)
    assert (answer.channel, answer.municipality, answer.source.title) == ("meeting", "2506", "Dialogmöte")
    assert read(fixed, municipality="Kiruna").municipality == "2584"
