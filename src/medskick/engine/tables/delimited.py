"""CSV, TSV and their relatives, row by row."""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from . import encoding as encodings
from .errors import TableError
from .limits import Limits
from .table import Record, Source

DELIMITERS = (";", "\t", ",", "|")
ONE_COLUMN = "\x1f"  # a delimiter that no text holds: the file has a single column
SAMPLE_CHARS = 1 << 16
SAMPLE_ROWS = 50


class DelimitedSource(Source):
    """Rows of a delimited text file, numbered as a spreadsheet numbers them: the header is usually row 1."""

    format = "csv"
    exact_width = True

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self.path, self.name, self.limits = path, name, limits
        self._encoding, self.count_hint = encodings.detect(path, name)
        self.encoding = self._encoding
        with encodings.open_text(path, self._encoding) as text:
            sample = text.read(SAMPLE_CHARS).lstrip("\ufeff")
        told = re.match(r"sep=(.)\r?\n", sample)
        self.skip = 1 if told else 0
        self._splits_at = told.group(1) if told else sniff_delimiter(sample)
        self.delimiter = None if self._splits_at == ONE_COLUMN else self._splits_at
        if csv.field_size_limit() <= limits.max_row_chars:  # ours is the stricter guard
            csv.field_size_limit(limits.max_row_chars + 1)

    def records(self) -> Iterator[Record]:
        with encodings.open_text(self.path, self._encoding) as text:
            guard = _Lines(text, self.limits, self.name)
            reader = csv.reader(guard, delimiter=self._splits_at, strict=True)
            for number in itertools.count(1):
                guard.begin()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except (csv.Error, _TooLong):
                    raise self._explain(number, guard) from None
                if number > self.skip:
                    yield Record(number, cells)

    def _explain(self, number: int, guard: "_Lines") -> TableError:
        column, state = quote_trouble("".join(guard.held), self._splits_at)
        if state == "open" or (state == "stray" and len(guard.held) > 1):  # closed by another cell's mark
            code = "open_quote"
        elif guard.too_long:
            code = "row_too_large"
        else:
            code = "stray_quote"
        place = column if code != "row_too_large" else None
        return TableError(code, file=self.name, row=number, column=place, limit=self.limits.max_row_chars)


class _TooLong(Exception):
    pass


class _Lines:
    """The lines of a file, remembering those of the row being read and refusing a row without end."""

    def __init__(self, text, limits: Limits, name: str) -> None:
        self.text, self.longest, self.most, self.name = text, limits.max_row_chars, limits.max_pieces, name
        self.count = 0
        self.held: list[str] = []
        self.size = 0
        self.too_long = False
        self.first = True

    def begin(self) -> None:
        self.held.clear()
        self.size = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.text.readline(self.longest + 1)
        if self.first:
            line, self.first = line.lstrip("\ufeff"), False
        if not line:
            raise StopIteration
        self.count += 1
        if self.count > self.most:
            raise TableError("too_many_pieces", file=self.name, limit=self.most)
        self.held.append(line)
        self.size += len(line)
        if self.size > self.longest:
            self.too_long = True
            raise _TooLong
        return line


def sniff_delimiter(sample: str) -> str:
    """The delimiter that splits the header and most rows alike; ONE_COLUMN where none splits the header."""
    best, best_score = "", 0.0
    captioned = ""
    for delimiter in DELIMITERS:
        widths = _widths(sample, delimiter)
        if _only_the_first_is_narrow(widths):
            captioned = captioned or delimiter
        if not widths or widths[0] < 2:
            continue
        alike = sum(width == widths[0] for width in widths) / len(widths)
        score = alike + min(widths[0], 100) / 1000
        if alike > 0.5 and score > best_score:
            best, best_score = delimiter, score
    # A caption above the header is told later, as a row that is longer than its header.
    return best or _delimiter_of_header(sample) or captioned or ONE_COLUMN


def _only_the_first_is_narrow(widths: list[int]) -> bool:
    others = set(widths[1:])
    return len(widths) > 3 and widths[0] == 1 and len(others) == 1 and others != {1}


def _delimiter_of_header(sample: str) -> str:
    """No delimiter fits most rows. A header of short names with one in it still tells which was meant."""
    header = sample.split("\n", 1)[0]
    counts = Counter({mark: header.count(mark) for mark in DELIMITERS if mark in header})
    if not counts:
        return ""
    delimiter = counts.most_common(1)[0][0]
    return delimiter if all(0 < len(name.split()) <= 3 for name in header.split(delimiter)) else ""


def _widths(sample: str, delimiter: str) -> list[int]:
    lines = sample.splitlines(keepends=True)
    if len(lines) > 1 and len(sample) >= SAMPLE_CHARS:
        lines.pop()
    widths = []
    try:
        for cells in csv.reader(lines, delimiter=delimiter):
            if cells:
                widths.append(len(cells))
            if len(widths) >= SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    return widths


def quote_trouble(raw: str, delimiter: str) -> tuple[int, str]:
    """Where a row's quotation marks go wrong: (column from 0, "open" | "stray" | "")."""
    column, position, end = 0, 0, len(raw)
    while position < end:
        if raw[position] != '"':
            ahead = raw.find(delimiter, position)
            if ahead < 0:
                return column, ""
            column, position = column + 1, ahead + 1
            continue
        close = _closing_quote(raw, position + 1)
        if close < 0:
            return column, "open"
        if close + 1 < end and raw[close + 1] not in (delimiter, "\r", "\n"):
            return column, "stray"
        column, position = column + 1, close + 2
    return column, ""


def _closing_quote(raw: str, position: int) -> int:
    while (position := raw.find('"', position)) >= 0 and raw[position + 1 : position + 2] == '"':
        position += 2
    return position
