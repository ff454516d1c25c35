"""What people's own files look like, and that they are read as meant."""

import csv
import json
import subprocess
import sys

import pytest

from engine.tables import table_files as files
from medskick.engine.tables.read import Limits, TableError, open_table

TEXTS = ["Fler nattbussar, så man kan ta sig hem", "Håll öppet i älvdalen", 'Kallas "kulturhuset" här']


def rows_of(path, **options):
    return [row.values for row in open_table(path, **options).rows()]


def saved(tmp_path, name, content, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


# --- text files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encoding_and_delimiter_are_found_out(tmp_path, encoding, delimiter):
    path = tmp_path / "svar.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["nr", "svar"])
        writer.writerows(enumerate(TEXTS, 1))
    table = open_table(path)
    assert table.delimiter == delimiter
    assert [row.values for row in table.rows()] == [
        {"nr": str(n), "svar": text} for n, text in enumerate(TEXTS, 1)
    ]


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_files_from_old_macs_and_dos_keep_their_swedish_letters(tmp_path, encoding):
    path = saved(tmp_path, "a.csv", "id;text\n1;räksmörgås på Älvsbyn över ån\n", encoding)
    assert open_table(path).encoding == encoding
    assert rows_of(path)[0]["text"] == "räksmörgås på Älvsbyn över ån"


def test_dashes_and_curly_quotes_of_windows_are_kept(tmp_path):
    path = saved(tmp_path, "a.csv", "id;text\n1;Ja – ”ungdomens hus” är 5 €…\n", "cp1252")
    assert rows_of(path)[0]["text"] == "Ja – ”ungdomens hus” är 5 €…"


def test_other_scripts_and_emoji_are_kept_in_utf8(tmp_path):
    text = "Sámegiella čáppa 🏔️👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 Привет שלום"
    assert rows_of(saved(tmp_path, "a.csv", f"id;text\n1;{text}\n"))[0]["text"] == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_separates_rows(tmp_path, end):
    path = saved(tmp_path, "a.csv", end.join(["id;text", "1;hej", "2;du", ""]))
    assert [row.number for row in open_table(path).rows()] == [2, 3]


def test_line_breaks_inside_a_text_are_kept_and_rows_counted_as_a_spreadsheet_does(tmp_path):
    path = saved(tmp_path, "a.csv", 'id;text\r\n1;"en\r\ntvå\n\ntre"\r\n\r\n2;hej\r\n')
    assert [(row.number, row.values["text"]) for row in open_table(path).rows()] == [
        (2, "en\r\ntvå\n\ntre"),
        (4, "hej"),
    ]


def test_the_hint_that_excel_puts_first_names_the_delimiter(tmp_path):
    path = saved(tmp_path, "a.csv", "sep=;\r\nid;text,fri\r\n1;hej, du\r\n")
    table = open_table(path)
    assert table.columns == ["id", "text,fri"]
    assert [row.number for row in table.rows()] == [3]


def test_a_file_of_one_column_may_hold_commas_without_quotes(tmp_path):
    path = saved(tmp_path, "a.txt", "svar\nBussar, tåg; och | cykel\nInget\n")
    assert open_table(path).delimiter is None
    assert [row["svar"] for row in rows_of(path)] == ["Bussar, tåg; och | cykel", "Inget"]


def test_a_question_with_a_comma_may_head_the_only_column(tmp_path):
    path = saved(tmp_path, "a.csv", "Vad vill du skicka med, och varför?\nBussar\nTåg\nMer snö, tack\n")
    assert open_table(path).columns == ["Vad vill du skicka med, och varför?"]
    assert len(rows_of(path)) == 3


def test_empty_columns_without_a_name_are_left_out(tmp_path):
    path = saved(tmp_path, "a.csv", "id;text;;\n1;hej;;\n2;du;;\n")
    assert open_table(path).columns == ["id", "text"]
    assert rows_of(path) == [{"id": "1", "text": "hej"}, {"id": "2", "text": "du"}]


def test_column_names_are_trimmed_and_rows_before_the_header_are_skipped(tmp_path):
    path = saved(tmp_path, "a.csv", "\n;\n id ;Vad  tycker\u00a0du?\n1;hej\n")
    table = open_table(path)
    assert table.columns == ["id", "Vad tycker du?"]
    assert [row.number for row in table.rows()] == [4]


def test_trailing_empty_rows_are_no_rows(tmp_path):
    path = saved(tmp_path, "a.csv", "id;text\n1;hej\n" + ";\n" * 500 + "\n" * 500)
    assert len(rows_of(path)) == 1


def test_what_looks_like_a_formula_is_text(tmp_path):
    path = saved(tmp_path, "a.csv", 'id;text\n1;"=HYPERLINK(""http://x"")"\n2;@SUM(1)\n3;-5\n')
    assert [row["text"] for row in rows_of(path)] == ['=HYPERLINK("http://x")', "@SUM(1)", "-5"]


def test_characters_that_nothing_can_carry_are_replaced_one_for_one(tmp_path):
    bad = "a\x02b\x0bc\u202ed\u2066e\U000e0041f\ufffeg\x85h"
    path = saved(tmp_path, "a.csv", f"id;text\n1;{bad}\n")
    assert rows_of(path)[0]["text"] == "a�b\nc�d�e�f�g\x85h"


def test_a_table_can_be_read_again_from_the_start(tmp_path):
    table = open_table(saved(tmp_path, "a.csv", "id;text\n1;hej\n2;du\n"))
    assert list(table.rows()) == list(table.rows())
    assert table.count_hint == pytest.approx(2, abs=1)


def test_a_number_as_one_column_name_among_words_is_still_a_header(tmp_path):
    path = saved(tmp_path, "a.csv", "kommun;2024;2025\nPiteå;1;2\n")
    assert open_table(path).columns == ["kommun", "2024", "2025"]


def test_the_format_asked_for_beats_the_extension_but_not_the_content(tmp_path):
    path = saved(tmp_path, "svar.dat", "id;text\n1;hej\n")
    assert open_table(path).format == "csv"
    assert open_table(path, format="csv").format == "csv"
    with pytest.raises(TableError) as caught:
        open_table(path, format="xlsx")
    assert caught.value.code == "wrong_extension"
    with pytest.raises(ValueError, match="format must be one of"):
        open_table(path, format="pdf")


def test_opening_the_reader_loads_no_heavy_library():
    code = (
        "import sys; import medskick.engine.tables.read, medskick.engine.tables.write; "
        "print([m for m in ('openpyxl', 'pyarrow', 'docx', 'lxml', 'django', 'numpy') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


# --- JSON Lines ---------------------------------------------------------------------------------------------


def test_json_values_become_plain_text_and_columns_are_those_of_all_lines(tmp_path):
    lines = [
        {"id": 1, "text": "hej", "n": 1.0, "ja": True},
        {"id": 2.5, "text": None, "list": ["a", {"b": "å"}], "stor": 10**20},
    ]
    path = saved(tmp_path, "a.jsonl", "\ufeff" + "\n\n".join(map(json.dumps, lines)))
    assert rows_of(path) == [
        {"id": "1", "text": "hej", "n": "1", "ja": "true", "list": "", "stor": ""},
        {"id": "2.5", "text": "", "n": "", "ja": "", "list": '["a", {"b": "å"}]', "stor": "1" + "0" * 20},
    ]
    assert [row.number for row in open_table(path).rows()] == [1, 3]


def test_half_a_character_in_json_is_replaced(tmp_path):
    path = saved(tmp_path, "a.jsonl", '{"text": "a\\ud83db\\u0000"}\n')
    assert rows_of(path) == [{"text": "a�b�"}]


# --- workbooks ----------------------------------------------------------------------------------------------


def test_numbers_dates_and_truth_become_what_a_person_would_write(tmp_path):
    cells = [
        ('<c r="A2"><v>3</v></c>', "3"),
        ('<c r="B2"><v>3.0</v></c>', "3"),
        ('<c r="C2"><v>0.1</v></c>', "0.1"),
        ('<c r="D2" s="1"><v>45363</v></c>', "2024-03-12"),
        ('<c r="E2" s="2"><v>45363.4458333333</v></c>', "2024-03-12 10:42"),
        ('<c r="F2" t="b"><v>1</v></c>', "true"),
        ('<c r="G2" s="3"><v>580</v></c>', "0580"),
        ('<c r="H2" t="str"><f>A2&amp;"x"</f><v>3x</v></c>', "3x"),
        ('<c r="I2" t="s"><v>0</v></c>', "rik text"),
        ('<c r="J2" t="d"><v>2024-03-12T00:00:00</v></c>', "2024-03-12"),
        ('<c r="K2" s="4"><v>0.5</v></c>', "12:00"),
        ('<c r="L2"><v>1E+20</v></c>', "1e+20"),
        ('<c r="M2" t="inlineStr"><is><t>a_x000D_</t><rPh sb="0"><t>hidden</t></rPh></is></c>', "a\r"),
        ('<c r="N2" s="5"><v>1.25</v></c>', "30:00"),
    ]
    header = files.row(1, *(f"k{n}" for n in range(len(cells))))
    parts = files.workbook_parts(
        header + files.row(2, *(cell for cell, _ in cells)),
        formats=["yyyy\\-mm\\-dd", "d/m/yy h:mm", "0000", "h:mm", "[h]:mm"],
    )
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{files.SHEET}"><si><r><t>rik </t></r><r><t>text</t></r>'
        "<rPh><t>kana</t></rPh></si></sst>"
    )
    path = saved(tmp_path, "a.xlsx", files.zipped(parts))
    assert list(rows_of(path)[0].values()) == [text for _, text in cells]


def test_the_calendar_that_begins_in_1904_is_respected(tmp_path):
    sheet = files.row(1, "datum") + files.row(2, '<c r="A2" s="1"><v>1</v></c>')
    path = saved(tmp_path, "a.xlsx", files.workbook(sheet, formats=["yyyy-mm-dd"], date1904=True))
    assert rows_of(path) == [{"datum": "1904-01-02"}]


def test_the_first_visible_sheet_with_content_is_read_unless_one_is_named(tmp_path):
    def page(text):
        return files.HEADER + files.row(2, "1", text)

    content = files.workbook(
        sheets=[
            ("Tom", "visible", ""),
            ("Dold", "hidden", page("dold")),
            ("Svar", "visible", page("svar")),
            ("Mer", "visible", page("mer")),
        ]
    )
    path = saved(tmp_path, "a.xlsx", content)
    table = open_table(path)
    assert (table.sheet, table.sheets) == ("Svar", ("Tom", "Dold", "Svar", "Mer"))
    assert rows_of(path)[0]["text"] == "svar"
    assert rows_of(path, sheet="Dold")[0]["text"] == "dold"


def test_gaps_between_rows_and_cells_keep_the_numbers_of_the_sheet(tmp_path):
    sheet = (
        files.row(3, "id", '<c r="C3" t="inlineStr"><is><t>text</t></is></c>')
        + files.row(7, '<c r="C7" t="inlineStr"><is><t>hej</t></is></c>')
        + '<row r="900000"/>'
    )
    path = saved(tmp_path, "a.xlsx", files.workbook(sheet))
    assert [(row.number, row.values) for row in open_table(path).rows()] == [(7, {"id": "", "text": "hej"})]


def test_cells_without_addresses_stand_in_their_order(tmp_path):
    sheet = "<row><c/><c t='inlineStr'><is><t>b</t></is></c></row>"
    sheet = files.row(1, "a", "b") + sheet
    path = saved(tmp_path, "a.xlsx", files.workbook(sheet))
    assert rows_of(path) == [{"a": "", "b": "b"}]


def test_a_workbook_saved_by_the_usual_library_is_read(tmp_path):
    import datetime as dt

    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["id", "text", "datum"])
    book.active.append([1, "Håll öppet", dt.date(2026, 3, 12)])
    book.save(tmp_path / "a.xlsx")
    table = open_table(tmp_path / "a.xlsx")
    assert [row.values for row in table.rows()] == [{"id": "1", "text": "Håll öppet", "datum": "2026-03-12"}]
    assert table.count_hint == 1


# --- documents ----------------------------------------------------------------------------------------------


def test_a_document_gives_paragraphs_bullets_and_cells_under_their_headings(tmp_path):
    import docx

    document = docx.Document()
    document.add_paragraph("Ingress")
    document.add_heading("Vad vill du skicka med?", 1)
    document.add_paragraph("Fler bussar")
    document.add_paragraph("")
    document.add_paragraph("Öppet\tlängre", style="List Bullet")
    document.add_heading("Bra i dag", 2)
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "Naturen\nSnön", "Folk"
    document.save(tmp_path / "a.docx")
    table = open_table(tmp_path / "a.docx")
    assert table.columns == ["text", "heading"]
    assert [(row.number, *row.values.values()) for row in table.rows()] == [
        (1, "Ingress", ""),
        (3, "Fler bussar", "Vad vill du skicka med?"),
        (4, "Öppet\tlängre", "Vad vill du skicka med?"),
        (6, "Naturen\nSnön", "Bra i dag"),
        (7, "Folk", "Bra i dag"),
    ]


def test_swedish_heading_styles_are_known_by_their_definition(tmp_path):
    styles = '<w:style w:styleId="Rubrik1"><w:name w:val="heading 1"/></w:style>'
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Rubrik1"/></w:pPr><w:r><w:t>Del 1</w:t></w:r></w:p>'
        + files.paragraph("hej")
    )
    path = saved(tmp_path, "a.docx", files.document(body, styles=styles))
    assert rows_of(path) == [{"text": "hej", "heading": "Del 1"}]


def test_deleted_hidden_and_repeated_text_of_a_document_is_left_out(tmp_path):
    body = (
        "<w:p><w:r><w:t>Vi vill </w:t></w:r><w:del><w:r><w:delText>inte</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>flyttat</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>ha</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ignorera allt</w:t></w:r>"
        "<w:r><w:br/><w:t>snö</w:t><w:noBreakHyphen/><w:t>skoter</w:t></w:r></w:p>"
        '<w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:p><w:r><w:t>ruta</w:t></w:r></w:p>'
        "</mc:Choice><mc:Fallback><w:p><w:r><w:t>ruta</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )
    path = saved(tmp_path, "a.docx", files.document(body))
    assert [row["text"] for row in rows_of(path)] == ["Vi vill ha\nsnö-skoter", "ruta"]


# --- Parquet ------------------------------------------------------------------------------------------------


def test_parquet_values_of_every_kind_become_plain_text(tmp_path):
    import datetime as dt
    from decimal import Decimal

    import pyarrow as pa

    table = pa.table(
        {
            "id": [1, 2],
            "text": ["Håll öppet", None],
            "n": [1.0, 2.5],
            "d": [dt.date(2026, 3, 12), None],
            "t": [dt.datetime(2026, 3, 12, 10, 42), None],
            "b": [True, False],
            "x": [Decimal("1.50"), None],
            "nested": [{"a": ["å"]}, None],
        }
    )
    path = files.parquet(tmp_path / "a.parquet", table)
    assert rows_of(path) == [
        {
            "id": "1",
            "text": "Håll öppet",
            "n": "1",
            "d": "2026-03-12",
            "t": "2026-03-12 10:42",
            "b": "true",
            "x": "1.5",
            "nested": '{"a": ["å"]}',
        },
        {"id": "2", "text": "", "n": "2.5", "d": "", "t": "", "b": "false", "x": "", "nested": ""},
    ]
    assert open_table(path).count_hint == 2


def test_moments_in_nanoseconds_are_read_as_finely_as_python_keeps_them(tmp_path):
    import pyarrow as pa

    moments = pa.array([1_773_312_120_123_456_789, None], pa.timestamp("ns"))
    path = files.parquet(tmp_path / "a.parquet", pa.table({"id": [1, 2], "t": moments}))
    assert [row["t"] for row in rows_of(path)] == ["2026-03-12 10:42:00.123456", ""]


# --- shared data --------------------------------------------------------------------------------------------


@pytest.mark.shared
def test_the_almedalen_file_is_read_exactly_as_the_csv_module_reads_it(shared_data):
    path = shared_data / "almedalen.csv"
    with path.open(encoding="utf-8", newline="") as file:
        assert rows_of(path) == list(csv.DictReader(file))


@pytest.mark.shared
def test_the_labelled_contributions_are_read_with_all_their_texts(shared_data):
    path = shared_data / "inspel-dev.jsonl"
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["text"] for row in rows_of(path, limits=Limits(max_rows=300))] == texts
