"""Open a file as a table."""

from pathlib import Path

from .delimited import DelimitedSource
from .docx import DocxSource
from .errors import TableError
from .jsonlines import JsonLinesSource
from .limits import Limits
from .parquet import ParquetSource
from .sniff import FORMATS, decide_format
from .table import Row, Source, Table

__all__ = ["FORMATS", "Limits", "Row", "Table", "TableError", "open_table"]


def open_table(
    path: str | Path,
    *,
    format: str | None = None,
    limits: Limits | None = None,
    sheet: str | None = None,
    name: str | None = None,
) -> Table:
    """The table in a CSV/TSV, XLSX, JSON Lines, Parquet or DOCX file.

    ``format`` (one of FORMATS) overrides the file's extension, never its content. ``sheet`` names a sheet of
    a workbook; without it the first visible one with content is read. ``name`` is what the owner calls the
    file, for messages and its extension, where ``path`` is a temporary one.

    The file is examined, its header checked and its first row looked for; rows are read by ``Table.rows()``.
    Raises TableError, and nothing else, for any file that cannot be used; ValueError for an unknown
    ``format``.
    """
    if format is not None and format not in FORMATS:
        raise ValueError(f"format must be one of {', '.join(FORMATS)}")
    path, limits = Path(path), limits or Limits()
    name = name or path.name
    try:
        _refuse_by_size(path, name, limits)
        return Table(_source(path, name, decide_format(path, name, format, limits), limits, sheet))
    except FileNotFoundError:
        raise TableError("missing_file", file=name) from None
    except OSError:
        raise TableError("unreadable", file=name) from None


def _refuse_by_size(path: Path, name: str, limits: Limits) -> None:
    size = path.stat().st_size
    if not path.is_file():
        raise TableError("not_a_file", file=name)
    if size == 0:
        raise TableError("empty_file", file=name)
    if size > limits.max_bytes:
        raise TableError("too_large", file=name, size=size, limit=limits.max_bytes)


def _source(path: Path, name: str, format: str, limits: Limits, sheet: str | None) -> Source:
    if format == "xlsx":
        from .xlsx import XlsxSource  # brings in a library that only this format needs

        return XlsxSource(path, name, limits, sheet)
    sources = {"csv": DelimitedSource, "jsonl": JsonLinesSource, "parquet": ParquetSource, "docx": DocxSource}
    return sources[format](path, name, limits)
