"""Every hostile file gets one message that names the file, the place and what to do."""

import datetime as dt
import json
import pickle
import tracemalloc
from dataclasses import dataclass

import pytest

from engine.tables import table_files as files
from medskick.engine.tables.limits import UPLOAD_LIMITS, Limits
from medskick.engine.tables.read import TableError, open_table

SMALL = Limits(
    max_bytes=3_000_000,
    max_rows=20,
    max_columns=30,
    max_cell_chars=2_000,
    max_row_chars=20_000,
    max_unpacked_bytes=4_000_000,
    max_ratio=100,
    ratio_floor_bytes=1_000_000,
)


@dataclass(frozen=True)
class Hostile:
    why: str
    name: str
    content: bytes | str
    code: str
    row: int | None = None
    column: str | None = None
    limits: Limits = UPLOAD_LIMITS


def sheet_with(part: str, content: str | bytes) -> bytes:
    return files.zipped(files.workbook_parts(files.HEADER + files.row(2, "1", "hej")) | {part: content})


def swap(parts: dict, **changes) -> bytes:
    return files.zipped({name: changes.get(name, content) for name, content in parts.items()})


ROWS = files.HEADER + files.row(2, "1", "hej")
GOOD_SHEET = files.workbook_parts(ROWS)
GOOD_DOCUMENT = files.document_parts(files.paragraph("hej"))
DEEP = '{"text": ' + "[" * 200_000 + "]" * 200_000 + "}"
SHEET_XML = GOOD_SHEET["xl/worksheets/sheet1.xml"]
ZIPPED_BOMB = files.zipped({"xl/workbook.xml": b"0" * 3_900_000})

HOSTILE = [
    # the file as a whole
    Hostile("empty", "a.csv", b"", "empty_file"),
    Hostile("only white space", "a.csv", " \n\n \r\n", "empty_file"),
    Hostile("only a mark", "a.csv", b"\xef\xbb\xbf", "empty_file"),
    Hostile("only a UTF-16 mark", "a.csv", b"\xff\xfe", "empty_file"),
    Hostile("only delimiters", "a.csv", ";;;\n;;;\n", "empty_file"),
    Hostile("header only", "a.csv", "id;text\n", "no_rows"),
    Hostile("header and blank rows", "a.csv", "id;text\n;\n\n  ;\n", "no_rows"),
    Hostile("no header, numbers", "a.csv", "1;2\n3;4\n", "missing_header", 1),
    Hostile(
        "no header, a voice first", "a.csv", "1;Fler bussar till byarna.;2514\n2;Ja.;2\n", "missing_header", 1
    ),
    Hostile("no header, a long text first", "a.csv", "id;" + "hej " * 100 + "\n1;hej\n", "missing_header", 1),
    Hostile("too many bytes", "a.csv", "text\n" + "hej\n" * 800_000, "too_large", limits=SMALL),
    Hostile("too many rows", "a.csv", "text;b\n" + "hej;2\n" * 21, "too_many_rows", limits=SMALL),
    Hostile(
        "too many columns", "a.csv", ";".join(f"k{n}" for n in range(1001)) + "\n1", "too_many_columns", 1
    ),
    Hostile("two columns of one name", "a.csv", "id;text;id\n1;hej;2\n", "duplicate_column", 1, "id"),
    Hostile("content under no name", "a.csv", "id;;text\n1;dold;hej\n", "blank_column", 2, "B"),
    # rows
    Hostile("row too short", "a.csv", "id;text;ort\n1;hej;Piteå\n2;hej\n", "row_too_short", 3),
    Hostile("row too long", "a.csv", "id,text\n1,hej\n2,bussar, tåg\n", "row_too_long", 3),
    Hostile(
        "quote never closed", "a.csv", 'id;text\n1;hej\n2;"hej\n' + "3;hej\n" * 5, "open_quote", 3, "text"
    ),
    Hostile(
        "quote closed by a later cell", "a.csv", 'id;text\n1;"hej\n2;"du, där"\n', "open_quote", 2, "text"
    ),
    Hostile(
        "quote swallows the file", "a.csv", 'id;text\n1;"' + "hej\n" * 9000, "open_quote", 2, "text", SMALL
    ),
    Hostile(
        "quote inside a quoted text", "a.csv", 'id;text\n1;"kallas "E4" här"\n', "stray_quote", 2, "text"
    ),
    Hostile("megabyte cell", "a.csv", "id;text\n1;" + "h" * 1_000_000 + "\n", "cell_too_long", 2, "text"),
    Hostile("endless line", "a.csv", "id;text\n1;" + "h" * 30_000 + "\n", "row_too_large", 2, None, SMALL),
    Hostile("caption above the header", "a.csv", "Rapport\n\nid;text\n1;hej\n2;du\n", "row_too_long", 3),
    Hostile("header cell missing", "a.csv", "id;text\n1;hej;Piteå\n2;du;Boden\n", "row_too_long", 2),
    # encodings
    Hostile("NUL in a text", "a.csv", b"id;text\n1;h\0ej\n", "nul_bytes", 2),
    Hostile("NUL in UTF-16", "a.csv", "id;text\n1;h\0ej\n".encode("utf-16"), "nul_bytes", 2),
    Hostile("random bytes", "a.csv", bytes(range(256)) * 20, "binary"),
    Hostile("control characters", "a.csv", b"\x01\x02\x03\x04\x05" * 99, "binary"),
    Hostile(
        "UTF-8 with a Windows line", "a.csv", "text\nåäö räka\n".encode() + b"\xe5sk\n", "mixed_encoding", 3
    ),
    Hostile("cut UTF-8", "a.csv", "id;text\n1;åäö åäö å".encode()[:-1], "mixed_encoding", 2),
    Hostile(
        "Cyrillic Windows-1251", "a.csv", "id;text\n1;Привет мир\n".encode("cp1251"), "unknown_encoding", 2
    ),
    Hostile("encoded twice", "a.csv", "id;text\n1;fÃ¶r vÃ¥r by pÃ¥ landet\n", "double_encoded", 2),
    Hostile("half a UTF-16 character", "a.csv", "id;text\n1;hej".encode("utf-16") + b"\x00", "bad_utf16"),
    # one format in the clothes of another
    Hostile("workbook named csv", "a.csv", files.workbook(ROWS), "wrong_extension"),
    Hostile("text named xlsx", "a.xlsx", "id;text\n1;hej\n", "wrong_extension"),
    Hostile("document named xlsx", "a.xlsx", files.zipped(GOOD_DOCUMENT), "wrong_extension"),
    Hostile("JSON Lines named csv", "a.csv", '{"text": "hej"}\n', "wrong_extension"),
    Hostile("Parquet named csv", "a.csv", b"PAR1" + b"\0" * 50 + b"PAR1", "wrong_extension"),
    Hostile("PDF", "a.pdf", b"%PDF-1.7\n", "unsupported_format"),
    Hostile("PDF named csv", "a.csv", b"%PDF-1.7\n", "unsupported_format"),
    Hostile("picture named csv", "a.csv", b"\x89PNG\r\n\x1a\n", "unsupported_format"),
    Hostile("program named csv", "a.csv", b"\x7fELF\x02\x01", "unsupported_format"),
    Hostile("web page named xls", "a.xls", "<html><table><tr><td>1</td></tr></table>", "unsupported_format"),
    Hostile("XML spreadsheet", "a.xml", '<?xml version="1.0"?><Workbook/>', "unsupported_format"),
    Hostile("gzip", "a.csv.gz", b"\x1f\x8b\x08\x00", "unsupported_format"),
    Hostile("old Excel", "a.xls", files.ole("Workbook"), "unsupported_format"),
    Hostile("old Word", "a.doc", files.ole("WordDocument"), "unsupported_format"),
    Hostile("password", "a.xlsx", files.ole("EncryptedPackage"), "encrypted"),
    Hostile("binary Excel", "a.xlsb", files.zipped({"xl/workbook.bin": b"x"}), "unsupported_format"),
    Hostile(
        "OpenDocument",
        "a.ods",
        files.zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
        "unsupported_format",
    ),
    Hostile("Numbers", "a.numbers", files.zipped({"Index/Document.iwa": b"x"}), "unsupported_format"),
    Hostile("any zip", "a.zip", files.zipped({"a.csv": "id;text\n1;hej\n"}), "unsupported_format"),
    # zip
    Hostile("cut workbook", "a.xlsx", files.workbook(ROWS)[:-40], "broken_zip"),
    Hostile("only the magic", "a.xlsx", b"PK\x03\x04", "broken_zip"),
    Hostile(
        "damaged inside",
        "a.xlsx",
        files.zipped(GOOD_SHEET, compression=0).replace(b"hej", b"HEJ"),
        "broken_zip",
    ),
    Hostile("bomb by its ratio", "a.xlsx", ZIPPED_BOMB, "zip_ratio", limits=SMALL),
    Hostile(
        "bomb by size",
        "a.xlsx",
        files.zipped({"xl/workbook.xml": b"0" * 5_000_000}),
        "zip_bomb",
        limits=SMALL,
    ),
    Hostile(
        "bomb that lies about its size",
        "a.xlsx",
        files.lying(
            "xl/worksheets/sheet1.xml",
            100,
            GOOD_SHEET | {"xl/worksheets/sheet1.xml": SHEET_XML + " " * 5_000_000},
        ),
        "broken_zip",
        limits=SMALL,
    ),
    Hostile("overlapping entries", "a.xlsx", files.overlapping(), "unsafe_zip"),
    Hostile("path out of the file", "a.xlsx", files.zipped(GOOD_SHEET | {"../../evil": "x"}), "unsafe_zip"),
    Hostile("path from the root", "a.docx", files.zipped(GOOD_DOCUMENT | {"/etc/evil": "x"}), "unsafe_zip"),
    Hostile("encrypted entries", "a.xlsx", files.encrypted_part(GOOD_SHEET), "encrypted"),
    Hostile("odd packing", "a.xlsx", files.zipped(GOOD_SHEET, compression=14), "unsafe_zip"),
    Hostile("no workbook", "a.xlsx", files.zipped({"xl/styles.xml": "<x/>"}), "missing_part"),
    Hostile("no document", "a.docx", files.zipped({"word/styles.xml": "<x/>"}), "missing_part"),
    # XML
    Hostile(
        "billion laughs",
        "a.xlsx",
        sheet_with("xl/workbook.xml", files.BILLION_LAUGHS + "<x/>"),
        "xml_doctype",
    ),
    Hostile(
        "laughs in the strings",
        "a.xlsx",
        sheet_with("xl/sharedStrings.xml", files.BILLION_LAUGHS + "<sst>&c;</sst>"),
        "xml_doctype",
    ),
    Hostile(
        "outside entity",
        "a.docx",
        files.zipped(
            GOOD_DOCUMENT | {"word/document.xml": files.OUTSIDE_ENTITY + "<w:p xmlns:w='w'>&secret;</w:p>"}
        ),
        "xml_doctype",
    ),
    Hostile(
        "laughs in UTF-16",
        "a.docx",
        files.zipped(
            GOOD_DOCUMENT | {"word/document.xml": (files.BILLION_LAUGHS + "<w>&c;</w>").encode("utf-16")}
        ),
        "xml_doctype",
    ),
    Hostile("broken XML", "a.xlsx", sheet_with("xl/worksheets/sheet1.xml", "<worksheet><row>"), "broken_xml"),
    Hostile(
        "elements without end",
        "a.docx",
        files.document("<w:p>" * 100_000 + "hej" + "</w:p>" * 100_000),
        "broken_xml",
    ),
    Hostile(
        "a tag without end",
        "a.docx",
        files.document("<w:p " + " " * 6_000_000 + "/>" + files.paragraph("hej")),
        "broken_xml",
    ),
    # sheets
    Hostile("no sheet has anything", "a.xlsx", files.workbook(""), "empty_workbook"),
    Hostile(
        "content only hidden",
        "a.xlsx",
        files.workbook(sheets=[("Dold", "hidden", ROWS)]),
        "only_hidden_sheets",
    ),
    Hostile("sheet with header only", "a.xlsx", files.workbook(files.HEADER), "no_rows"),
    Hostile(
        "formula never computed",
        "a.xlsx",
        files.workbook(ROWS + files.row(3, "2", '<c r="B3"><f>A2&amp;"x"</f></c>')),
        "formula_without_value",
        3,
        "text",
    ),
    Hostile(
        "formula in error",
        "a.xlsx",
        files.workbook(ROWS + files.row(7, "2", '<c r="B7" t="e"><f>X</f><v>#REF!</v></c>')),
        "cell_error",
        7,
        "text",
    ),
    Hostile(
        "date out of the calendar",
        "a.xlsx",
        files.workbook(
            ROWS + files.row(3, "2", '<c r="B3" s="1"><v>99999999999</v></c>'), formats=["yyyy-mm-dd"]
        ),
        "bad_date",
        3,
        "text",
    ),
    Hostile("rows out of order", "a.xlsx", files.workbook(ROWS + files.row(2, "1", "hej")), "broken_xml"),
    Hostile("row past the last", "a.xlsx", files.workbook(ROWS + '<row r="9999999"/>'), "broken_xml"),
    Hostile(
        "text that is not there",
        "a.xlsx",
        files.workbook(ROWS + files.row(3, '<c r="A3" t="s"><v>99</v></c>')),
        "broken_xml",
    ),
    Hostile(
        "cell far to the right",
        "a.xlsx",
        files.workbook(ROWS + files.row(3, '<c r="ZZZ3"><v>1</v></c>')),
        "too_many_columns",
        3,
    ),
    Hostile(
        "long cell in a sheet",
        "a.xlsx",
        files.workbook(ROWS + files.row(3, "2", "h" * 3000)),
        "cell_too_long",
        3,
        "text",
        SMALL,
    ),
    Hostile(
        "sheet row too long", "a.xlsx", files.workbook(ROWS + files.row(3, "2", "a", "b")), "row_too_long", 3
    ),
    # documents
    Hostile("document without text", "a.docx", files.document("<w:p/>"), "no_text"),
    Hostile(
        "long paragraph",
        "a.docx",
        files.document(files.paragraph("h" * 3000)),
        "cell_too_long",
        1,
        "text",
        SMALL,
    ),
    Hostile(
        "endless paragraph",
        "a.docx",
        files.document(files.paragraph("h" * 30_000)),
        "row_too_large",
        1,
        None,
        SMALL,
    ),
    # JSON Lines
    Hostile("not JSON", "a.jsonl", '{"text": "hej"}\n{"text": hej}\n', "bad_json", 2),
    Hostile("not an object", "a.jsonl", '{"text": "hej"}\n["hej"]\n', "not_an_object", 2),
    Hostile("an array", "a.json", '[{"text": "hej"}]', "json_array"),
    Hostile("an array over several lines", "a.json", '[\n {"text": "hej"}\n]', "json_array"),
    Hostile("printed over several lines", "a.json", '{\n "text": "hej"\n}', "bad_json", 1),
    Hostile("NaN", "a.jsonl", '{"text": "hej", "n": NaN}', "not_a_number", 1),
    Hostile("infinite", "a.jsonl", '{"text": "hej", "n": 1e999}', "not_a_number", 1),
    Hostile("a number of thousands of digits", "a.jsonl", '{"n": ' + "9" * 9000 + "}", "not_a_number", 1),
    Hostile(
        "same key twice",
        "a.jsonl",
        '{"text": "hej"}\n\n{"text": "a", "text": "b"}',
        "duplicate_key",
        3,
        "text",
    ),
    Hostile("nested past all reason", "a.jsonl", DEEP, "too_deep", 1),
    Hostile("nested too deep", "a.jsonl", '{"x": ' + "[" * 60 + "]" * 60 + "}", "too_deep", 1, "x"),
    Hostile(
        "endless line of JSON", "a.jsonl", '{"text": "' + "h" * 30_000 + '"}', "row_too_large", 1, None, SMALL
    ),
    Hostile("a key without name", "a.jsonl", '{"text": "hej", "": "dold"}', "blank_column", 1, "B"),
    Hostile(
        "too many keys",
        "a.jsonl",
        "\n".join(json.dumps({f"k{n}": 1, f"m{n}": 1}) for n in range(18)),
        "too_many_columns",
        16,
        None,
        SMALL,
    ),
    # Parquet
    Hostile("Parquet without its end", "a.parquet", b"PAR1" + b"\0" * 200, "broken_parquet"),
    Hostile(
        "Parquet with a torn footer",
        "a.parquet",
        b"PAR1" + b"\x99" * 200 + b"\x10\0\0\0PAR1",
        "broken_parquet",
    ),
    Hostile("encrypted Parquet", "a.parquet", b"PARE" + b"\0" * 200 + b"PARE", "encrypted"),
]


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: f"{case.name}: {case.why}")
def test_a_hostile_file_gets_one_message_with_its_place_and_what_to_do(case, tmp_path):
    path = tmp_path / case.name
    content = case.content if isinstance(case.content, bytes) else case.content.encode()
    path.write_bytes(content)

    error = refused(path, case.limits)

    assert error.code == case.code, error.message
    assert (error.row, error.column) == (case.row, case.column), error.message
    assert_clear(error)
    assert path.read_bytes() == content
    assert [item.name for item in tmp_path.iterdir()] == [case.name]


def refused(path, limits=UPLOAD_LIMITS, **options) -> TableError:
    with pytest.raises(TableError) as caught:
        for _ in open_table(path, limits=limits, **options).rows():
            pass
    return caught.value


def assert_clear(error: TableError) -> None:
    """Both languages name the file and the place, say what is wrong and then what to do."""
    for message, row, column in ((error.message, error.unit, "kolumn"), (error.message_en, "", "column")):
        assert error.file in message
        assert error.row is None or f"{row} {error.row}".strip() in message
        assert error.column is None or (column in message and error.column in message)
        assert message.count(". ") >= 1, "what is wrong, then what to do"
        assert message.endswith(".")
        assert "{" not in message.replace('{"', ""), "every value is filled in"
        assert "\n" not in message
        assert len(message) < 400
    assert str(error) == error.message


def test_there_are_more_than_a_hundred_hostile_files():
    assert len(HOSTILE) >= 100
    assert len({(case.name, case.why) for case in HOSTILE}) == len(HOSTILE)


def test_a_missing_file_a_folder_and_a_forbidden_one_are_told_apart(tmp_path):
    assert refused(tmp_path / "borta.csv").code == "missing_file"
    assert refused(tmp_path).code == "not_a_file"


def test_a_file_name_with_tricks_is_shown_harmless_in_the_message(tmp_path):
    error = refused(tmp_path / "ofarlig.csv", name="fx\u202evsc.exe\n" + "a" * 300 + ".csv")
    assert "\u202e" not in error.message
    assert "\n" not in error.message
    assert len(error.file) <= 80


def test_a_temporary_file_is_called_by_the_name_its_owner_knows(tmp_path):
    path = tmp_path / "tmp8f3k"
    path.write_text("id;text\n1\n")
    error = refused(path, name="Svar från Pajala.csv")
    assert error.message.startswith("Filen Svar från Pajala.csv, rad 2: ")
    assert error.message_en.startswith("File Svar från Pajala.csv, row 2: ")


def test_an_unknown_sheet_is_answered_with_the_sheets_there_are(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(files.workbook(sheets=[("Svar", "visible", ROWS), ("Noter", "visible", "")]))
    error = refused(path, sheet="Svaren")
    assert error.code == "no_such_sheet"
    assert "Svar, Noter" in error.message


def test_a_million_rows_that_cost_nothing_to_pack_are_refused_before_they_are_read(tmp_path):
    import pyarrow as pa

    column = pa.DictionaryArray.from_arrays(pa.array([0] * 300_000, pa.int32()), pa.array(["hej"]))
    path = files.parquet(tmp_path / "a.parquet", pa.table({"text": column}))
    assert path.stat().st_size < 10_000
    assert refused(path).code == "too_many_rows"


def test_one_huge_text_repeated_by_reference_is_refused_without_being_copied(tmp_path):
    import pyarrow as pa

    column = pa.DictionaryArray.from_arrays(pa.array([0] * 5_000, pa.int32()), pa.array(["h" * 5_000_000]))
    path = files.parquet(tmp_path / "a.parquet", pa.table({"text": column}))
    tracemalloc.start()
    try:
        error = refused(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (error.code, error.row, error.column) == ("cell_too_long", 1, "text")
    assert peak < 30_000_000


@pytest.mark.parametrize(
    ("value", "code"),
    [(b"\xff\xfe\x00", "not_text"), (float("nan"), "not_a_number"), (dt.date(1, 1, 1), None)],
)
def test_parquet_cells_that_are_not_text_are_named(tmp_path, value, code):
    import pyarrow as pa

    path = files.parquet(tmp_path / "a.parquet", pa.table({"id": ["1", "2"], "text": [None, value]}))
    if code is None:
        assert [row.values["text"] for row in open_table(path).rows()] == ["", "0001-01-01"]
    else:
        error = refused(path)
        assert (error.code, error.row, error.column) == (code, 2, "text")
        assert_clear(error)


def test_a_file_that_is_gone_when_its_rows_are_read_gets_a_message_too(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id;text\n1;hej\n")
    table = open_table(path)
    path.unlink()
    with pytest.raises(TableError) as caught:
        list(table.rows())
    assert caught.value.code == "unreadable"


def test_an_error_arrives_whole_from_another_process():
    error = TableError("row_too_long", file="a.csv", row=3, column=1, found=3, expected=2)
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.message, copy.code, copy.row) == (error.message, error.code, error.row)


def test_errors_of_single_rows_can_be_gathered_while_the_rest_is_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id;text\n1;hej\n2\n3;du\n4;a;b\n")
    found = []
    rows = list(open_table(path).rows(on_error=found.append))
    assert [row.number for row in rows] == [2, 4]
    assert [(error.code, error.row) for error in found] == [("row_too_short", 3), ("row_too_long", 5)]
    assert [error.row for error in open_table(path).errors()] == [3, 5]
    assert len(open_table(path).errors(most=1)) == 1
