"""Tables that we write are safe to open, whole, and read back as they were."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from medskick.engine.tables.cells import clean, column_name, formula_safe, is_blank
from medskick.engine.tables.read import open_table
from medskick.engine.tables.write import write_csv, write_jsonl, write_xlsx

DANGEROUS = [
    "=1+1",
    "+46 70",
    "-5 grader",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "  =1",
    "=cmd|'/c calc'!A1",
]
SAFE = ["hej", "a=b", "5-6", "1 + 1", "Å", "", "'", "e@example.se"]

# Without Ã, of which a text that was encoded twice is made: such a file is refused, rightly.
anything = st.text(st.characters(exclude_characters="Ã"), max_size=40)
tables = st.lists(st.lists(anything, min_size=2, max_size=2), min_size=1, max_size=8)
quickly = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_could_run_is_written_to_csv_with_an_apostrophe(tmp_path, text):
    write_csv(tmp_path / "a.csv", ["=namn", "text"], [{"=namn": 1, "text": text}])
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        header, row = csv.reader(file)
    assert header[0] == "'=namn"
    assert row[1] == "'" + text


@pytest.mark.parametrize("text", SAFE)
def test_an_ordinary_cell_is_written_as_it_is(text):
    assert formula_safe(text) == text


def test_numbers_are_written_as_numbers_even_when_negative():
    target = io.StringIO()
    assert write_csv(target, ["x", "y", "z"], [[-0.25, -3, None], [1.0, True, "-3"]]) == 2
    assert target.getvalue() == "x,y,z\r\n-0.25,-3,\r\n1,true,'-3\r\n"


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_could_run_is_plain_marked_text_in_a_workbook(tmp_path, text):
    import openpyxl

    write_xlsx(tmp_path / "a.xlsx", ["id", "text"], [["1", text]])
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").active["B2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert [row.values["text"] for row in open_table(tmp_path / "a.xlsx").rows()] == [text]


@quickly
@given(rows=tables, delimiter=st.sampled_from([",", ";", "\t"]))
def test_csv_is_read_back_as_it_was_written(tmp_path, rows, delimiter):
    path = tmp_path / "a.csv"
    rows = [[f"r{n}", *row] for n, row in enumerate(rows)]
    write_csv(path, ["id", "text", "ort"], rows, delimiter=delimiter, mark=True)
    table = open_table(path)
    expected = [[formula_safe(clean(cell)) for cell in row] for row in rows]
    assert [list(row.values.values()) for row in table.rows()] == expected
    assert [row.number for row in table.rows()] == list(range(2, len(rows) + 2))


@quickly
@given(rows=tables)
def test_a_workbook_is_read_back_as_it_was_written(tmp_path, rows):
    path = tmp_path / "a.xlsx"
    rows = [[f"r{n}", *row] for n, row in enumerate(rows)]
    write_xlsx(path, ["id", "text", "ort"], rows)
    expected = [[clean(cell) for cell in row] for row in rows]
    assert [list(row.values.values()) for row in open_table(path).rows()] == expected


@quickly
@given(rows=tables)
def test_json_lines_are_read_back_as_they_were_written(tmp_path, rows):
    path = tmp_path / "a.jsonl"
    rows = [[f"r{n}", *row] for n, row in enumerate(rows)]
    write_jsonl(path, ["id", "text", "ort"], rows)
    expected = [[clean(cell) for cell in row] for row in rows]
    assert [list(row.values.values()) for row in open_table(path).rows()] == expected


@quickly
@given(rows=tables)
def test_parquet_is_read_as_it_was_written_by_its_library(tmp_path, rows):
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [[clean(cell) for cell in (f"r{n}", *row)] for n, row in enumerate(rows)]
    names = ["id", "text", "ort"]
    pq.write_table(
        pa.table({name: [row[n] for row in rows] for n, name in enumerate(names)}), tmp_path / "a.parquet"
    )
    assert [list(row.values.values()) for row in open_table(tmp_path / "a.parquet").rows()] == rows


@quickly
@given(texts=st.lists(anything, min_size=1, max_size=8))
def test_a_document_is_read_as_it_was_written_by_its_library(tmp_path, texts):
    import docx

    texts = [" ".join(clean(text).replace("\x85", " ").split()) or "tomt" for text in texts]
    texts = [text if not is_blank(text) else "tomt" for text in texts]
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    document.save(tmp_path / "a.docx")
    assert [row.values["text"] for row in open_table(tmp_path / "a.docx").rows()] == texts


@given(st.text())
def test_cleaning_keeps_every_position_and_is_done_once(text):
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")


@given(st.text())
def test_a_written_cell_never_begins_like_a_formula(text):
    assert not formula_safe(clean(text)).lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text())
def test_a_column_name_is_one_line(text):
    assert "\n" not in column_name(text)


def test_a_file_that_could_not_be_finished_leaves_the_old_one_in_place(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("gammal")

    def rows():
        yield ["1"]
        raise RuntimeError("avbrott")

    for write in (write_csv, write_jsonl, write_xlsx):
        with pytest.raises(RuntimeError, match="avbrott"):
            write(path, ["id"], rows())
        assert path.read_text() == "gammal"
    assert [item.name for item in tmp_path.iterdir()] == ["a.csv"]


def test_a_row_of_the_wrong_width_or_without_a_number_is_the_callers_mistake(tmp_path):
    with pytest.raises(ValueError, match="cells"):
        write_csv(io.StringIO(), ["a", "b"], [["1"]])
    with pytest.raises(ValueError, match="JSON"):
        write_jsonl(io.StringIO(), ["a"], [[float("nan")]])
    with pytest.raises(ValueError, match="characters"):
        write_xlsx(tmp_path / "a.xlsx", ["a"], [["x" * 40_000]])


def test_the_same_rows_give_the_same_bytes(tmp_path):
    for write, name in ((write_csv, "csv"), (write_jsonl, "jsonl")):
        for n in (1, 2):
            write(tmp_path / f"{n}.{name}", ["a", "b"], [{"a": "å", "b": 1}, {"a": None, "b": 2.5}])
        assert (tmp_path / f"1.{name}").read_bytes() == (tmp_path / f"2.{name}").read_bytes()
