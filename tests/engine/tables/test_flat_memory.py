"""Files of 50 000 rows are read one row at a time."""

import tracemalloc

import pytest

from medskick.engine.tables.limits import MEBIBYTE, UPLOAD_LIMITS
from medskick.engine.tables.read import open_table
from medskick.engine.tables.write import write_csv, write_jsonl

ROWS = 50_000
TEXT = "Vi behöver fler turer med nattbuss så att unga kan ta sig hem från träningen i Älvsbyn. " * 4


def voices():
    for number in range(ROWS):
        yield [str(number), f"{number} {TEXT}", "Piteå"]


def write_parquet(path, columns, rows):
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = list(rows)
    pq.write_table(pa.table({name: [row[n] for row in rows] for n, name in enumerate(columns)}), path)


def write_workbook(path, columns, rows):
    """As spreadsheets do it, with all texts in one shared table."""
    from engine.tables import table_files as files

    rows = [columns, *rows]
    sheet = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="s"><v>{n - 1}</v></c></row>'
        for n in range(2, len(rows) + 1)
    )
    header = files.row(1, "id", "text")
    path.write_bytes(files.workbook(header + sheet, strings=[row[1] for row in rows]))


def write_docx(path, columns, rows):
    from engine.tables import table_files as files

    path.write_bytes(files.document("".join(files.paragraph(row[1]) for row in rows)))


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.csv", write_csv),
        ("a.jsonl", write_jsonl),
        ("a.xlsx", write_workbook),
        ("a.parquet", write_parquet),
        ("a.docx", write_docx),
    ],
)
def test_fifty_thousand_rows_are_read_with_flat_memory(tmp_path, name, write):
    path = tmp_path / name
    write(path, ["id", "text", "kommun"], voices())
    limits = UPLOAD_LIMITS
    open_table(path, limits=limits)  # libraries are loaded before the measurement
    tracemalloc.start()
    try:
        count = sum(len(row.values["text"]) > 300 for row in open_table(path, limits=limits).rows())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == ROWS
    assert peak < 12 * MEBIBYTE, (
        f"{peak / MEBIBYTE:.1f} MiB for a table of {ROWS * len(TEXT) // MEBIBYTE} MiB"
    )
