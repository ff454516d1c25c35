"""Tables that people sort, filter and page through. A view builds a ``DataTable``; `ui/data_table.html` draws it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """A column: its key in the rows, its heading, whether it holds numbers and whether one may sort by it."""

    key: str
    label: Text
    number: bool = False
    sortable: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell that is more than text: a link, or a status with a tone (good, watch, bad, none)."""

    text: Any
    url: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Heading:
    """What the template needs to draw one heading: the address that sorts, and how it is sorted now."""

    column: Column
    sort: str = ""
    order: str = "none"


@dataclass
class DataTable:
    """One table. ``rows`` are mappings from column key to text, number or ``Cell``; the first column heads its row.

    ``sort`` is a column key, with ``-`` before it for falling order, as it stands in the address (``?sortera=``).
    """

    caption: Text
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, Any]]
    sort: str = ""
    page: Page | None = None
    csv_url: str = ""
    empty: Text = ""
    id: str = "tabell"
    filter_here: bool = False
    lines: list[list[tuple[Column, Cell]]] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = [
            [(column, as_cell(row.get(column.key, ""))) for column in self.columns] for row in self.rows
        ]

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column) -> Heading:
        if not column.sortable:
            return Heading(column)
        if self.sort == column.key:
            return Heading(column, f"-{column.key}", "ascending")
        if self.sort == f"-{column.key}":
            return Heading(column, column.key, "descending")
        return Heading(column, f"-{column.key}" if column.number else column.key)


def as_cell(value: Any) -> Cell:
    """A plain value as a cell without link or tone."""
    return value if isinstance(value, Cell) else Cell(value)


def chosen_sort(query: QueryDict, columns: Iterable[Column], default: str = "") -> str:
    """The wanted order in an address if it names a column one may sort by, else the default."""
    wanted = query.get("sortera", "")
    allowed = {column.key for column in columns if column.sortable}
    return wanted if wanted.removeprefix("-") in allowed else default
