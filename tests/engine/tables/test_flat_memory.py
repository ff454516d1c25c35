"""Files of 50 000 rows are read one row at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from medskick.engine.tables.limits import MEBIBYTE
from medskick.engine.tables.write import write_csv, write_jsonl

STATUS = Path("/proc/self/status")
ROWS = 50_000
FEW = 500
TEXT = "Vi behöver fler turer med nattbuss så att unga kan ta sig hem från träningen i Älvsbyn. " * 4


def voices(count):
    for number in range(count):
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


@pytest.mark.skipif(not STATUS.exists(), reason="needs Linux, which tells a process its own peak")
@pytest.mark.parametrize(
    ("name", "write", "bound"),
    [
        ("a.csv", write_csv, 12),
        ("a.jsonl", write_jsonl, 12),
        ("a.xlsx", write_workbook, 12),
        ("a.parquet", write_parquet, 48),  # pages and their dictionaries, whatever the number of rows
        ("a.docx", write_docx, 12),
    ],
)
def test_fifty_thousand_rows_need_hardly_more_memory_than_five_hundred(tmp_path, name, write, bound):
    columns = ["id", "text", "kommun"]
    write(tmp_path / f"many-{name}", columns, voices(ROWS))
    write(tmp_path / f"few-{name}", columns, voices(FEW))
    many, few = (
        peak_of_reading(tmp_path / f"many-{name}", ROWS),
        peak_of_reading(tmp_path / f"few-{name}", FEW),
    )
    assert many - few < bound * MEBIBYTE, f"{(many - few) / MEBIBYTE:.1f} MiB more, for {ROWS} texts"


READ = """
import re, sys
from medskick.engine.tables.limits import UPLOAD_LIMITS
from medskick.engine.tables.read import open_table
print(sum(len(row.values["text"]) > 300 for row in open_table(sys.argv[1], limits=UPLOAD_LIMITS).rows()))
print(re.search(r"VmHWM:\\s*(\\d+) kB", open("/proc/self/status").read()).group(1))
"""


def peak_of_reading(path, rows) -> int:
    """Most memory, in bytes, that a process of its own held while it read every row."""
    command = [sys.executable, "-c", READ, str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    count, kibibytes = map(int, answer.stdout.split())
    assert count == rows
    return kibibytes * 1024
