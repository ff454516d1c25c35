"""The rows of one sheet, as text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from openpyxl.styles.numbers import is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel
from openpyxl.utils.escape import unescape

from .cells import plain_number, plain_time
from .errors import TableError
from .limits import Limits
from .ooxml import Attributes, Handler
from .table import Record

LAST_ROW = 1_048_576
LAST_COLUMN = 18_278  # ZZZ
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ZEROS = re.compile(r"0{2,20}")


class Strings(Protocol):
    def __getitem__(self, index: int) -> str: ...


@dataclass(frozen=True)
class Book:
    """What a sheet shares with its workbook."""

    strings: Strings
    formats: Sequence[str]
    base_1904: bool = False


@dataclass
class _Cell:
    column: int
    kind: str
    style: int
    formula: bool = False
    has_value: bool = False
    pieces: list[str] = field(default_factory=list)
    size: int = 0


class SheetRows(Handler):
    """Turns a sheet's elements into Records. A formula counts by its stored value."""

    def __init__(self, book: Book, name: str, limits: Limits) -> None:
        super().__init__()
        self._book, self._name, self._limits = book, name, limits
        self._number = 0
        self._cells: list[str] = []
        self._error: TableError | None = None
        self._cell: _Cell | None = None
        self._next_column = 0
        self._collecting = self._in_phonetic = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._cell = self._begin_cell(attributes)
        elif name == "row":
            self._begin_row(attributes)
        elif self._cell is None:
            return
        elif name == "f":
            self._cell.formula = True
        elif name == "v" or (name == "t" and not self._in_phonetic):
            self._cell.has_value = self._collecting = True
        elif name == "rPh":
            self._in_phonetic = True

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._collecting = False
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "c" and self._cell is not None:
            self._finish_cell(self._cell)
            self._cell = None
        elif name == "row":
            self.ready.append(Record(self._number, self._cells, self._error))

    def data(self, text: str) -> None:
        cell = self._cell
        if cell is not None and self._collecting and cell.size <= self._limits.max_cell_chars:
            cell.pieces.append(text)
            cell.size += len(text)

    def _begin_row(self, attributes: Attributes) -> None:
        number = int(attributes.get("r", self._number + 1))
        if not self._number < number <= LAST_ROW:
            raise ValueError("rows out of order")
        self._number, self._cells, self._error, self._next_column = number, [], None, 0

    def _begin_cell(self, attributes: Attributes) -> _Cell:
        column = self._next_column
        if "r" in attributes:
            match = _REFERENCE.fullmatch(attributes["r"])
            if not match:
                raise ValueError("bad cell reference")
            column = _column_index(match.group(1))
            if column < self._next_column:
                raise ValueError("cells out of order")
        self._next_column = column + 1
        if self._next_column > LAST_COLUMN:
            raise ValueError("past the last column")
        return _Cell(column, attributes.get("t", "n"), int(attributes.get("s", "0")))

    def _finish_cell(self, cell: _Cell) -> None:
        try:
            text = self._text(cell)
        except TableError as error:
            self._error = self._error or error
            text = ""
        if not text:
            return
        if cell.column >= self._limits.max_columns:
            limit = self._limits.max_columns
            raise TableError("too_many_columns", file=self._name, row=self._number, limit=limit)
        self._cells.extend([""] * (cell.column - len(self._cells)))
        self._cells.append(text)

    def _text(self, cell: _Cell) -> str:
        raw = "".join(cell.pieces)
        if cell.size > self._limits.max_cell_chars:
            raise self._wrong("cell_too_long", cell, limit=self._limits.max_cell_chars)
        if cell.formula and not cell.has_value:
            raise self._wrong("formula_without_value", cell)
        if not cell.has_value:
            return ""
        match cell.kind:
            case "s":
                return self._shared(raw)
            case "inlineStr" | "str":
                return unescape(raw)
            case "b":
                return "true" if raw.strip() in ("1", "true") else "false"
            case "e":
                raise self._wrong("cell_error", cell, value=raw)
            case "d":
                return raw.removesuffix("T00:00:00").replace("T", " ")
        return self._number_text(raw, cell)

    def _shared(self, raw: str) -> str:
        try:
            return self._book.strings[int(raw)]
        except IndexError:
            raise ValueError("no such shared string") from None

    def _number_text(self, raw: str, cell: _Cell) -> str:
        if not raw.strip():
            return ""
        value = float(raw)
        code = self._book.formats[cell.style] if 0 <= cell.style < len(self._book.formats) else ""
        if code and is_date_format(code):
            epoch = MAC_EPOCH if self._book.base_1904 else WINDOWS_EPOCH
            try:
                moment = from_excel(value, epoch, timedelta=is_timedelta_format(code))
            except (OverflowError, ValueError):
                raise self._wrong("bad_date", cell) from None
            return "" if moment is None else plain_time(moment)
        if raw.lstrip("-").isdigit():
            text = raw
        else:
            text = plain_number(value)
        return text.zfill(len(code)) if _ZEROS.fullmatch(code) else text

    def _wrong(self, code: str, cell: _Cell, **details) -> TableError:
        return TableError(code, file=self._name, row=self._number, column=cell.column, **details)


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
