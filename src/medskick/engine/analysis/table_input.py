"""Rows of a table into contributions, with one clear message where a row cannot be one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from medskick.engine.tables.read import open_table
from medskick.engine.tables.table import Row, Table

from .contract import AnalysisError, Contribution
from .memory import refuse_to_read_on

MOST_PEOPLE = 100_000
ROWS_BETWEEN_LOOKS = 20_000


@dataclass(frozen=True)
class Columns:
    """Which column holds what. Only `text` is needed; without `id` the row number is the id."""

    text: str
    id: str | None = None
    title: str | None = None
    people: str | None = None
    municipality: str | None = None
    age: str | None = None
    channel: str | None = None
    sender: str | None = None
    meta: tuple[str, ...] = field(default=())

    def named(self) -> list[str]:
        single = (
            self.text, self.id, self.title, self.people, self.municipality, self.age, self.channel, self.sender
        )  # fmt: skip
        return [name for name in single if name is not None] + list(self.meta)


def read_contributions(path: str | Path, columns: Columns) -> list[Contribution]:
    """All rows of a CSV, XLSX, JSON Lines, Parquet or DOCX file as contributions, in order.

    Raises TableError for a file that cannot be read, AnalysisError for a column that is not there, an id that is
    missing or not its own, and a number of people that is none; each names file, row and column; and for a file that
    fills the memory.
    """
    table = open_table(path)
    _check_columns(table, columns)
    contributions: list[Contribution] = []
    row_of_id: dict[str, int] = {}
    for row in table.rows():
        contribution = _contribution(table, row, columns)
        if contribution.id in row_of_id:
            raise _error(
                table, row.number, columns.id or "", f"id ”{contribution.id}” finns redan på "
                f"{table.unit} {row_of_id[contribution.id]}. Varje rad behöver ett eget id."
            )  # fmt: skip
        row_of_id[contribution.id] = row.number
        contributions.append(contribution)
        if len(contributions) % ROWS_BETWEEN_LOOKS == 0:
            refuse_to_read_on(len(contributions), table.name)
    return contributions


def _check_columns(table: Table, columns: Columns) -> None:
    for name in columns.named():
        if name not in table.columns:
            there = ", ".join(table.columns[:20])
            raise AnalysisError(
                f"Filen {table.name}: det finns ingen kolumn ”{name}”. Kolumnerna är: {there}."
            )


def _contribution(table: Table, row: Row, columns: Columns) -> Contribution:
    def cell(name: str | None) -> str | None:
        return (row.values[name].strip() or None) if name else None

    def shared_cell(name: str | None) -> str | None:
        """A value that many rows share, kept once."""
        found = cell(name)
        return sys.intern(found) if found else None

    own_id = cell(columns.id)
    if columns.id and own_id is None:
        raise _error(table, row.number, columns.id, "raden saknar id. Fyll i ett eller kör utan --id.")
    return Contribution(
        id=own_id or str(row.number),
        text=row.values[columns.text],
        title=row.values[columns.title] if columns.title else "",
        people=_people(table, row, columns.people),
        municipality=shared_cell(columns.municipality),
        age=shared_cell(columns.age),
        channel=shared_cell(columns.channel),
        sender=shared_cell(columns.sender),
        meta={name: row.values[name] for name in columns.meta},
    )


def _people(table: Table, row: Row, name: str | None) -> int:
    value = row.values[name].strip() if name else ""
    if not value:
        return 1
    plain = value.replace("\u00a0", "").replace(" ", "").removesuffix(".0")
    number = plain.lstrip("0") if plain.isascii() and plain.isdigit() else ""
    if not number or len(number) > len(str(MOST_PEOPLE)) or int(number) > MOST_PEOPLE:
        raise _error(
            table,
            row.number,
            name or "",
            f"”{value[:40]}” är inte ett antal personer. Skriv ett heltal från 1 till {MOST_PEOPLE}.",
        )
    return int(number)


def _error(table: Table, row: int, column: str, what: str) -> AnalysisError:
    return AnalysisError(f"Filen {table.name}, {table.unit} {row}, kolumn ”{column}”: {what}")


def columns_of(arguments: object, meta: Sequence[str]) -> Columns:
    """The columns that command-line arguments name."""
    names = ("text", "id", "title", "people", "municipality", "age", "channel", "sender")
    return Columns(**{name: getattr(arguments, name) for name in names}, meta=tuple(meta))
