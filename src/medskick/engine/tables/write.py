"""Write tables that are safe to open: no cell can run as a formula, and a file is whole or not there."""

import contextlib
import csv
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from .cells import clean, formula_safe, plain_text

Cells = Mapping[str, Any] | Sequence[Any]
LONGEST_EXCEL_CELL = 32_767
EXCEL_ROWS = 1_048_576


def write_csv(
    target: str | Path | IO[str],
    columns: Sequence[str],
    rows: Iterable[Cells],
    *,
    delimiter: str = ",",
    mark: bool = False,
) -> int:
    """Write UTF-8 CSV and return the number of rows. ``mark`` puts a byte order mark first, for Excel.

    A row is a mapping by column name or a sequence in column order. Numbers are written as they are; a text
    that a spreadsheet might run as a formula gets a leading apostrophe. Lines end with CR LF.
    """
    with _text_target(target, newline="") as file:
        if mark:
            file.write("\ufeff")
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([_csv_cell(name) for name in columns])
        count = 0
        for count, row in enumerate(rows, 1):  # noqa: B007
            writer.writerow([_csv_cell(value) for value in _in_order(columns, row)])
    return count


def write_jsonl(target: str | Path | IO[str], columns: Sequence[str], rows: Iterable[Cells]) -> int:
    """Write JSON Lines and return the number of rows. Texts, numbers, booleans, None and nested values keep
    their kind; NaN and infinity raise ValueError."""
    with _text_target(target, newline="\n") as file:
        count = 0
        for count, row in enumerate(rows, 1):  # noqa: B007
            values = {clean(n): _json_value(v) for n, v in zip(columns, _in_order(columns, row), strict=True)}
            file.write(json.dumps(values, ensure_ascii=False, allow_nan=False, default=plain_text) + "\n")
    return count


def write_xlsx(
    target: str | Path | IO[bytes], columns: Sequence[str], rows: Iterable[Cells], *, sheet: str = "Tabell"
) -> int:
    """Write an Excel workbook of one sheet and return the number of rows, header not counted.

    Texts are stored as texts with the mark that keeps a spreadsheet from ever reading them as formulas, so
    they need no apostrophe. Raises ValueError for a text or a table longer than Excel can hold.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    try:
        count = _fill(page, columns, rows)
    except BaseException:
        page.close()  # else the library's temporary file stays open
        raise
    if not isinstance(target, (str, Path)):
        book.save(target)
    else:
        with _replacing(Path(target)) as temporary:
            book.save(temporary)
    return count


def _fill(page: Any, columns: Sequence[str], rows: Iterable[Cells]) -> int:
    page.append([_excel_cell(page, name) for name in columns])
    count = 0
    for count, row in enumerate(rows, 1):
        if count >= EXCEL_ROWS:
            raise ValueError(f"an Excel sheet holds at most {EXCEL_ROWS - 1} rows below its header")
        page.append([_excel_cell(page, value) for value in _in_order(columns, row)])
    return count


def _in_order(columns: Sequence[str], row: Cells) -> Sequence[Any]:
    if isinstance(row, Mapping):
        return [row.get(name) for name in columns]
    if len(row) != len(columns):
        raise ValueError(f"a row has {len(row)} cells but there are {len(columns)} columns")
    return row


def _csv_cell(value: Any) -> str:
    if isinstance(value, (int, float, Decimal)):
        return plain_text(value)
    return formula_safe(clean(plain_text(value)))


def _json_value(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _excel_cell(page: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils.escape import escape

    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    text = clean(plain_text(value))
    if len(text) > LONGEST_EXCEL_CELL:
        raise ValueError(f"an Excel cell holds at most {LONGEST_EXCEL_CELL} characters")
    cell = WriteOnlyCell(page, value=escape(text))
    cell.data_type = "s"
    if formula_safe(text) != text:
        cell.quotePrefix = True
    return cell


@contextlib.contextmanager
def _text_target(target: str | Path | IO[str], newline: str) -> Iterator[IO[str]]:
    if not isinstance(target, (str, Path)):
        yield target
        return
    with (
        _replacing(Path(target)) as temporary,
        temporary.open("w", encoding="utf-8", newline=newline) as file,
    ):
        yield file


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A neighbour of ``path`` that takes its place when all went well, and is removed when not."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        yield temporary
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
