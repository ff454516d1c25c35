"""A table as everybody meets it: named columns and rows of text, whatever the file was."""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

from .cells import clean, column_letter, column_name, is_blank
from .errors import TableError
from .guess import columns_for
from .limits import Limits

LONGEST_COLUMN_NAME = 300


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``number`` is the row (CSV, XLSX), line (JSON Lines), record (Parquet) or paragraph (DOCX)
    that a person sees in the file, counted from 1; ``values`` has every column, "" where empty."""

    number: int
    values: dict[str, str]


@dataclass(slots=True)
class Record:
    """A row as a source delivers it: its cells, or what is wrong with it."""

    number: int
    cells: list[str] = field(default_factory=list)
    error: TableError | None = None


class Source:
    """What a format provides: how to name things, and its records from the start, as often as asked."""

    format: str
    name: str
    limits: Limits
    unit = "rad"
    count_hint: int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    exact_width = False  # True: a row with fewer cells than the header is an error
    columns: list[str] | None = None  # given where the names do not stand in the first record
    empty_code = "no_rows"

    def records(self) -> Iterator[Record]:
        raise NotImplementedError


class Table:
    """An opened table. Nothing of it is kept in memory; ``rows()`` reads the file anew each time.

    ``columns`` names in file order · ``count_hint`` about how many rows (for progress, never exact) ·
    ``format`` · ``encoding`` and ``delimiter`` of text files · ``sheet`` read and ``sheets`` there are.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self.name, self.format, self.limits = source.name, source.format, source.limits
        self.count_hint, self.encoding, self.delimiter = source.count_hint, source.encoding, source.delimiter
        self.sheet, self.sheets, self.unit = source.sheet, source.sheets, source.unit
        self._header_number = 0
        self._names: list[str] = []
        filled = self._filled_records()
        if source.columns is None:
            self._names = self._header_names(next(filled, None))
        else:
            self._names = self._checked_names(source.columns, 1)
        self.columns = [name for name in self._names if name]
        if next(filled, None) is None:
            raise TableError(source.empty_code, file=self.name)
        filled.close()

    def rows(self, on_error: Callable[[TableError], None] | None = None) -> Iterator[Row]:
        """Every row that is not empty, in order.

        Without ``on_error`` the first bad row raises its TableError. With it, errors that concern one row
        only are handed over and reading goes on with the next; errors of the whole file are still raised.
        """
        for count, record in enumerate(self._filled_records(), 1):
            if count > self.limits.max_rows:
                raise TableError("too_many_rows", file=self.name, limit=self.limits.max_rows)
            try:
                yield Row(record.number, self._values(record))
            except TableError as error:
                if on_error is None:
                    raise
                on_error(error)

    def errors(self, most: int = 100) -> list[TableError]:
        """What is wrong with the rows, at most ``most`` of them; an error of the whole file comes last."""
        found: list[TableError] = []
        try:
            for _ in self.rows(found.append):
                if len(found) >= most:
                    break
        except TableError as error:
            found.append(error)
        return found[:most]

    def _records(self) -> Iterator[Record]:
        """The source's records; columns in errors are called by name where they have one."""
        try:
            for record in self._source.records():
                if record.error:
                    record.error = record.error.with_name(self._names)
                yield record
        except TableError as error:
            raise error.with_name(self._names) from None
        except OSError:  # the file was removed or its disk lost after it was opened
            raise TableError("unreadable", file=self.name) from None

    def _header_names(self, record: Record | None) -> list[str]:
        if record is None:
            raise TableError("empty_file", file=self.name)
        if record.error:
            raise record.error
        self._header_number = record.number
        cells = record.cells
        self._refuse_too_many(len(cells), record.number)
        if looks_like_data(cells):
            raise TableError("missing_header", file=self.name, row=record.number)
        return self._checked_names(cells, record.number)

    def _checked_names(self, cells: list[str], number: int) -> list[str]:
        self._refuse_too_many(len(cells), number)
        names = [column_name(cell) for cell in cells]
        first: dict[str, int] = {}
        for index, name in enumerate(names):
            if name and name in first:
                letters = [column_letter(first[name]), column_letter(index)]
                raise TableError(
                    "duplicate_column",
                    file=self.name,
                    row=number,
                    column=name,
                    first=letters[0],
                    second=letters[1],
                )
            first.setdefault(name, index)
        return names

    def _refuse_too_many(self, count: int, number: int) -> None:
        if count > self.limits.max_columns:
            raise TableError("too_many_columns", file=self.name, row=number, limit=self.limits.max_columns)

    def _filled_records(self) -> Generator[Record, None, None]:
        for record in self._records():
            if record.number <= self._header_number:
                continue
            if record.error or not all(map(is_blank, record.cells)):
                yield record

    def _values(self, record: Record) -> dict[str, str]:
        if record.error:
            raise record.error
        cells, names = record.cells, self._names
        if len(cells) != len(names):
            cells = self._fitted(record)
        values = {}
        for index, name in enumerate(names):
            cell = cells[index]
            if len(cell) > self.limits.max_cell_chars:
                raise self._error("cell_too_long", record, index, limit=self.limits.max_cell_chars)
            if name:
                values[name] = clean(cell)
            elif not is_blank(cell):
                raise self._error("blank_column", record, index)
        return values

    def _fitted(self, record: Record) -> list[str]:
        """The cells as wide as the header: empty cells are cut or, in formats that leave them out, added."""
        cells, width = record.cells, len(self._names)
        if len(cells) < width:
            if self._source.exact_width:
                raise self._error("row_too_short", record, found=len(cells), expected=width)
            return cells + [""] * (width - len(cells))
        if not all(map(is_blank, cells[width:])):
            raise self._error("row_too_long", record, found=len(cells), expected=width)
        return cells[:width]

    def _error(self, code: str, record: Record, index: int | None = None, **details) -> TableError:
        column = None if index is None else self._names[index] or index
        return TableError(code, file=self.name, row=record.number, unit=self.unit, column=column, **details)


_VALUE = re.compile(
    r"[+-]?\d+([.,]\d+)?|\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?|\d\d?[./]\d\d?[./]\d{2,4}|\S+@\S+\.\S+|true|false"
)


def looks_like_data(cells: list[str]) -> bool:
    """True where a first row can hardly be column names: a whole text, or values and no name that we know."""
    filled = [cell.strip() for cell in cells if not is_blank(cell)]
    if any(len(cell) > LONGEST_COLUMN_NAME for cell in filled):
        return True
    values = sum(bool(_VALUE.fullmatch(cell)) for cell in filled)
    if values == len(filled):
        return True
    sentences = sum(len(cell.split()) > 4 and cell.endswith((".", "!")) for cell in filled)
    return values > 0 and (sentences > 0 or values * 3 >= len(filled)) and not columns_for(filled)
