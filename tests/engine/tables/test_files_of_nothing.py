"""Files that hold nothing, a great many times: they pack to almost nothing, and each nothing takes its time to read."""

import dataclasses
import time

import pytest

from engine.tables import table_files as files
from medskick.engine.tables.limits import UPLOAD_LIMITS
from medskick.engine.tables.read import TableError, open_table

MANY = 60_000
LIMITS = dataclasses.replace(UPLOAD_LIMITS, max_pieces=50_000)
ROWS = files.HEADER + files.row(2, "1", "hej")
PARTS = files.workbook_parts(ROWS)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"
N = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def in_sheet(more: str) -> bytes:
    assert "</sheetData>" in PARTS[SHEET]
    return files.zipped(PARTS | {SHEET: PARTS[SHEET].replace("</sheetData>", more + "</sheetData>")})


def with_part(part: str, content: str) -> bytes:
    assert part in PARTS
    return files.zipped(PARTS | {part: content})


def sheets(count: int) -> bytes:
    """A workbook that names its one sheet, which is empty, again and again."""
    one = '<sheet name="A" sheetId="1" r:id="rId1"/>'
    book = PARTS["xl/workbook.xml"]
    begin, end = book.index("<sheet "), book.index("</sheets>")
    told = book[begin:end]
    assert "rId1" in told
    parts = PARTS | {"xl/workbook.xml": book[:begin] + (told + one) * count + book[end:]}
    return files.zipped(
        parts | {SHEET: f"<worksheet {N}><sheetData>{'<row/>' * 200}</sheetData></worksheet>"}
    )


NOTHING = {
    "texts.xlsx": (
        lambda: with_part("xl/sharedStrings.xml", f"<sst {N}>{'<si/>' * MANY}</sst>"),
        "too_many_pieces",
    ),
    "formats.xlsx": (
        lambda: with_part(
            "xl/styles.xml", f"<styleSheet {N}><cellXfs>{'<xf/>' * MANY}</cellXfs></styleSheet>"
        ),
        "too_many_pieces",
    ),
    "cells.xlsx": (lambda: in_sheet('<row r="3">' + "<c/>" * 20_000 + "</row>"), "broken_xml"),
    "cells in rows.xlsx": (lambda: in_sheet(("<row>" + "<c/>" * 2_000 + "</row>") * 30), "too_many_pieces"),
    "rows.xlsx": (lambda: in_sheet("<row/>" * MANY), "too_many_pieces"),
    "other elements.xlsx": (lambda: in_sheet("<a/>" * MANY), "too_many_pieces"),
    "one sheet often.xlsx": (lambda: sheets(400), "too_many_pieces"),
    "very many sheets.xlsx": (lambda: sheets(1_001), "broken_xml"),
    "elements.docx": (
        lambda: files.document(files.paragraph("hej") + "<w:p/>" * MANY),
        "too_many_pieces",
    ),
    "styles.docx": (
        lambda: files.document(
            files.paragraph("hej"),
            styles=f"<w:styles {W}>{'<w:style/>' * MANY}</w:styles>",
        ),
        "too_many_pieces",
    ),
    "lines.csv": (lambda: b"id;text\n1;hej\n" + b"\n" * MANY, "too_many_pieces"),
    "lines.jsonl": (lambda: b'{"text": "hej"}\n' + b"\n" * MANY, "too_many_pieces"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_a_file_of_very_much_nothing_is_refused_before_it_has_taken_long(tmp_path, name):
    make, code = NOTHING[name]
    path = tmp_path / name
    path.write_bytes(make())
    began = time.process_time()
    with pytest.raises(TableError) as refused:
        for _row in open_table(path, limits=LIMITS).rows():
            pass
    assert refused.value.code == code, refused.value.message
    assert time.process_time() - began < 3


def test_objects_without_anything_are_rows_like_others(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "hej"}\n' + b"{}\n" * 200)
    with pytest.raises(TableError) as refused:
        open_table(path, limits=dataclasses.replace(UPLOAD_LIMITS, max_rows=100))
    assert refused.value.code == "too_many_rows"


def test_more_formats_than_excel_can_keep_are_no_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        with_part("xl/styles.xml", f"<styleSheet {N}><cellXfs>{'<xf/>' * 65_537}</cellXfs></styleSheet>")
    )
    with pytest.raises(TableError) as refused:
        list(open_table(path, limits=UPLOAD_LIMITS).rows())
    assert refused.value.code == "broken_xml"


def test_a_sheet_with_many_formatted_cells_below_its_rows_is_read(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(in_sheet('<row><c s="0"/><c s="0"/></row>' * 10_000))
    assert len(list(open_table(path, limits=UPLOAD_LIMITS).rows())) == 1
