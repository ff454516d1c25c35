"""Excel workbooks: which sheet to read, and what its shared parts (strings, styles, calendar) say."""

import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.escape import unescape

from .archive import Archive
from .errors import TableError
from .limits import Limits
from .ooxml import Attributes, Handler, drain, events, main_part, relations
from .table import Record, Source
from .xlsx_rows import Book, SheetRows

IN_MEMORY = 4 * 1024 * 1024
MOST_SHEETS = 1_000  # each is looked into
MOST_FORMATS = 65_536  # what Excel itself can keep


@dataclass(frozen=True)
class Sheet:
    """A sheet's name, its part inside the file, and whether a person sees its tab."""

    name: str
    part: str
    visible: bool


class XlsxSource(Source):
    """Rows of one sheet: the one asked for, else the first visible one that holds anything."""

    format = "xlsx"

    def __init__(self, path: Path, name: str, limits: Limits, sheet: str | None = None) -> None:
        self.path, self.name, self.limits = path, name, limits
        with Archive(path, name, limits) as archive:
            self.workbook = main_part(archive, "xl/workbook.xml")
            contents = _Workbook()
            drain(archive, self.workbook, contents)
            self._base_1904 = contents.base_1904
            self._parts = dict(relations(archive, self.workbook).values())
            found = self._sheets(archive, contents)
            self.sheets = tuple(item.name for item in found)
            chosen = self._named(found, sheet) if sheet is not None else self._first_filled(archive, found)
            self.count_hint = self._rows_told(archive, chosen)
        self.sheet, self._part = chosen.name, chosen.part

    def records(self) -> Iterator[Record]:
        with (
            Archive(self.path, self.name, self.limits) as archive,
            _SharedStrings(archive, self._parts.get("sharedStrings"), self.limits) as strings,
        ):
            book = Book(strings, self._number_formats(archive), self._base_1904)
            yield from events(archive, self._part, SheetRows(book, self.name, self.limits))

    def _sheets(self, archive: Archive, contents: "_Workbook") -> list[Sheet]:
        targets = relations(archive, self.workbook)
        found = []
        for name, relation, visible in contents.sheets:
            kind, part = targets.get(relation, ("", ""))
            if kind == "worksheet":
                found.append(Sheet(name, part, visible))
        if not found:
            raise TableError("missing_part", file=self.name, part="xl/worksheets")
        return found

    def _named(self, found: list[Sheet], wanted: str) -> Sheet:
        for item in found:
            if item.name == wanted:
                return item
        raise TableError("no_such_sheet", file=self.name, sheet=wanted, sheets=[item.name for item in found])

    def _first_filled(self, archive: Archive, found: list[Sheet]) -> Sheet:
        filled = [item for item in found if item.visible and self._is_filled(archive, item)]
        if filled:
            return filled[0]
        hidden = [item.name for item in found if not item.visible and self._is_filled(archive, item)]
        if hidden:
            raise TableError("only_hidden_sheets", file=self.name, sheets=hidden)
        raise TableError("empty_workbook", file=self.name)

    def _is_filled(self, archive: Archive, sheet: Sheet) -> bool:
        return any(True for _ in events(archive, sheet.part, _AnyValue()))

    def _rows_told(self, archive: Archive, sheet: Sheet) -> int | None:
        """How many rows the sheet says that it has, below its header."""
        rows = next(events(archive, sheet.part, _Dimension()), 0)
        return rows - 1 if rows > 1 else None

    def _number_formats(self, archive: Archive) -> list[str]:
        part = self._parts.get("styles")
        if part not in archive.names:
            return []
        styles = _Styles()
        drain(archive, part, styles)
        return [styles.codes.get(key) or BUILTIN_FORMATS.get(key, "") for key in styles.used]


class _Workbook(Handler):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.base_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            visible = attributes.get("state", "visible") == "visible"
            self.sheets.append((attributes.get("name", ""), attributes.get("id", ""), visible))
            if len(self.sheets) > MOST_SHEETS:
                raise ValueError("too many sheets")
        elif name == "workbookPr":
            self.base_1904 = attributes.get("date1904", "0") in ("1", "true")


class _Styles(Handler):
    """Number format of each cell style."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: dict[int, str] = {}
        self.used: list[int] = []
        self._in_cells = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self.codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self.used.append(int(attributes.get("numFmtId", "0")))
            if len(self.used) > MOST_FORMATS:
                raise ValueError("too many formats")

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False


class _AnyValue(Handler):
    """Tells at the first cell with content that there is one."""

    def start(self, name: str, attributes: Attributes) -> None:
        if name in ("v", "f", "t") and not self.ready:
            self.ready.append(True)


class _Dimension(Handler):
    """The last row that a sheet claims to have; 0 where it does not say."""

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "dimension":
            last = attributes.get("ref", "").rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
            self.ready.append(int(last) if last.isdigit() and len(last) < 8 else 0)
        elif name == "sheetData":
            self.ready.append(0)


class _SharedStrings(Handler):
    """A workbook's table of texts, kept in a temporary file when large, so that memory stays flat."""

    def __init__(self, archive: Archive, part: str | None, limits: Limits) -> None:
        super().__init__()
        self._archive, self._part, self._limits = archive, part, limits
        self._ends = array("Q")
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  closed by __exit__
        self._end = 0
        self._pieces: list[str] = []
        self._size = 0
        self._in_text = self._in_phonetic = False

    def __enter__(self) -> "_SharedStrings":
        try:
            if self._part in self._archive.names:
                drain(self._archive, self._part, self)
        except BaseException:
            self._file.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getitem__(self, index: int) -> str:
        """Text number ``index``; raises IndexError."""
        if not 0 <= index < len(self._ends):
            raise IndexError(index)
        start = self._ends[index - 1] if index else 0
        self._file.seek(start)
        return self._file.read(self._ends[index] - start).decode("utf-8", "surrogatepass")

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self._in_text = True
        elif name == "rPh":
            self._in_phonetic = True

    def data(self, text: str) -> None:
        if self._in_text and not self._in_phonetic and self._size <= self._limits.max_cell_chars:
            self._pieces.append(text)
            self._size += len(text)

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_phonetic = False
        elif name == "si":
            stored = unescape("".join(self._pieces)).encode("utf-8", "surrogatepass")
            self._file.write(stored)
            self._end += len(stored)
            self._ends.append(self._end)
            self._pieces.clear()
            self._size = 0
