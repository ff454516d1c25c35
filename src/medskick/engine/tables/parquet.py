"""Parquet files, in small batches. Nested values become JSON text."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .cells import plain_text
from .errors import TableError
from .limits import Limits
from .table import Record, Source

if TYPE_CHECKING:
    import pyarrow.parquet as pq

LARGEST_BATCH_ROWS = 500
BATCH_BYTES = 64 * 1024 * 1024
LONGEST_FOOTER_STRING = 16 * 1024 * 1024


class ParquetSource(Source):
    """Rows of a Parquet file; numbers count records from 1."""

    format = "parquet"

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self.path, self.name, self.limits = path, name, limits
        try:
            with self._open() as file:
                self._check(file)
                self.columns = list(file.schema_arrow.names)
                self.count_hint = file.metadata.num_rows
        except TableError:
            raise
        except Exception as error:
            raise self._explain(error) from None

    def _open(self) -> "pq.ParquetFile":
        import pyarrow.parquet as pq  # slow to import, and only this format needs it

        return pq.ParquetFile(
            self.path,
            pre_buffer=False,
            buffer_size=1 << 16,
            thrift_string_size_limit=LONGEST_FOOTER_STRING,
            thrift_container_size_limit=1_000_000,
            page_checksum_verification=True,
        )

    def _check(self, file: "pq.ParquetFile") -> None:
        meta, limits = file.metadata, self.limits
        if meta.num_rows > limits.max_rows:
            raise TableError("too_many_rows", file=self.name, limit=limits.max_rows)
        if meta.num_columns > limits.max_columns:
            raise TableError("too_many_columns", file=self.name, limit=limits.max_columns)
        sizes = [
            meta.row_group(group).column(column).total_uncompressed_size
            for group in range(meta.num_row_groups)
            for column in range(meta.num_columns)
        ]
        if sum(sizes) > limits.max_unpacked_bytes:
            raise TableError("zip_bomb", file=self.name, limit=limits.max_unpacked_bytes)
        # One text may be stored once and meant in every row: a batch could then be its rows times a whole column.
        self._batch_rows = max(1, min(LARGEST_BATCH_ROWS, BATCH_BYTES // max([1, *sizes])))

    def records(self) -> Iterator[Record]:
        number = 0
        try:
            with self._open() as file:
                for batch in file.iter_batches(batch_size=self._batch_rows, use_threads=False):
                    columns = [_in_microseconds(column) for column in batch.columns]
                    for index in range(batch.num_rows):
                        number += 1
                        yield self._record(number, [column[index].as_py() for column in columns])
        except (TableError, GeneratorExit):
            raise
        except Exception as error:
            raise self._explain(error) from None

    def _record(self, number: int, values: list[Any]) -> Record:
        cells: list[str] = []
        names = self.columns or []
        for index, value in enumerate(values):
            try:
                cells.append(plain_text(value))
            except (UnicodeDecodeError, ValueError, OverflowError, RecursionError) as error:
                code = "not_text" if isinstance(error, UnicodeDecodeError) else "not_a_number"
                column = names[index]
                return Record(number, error=TableError(code, file=self.name, row=number, column=column))
        return Record(number, cells)

    def _explain(self, error: Exception) -> TableError:
        """The library has no error classes of its own to tell damage from encryption."""
        code = "encrypted" if "encrypt" in str(error).lower() else "broken_parquet"
        return TableError(code, file=self.name)


def _in_microseconds(column: Any) -> Any:
    """Moments as finely as Python keeps them; some libraries store nanoseconds."""
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        return column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return column
