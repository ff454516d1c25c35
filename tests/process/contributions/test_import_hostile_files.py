"""Files that nobody should have sent, through the page's own door: one clear message each, and nothing changed."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from engine.tables import table_files as made
from helpers_people import signed_in, viewer_for
from medskick.ground.core.models import AuditEntry
from medskick.ground.jobs.running import run_waiting
from medskick.process.contributions.imports import actions, files
from medskick.process.contributions.models import Contribution, ImportBatch

pytestmark = pytest.mark.django_db
PAGE = "/arbetsyta/medskick/inlasning/"
ROWS = made.HEADER + made.row(2, "1", "hej")
SHEET = "xl/worksheets/sheet1.xml"


def bomb() -> bytes:
    """A small workbook whose sheet says that it unpacks to more than half a gigabyte."""
    return made.lying(SHEET, 600 << 20, made.workbook_parts(ROWS))


def entities() -> bytes:
    doctype = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><x>&b;</x>'
    )
    return made.zipped(made.workbook_parts(ROWS) | {SHEET: doctype})


# What it is → name, content, a piece of the sentence that says what to do.
HOSTILE = {
    "no bytes at all": ("tom.csv", b"", "Filen är tom"),
    "nothing but white space": ("tom.csv", b" \n\n \r\n", "tom"),
    "a header and no rows": ("svar.csv", b"id;text\n", "inga rader"),
    "rows and no header": ("svar.csv", b"1;2\n3;4\n", "rubrik"),
    "two columns of one name": ("svar.csv", b"text;text\nhej;du\n", "text"),
    "a picture named csv": ("svar.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "bild"),
    "random bytes": ("svar.csv", bytes(range(256)) * 20, "inte text"),
    "a program named csv": ("svar.csv", b"\x7fELF\x02\x01" + b"\0" * 60, "program"),
    "a workbook named csv": ("svar.csv", made.workbook(ROWS), ".xlsx"),
    "text named xlsx": ("svar.xlsx", b"id;text\n1;hej\n", "Byt namn"),
    "JSON Lines named csv": ("svar.csv", b'{"text": "hej"}\n', "Byt namn"),
    "an array and not JSON Lines": ("svar.json", b'[{"text": "hej"}]', "ett objekt per rad"),
    "old Excel": ("svar.xls", made.ole("Workbook"), "xlsx"),
    "old Word": ("svar.doc", made.ole("WordDocument"), "docx"),
    "a password": ("hemlig.xlsx", made.ole("EncryptedPackage"), "lösenord"),
    "encrypted parts": ("hemlig.xlsx", made.encrypted_part(made.workbook_parts(ROWS)), "lösenord"),
    "OpenDocument": (
        "svar.ods",
        made.zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "OpenDocument",
    ),
    "a PDF": ("svar.pdf", b"%PDF-1.7\n", "PDF"),
    "a web page": ("svar.xls", b"<html><table><tr><td>1</td></tr></table>", "webbsida"),
    "any zip": ("svar.zip", made.zipped({"a.csv": "id;text\n1;hej\n"}), "zip"),
    "half a workbook": ("trasig.xlsx", made.workbook(ROWS)[:-40], "skadad"),
    "a zip that lies about its parts": ("trasig.xlsx", made.overlapping(), "säkerhetsskäl"),
    "a path out of the file": (
        "svar.xlsx",
        made.zipped(made.workbook_parts(ROWS) | {"../../evil": "x"}),
        "säkerhetsskäl",
    ),
    "a zip bomb": ("bomb.xlsx", bomb, "packas upp"),
    "entities in XML": ("svar.xlsx", entities, "DTD"),
    "a workbook without content": ("svar.xlsx", made.workbook(""), "tomma"),
    "a document without text": ("svar.docx", made.document("<w:p/>"), "text"),
    "encodings mixed": (
        "svar.csv",
        b"text;ort\n" + "vår ö;Luleå\n".encode() + b"v\xe5r \xf6;Lule\xe5\n",
        "kodning",
    ),
    "encoded twice": ("svar.csv", "text;ort\nfÃ¶r vÃ¥r by pÃ¥ landet;x\n".encode(), "kodats två gånger"),
    "a quotation mark never closed": ("svar.csv", b'text;ort\n"hej;x\n' + b"du;y\n" * 600_000, "citattecken"),
    "Parquet": ("svar.parquet", b"PAR1" + b"\0" * 200 + b"PAR1", "CSV eller Excel"),
    "a link to the disk as its name": ("../../etc/passwd", b"", "Filen är tom"),
}


def kept_files() -> set[Path]:
    return {path for path in Path(settings.DATA_DIR, "contributions").rglob("*") if path.is_file()}


def messages_of(page: str) -> list[str]:
    summary = re.search(r"data-error-summary.*?</ul>", page, re.DOTALL)
    return [
        unescape(re.sub("<[^>]*>", "", one))
        for one in re.findall("<li>(.*?)</li>", summary[0] if summary else "")
    ]


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_gets_one_clear_message_and_changes_nothing(client, cycle, what):
    name, content, sentence = HOSTILE[what]
    signed_in(client, "registrar")
    before, told = kept_files(), AuditEntry.objects.count()
    answer = client.post(
        PAGE, {"file": SimpleUploadedFile(name, content() if callable(content) else content)}
    )
    assert answer.status_code == 400
    found = messages_of(answer.content.decode())
    assert len(found) == 1, found
    assert sentence.casefold() in found[0].casefold()
    assert found[0].endswith(".")
    assert not ImportBatch.objects.exists()
    assert not Contribution.objects.exists()
    assert AuditEntry.objects.count() == told
    assert kept_files() == before


def test_a_file_that_is_too_large_is_refused_before_it_is_all_written(client, cycle, monkeypatch):
    from medskick.engine.tables.limits import Limits

    monkeypatch.setattr(files, "UPLOAD_LIMITS", Limits(max_bytes=50_000))
    monkeypatch.setattr(files, "CHUNK", 10_000)
    signed_in(client, "registrar")
    before = kept_files()
    answer = client.post(PAGE, {"file": SimpleUploadedFile("stor.csv", b"text\n" + b"hej\n" * 20_000)})
    assert "50\xa0000" in "".join(messages_of(answer.content.decode()))
    assert not ImportBatch.objects.exists()
    assert kept_files() == before


def test_a_full_disk_is_told_and_leaves_nothing(client, cycle, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    signed_in(client, "registrar")
    before = kept_files()
    answer = client.post(PAGE, {"file": SimpleUploadedFile("svar.csv", b"text;ort\nhej;x\n")})
    assert "Disken kan vara full" in "".join(messages_of(answer.content.decode()))
    assert not ImportBatch.objects.exists()
    assert kept_files() == before


def test_posts_without_a_file_are_told(client, cycle):
    signed_in(client, "registrar")
    for data in ({}, {"file": "not a file"}):
        answer = client.post(PAGE, data)
        assert answer.status_code == 400
        assert messages_of(answer.content.decode()) == ["Välj en fil."]


def test_a_macro_workbook_is_read_as_a_table_and_its_macro_is_never_touched(client, cycle):
    signed_in(client, "registrar")
    content = made.zipped(made.workbook_parts(ROWS) | {"xl/vbaProject.bin": b"\xcc\x61" * 500})
    client.post(PAGE, {"file": SimpleUploadedFile("makron.xlsm", content)})
    assert ImportBatch.objects.get().columns == ["id", "text"]


def upload(cycle, content: str | bytes, name: str = "svar.csv"):
    content = content.encode() if isinstance(content, str) else content
    return actions.upload(cycle, name, io.BytesIO(content), by=viewer_for("registrar"))


def read_in(batch, **options):
    actions.start(batch, by=viewer_for("registrar"), **options)
    run_waiting()
    batch.refresh_from_db()
    return batch


# Broken further in: the file is kept and listed, nothing of it is stored, the message says where.
BROKEN_INSIDE = {
    "a line that is no JSON": ("r.jsonl", '{"text": "hej"}\n{trasig\n', 2),
    "a row with a cell too many": ("r.csv", "text;ort\nhej;Luleå\ndu;Luleå;extra\n", 3),
    "a row with a cell too few": ("r.csv", "text;ort;dag\nhej;Luleå;\ndu\n", 3),
    "a text longer than we take": ("r.csv", "text;nr\nhej;1\n" + "x" * 10_001 + ";2\n", 3),
    "a formula without a value": (
        "r.xlsx",
        made.workbook(ROWS + '<row r="3"><c r="A3"><v>2</v></c><c r="B3"><f>SUM(A1)</f></c></row>'),
        3,
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", BROKEN_INSIDE)
def test_a_file_broken_further_in_stores_nothing_and_says_which_row(cycle, what):
    name, content, row = BROKEN_INSIDE[what]
    batch = read_in(upload(cycle, content, name))
    assert batch.state == "failed"
    assert "1 av 2" in batch.message
    assert [one["row"] for one in batch.problems] == [row]
    assert not Contribution.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_formulas_are_words_like_any_other_and_are_harmless_on_their_way_out(client, cycle):
    formula = '=HYPERLINK("http://x.example?"&A1;"klicka")'
    quoted = '"' + formula.replace('"', '""') + '"'
    batch = read_in(upload(cycle, f"text;people\n{quoted};1\n@SUM(1+1);=2\n+46;\n"), skip_problems=True)
    texts = list(Contribution.objects.order_by("import_row").values_list("text", flat=True))
    assert texts == [formula, "+46"]
    assert [one["row"] for one in batch.problems] == [3]
    assert "'=2" not in files.problems_path(batch).read_text()
    for line in files.problems_path(batch).read_text(encoding="utf-8-sig").splitlines():
        assert not line.startswith(("=", "+", "-", "@"))


HOSTILE_CHOICES = {
    "no text chosen": ({"column_text": ""}, "Välj vilken kolumn som är texten"),
    "a column that is not there": ({"column_text": "Lösenord"}, "inget sådant val"),
    "a column chosen twice": ({"column_text": "text", "column_title": "text"}, "vald två gånger"),
    "a municipality elsewhere": ({"column_text": "text", "fixed_municipality": "0180"}, "inget sådant val"),
    "a channel of one's own": ({"column_text": "text", "fixed_channel": "duva"}, "inget sådant val"),
    "a question that nobody asked": ({"column_text": "text", "fixed_question": "x"}, "inget sådant val"),
    "a day that is no day": ({"column_text": "text", "fixed_source_date": "i går"}, "2026-03-12"),
    "a source as long as a page": ({"column_text": "text", "fixed_source_title": "x" * 201}, "200"),
    "NUL in the source": ({"column_text": "text", "fixed_source_title": "a\0b"}, "null"),
}


@pytest.mark.parametrize("what", HOSTILE_CHOICES)
def test_a_hostile_choice_of_columns_is_told_and_starts_nothing(client, cycle, what):
    chosen, sentence = HOSTILE_CHOICES[what]
    signed_in(client, "registrar")
    batch = upload(cycle, "text;ort\nhej;x\n")
    answer = client.post(f"{PAGE}{batch.pk}/", chosen | {"start": "1"})
    assert answer.status_code == 400
    found = messages_of(answer.content.decode())
    assert len(found) == 1, found
    assert sentence.casefold() in found[0].casefold()
    batch.refresh_from_db()
    assert batch.state == "uploaded"
    assert not Contribution.objects.exists()
