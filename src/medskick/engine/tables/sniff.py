"""What kind of file it is: by what stands in it first, by its name only where the content leaves a choice."""

import json
import zipfile
from pathlib import Path

from .archive import DAMAGE
from .encoding import decoded_start
from .errors import TableError
from .limits import Limits

FORMATS = ("csv", "xlsx", "jsonl", "parquet", "docx")

BY_EXTENSION = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".parquet": "parquet",
    ".docx": "docx",
    ".docm": "docx",
}
KINDS = {
    "csv": {"sv": "en textfil (CSV)", "en": "a text file (CSV)"},
    "xlsx": {"sv": "en Excel-arbetsbok", "en": "an Excel workbook"},
    "jsonl": {"sv": "JSON Lines", "en": "JSON Lines"},
    "parquet": {"sv": "en Parquet-fil", "en": "a Parquet file"},
    "docx": {"sv": "ett Word-dokument", "en": "a Word document"},
}

AS_TABLE = {"sv": "Öppna den och spara som .xlsx eller .csv.", "en": "Open it and save it as .xlsx or .csv."}
AS_DOCUMENT = {"sv": "Öppna den och spara som .docx.", "en": "Open it and save it as .docx."}
AS_EITHER = {
    "sv": "Kopiera texten till ett dokument (.docx) eller ett kalkylblad (.xlsx).",
    "en": "Copy the text to a document (.docx) or a spreadsheet (.xlsx).",
}
ANOTHER = {
    "sv": "Välj filen där texterna står.",
    "en": "Choose the file that holds the texts.",
}
UNPACK = {"sv": "Packa upp den och välj filen inuti.", "en": "Unpack it and choose the file inside."}

# code of an unsupported kind → (Swedish, English, advice)
UNSUPPORTED = {
    "xls": ("en äldre Excel-fil (.xls)", "an old Excel file (.xls)", AS_TABLE),
    "xlsb": ("en binär Excel-fil (.xlsb)", "a binary Excel file (.xlsb)", AS_TABLE),
    "doc": ("ett äldre Word-dokument (.doc)", "an old Word document (.doc)", AS_DOCUMENT),
    "ppt": ("en presentation", "a presentation", AS_EITHER),
    "ods": ("ett OpenDocument-kalkylblad (.ods)", "an OpenDocument spreadsheet (.ods)", AS_TABLE),
    "odt": ("ett OpenDocument-dokument (.odt)", "an OpenDocument text (.odt)", AS_DOCUMENT),
    "numbers": (
        "ett dokument från Numbers eller Pages",
        "a Numbers or Pages document",
        {"sv": "Exportera den som .xlsx, .csv eller .docx.", "en": "Export it as .xlsx, .csv or .docx."},
    ),
    "pdf": ("en PDF", "a PDF", AS_EITHER),
    "rtf": ("ett RTF-dokument", "an RTF document", AS_DOCUMENT),
    "html": ("en webbsida (HTML)", "a web page (HTML)", AS_TABLE),
    "xml": ("en XML-fil", "an XML file", AS_TABLE),
    "image": ("en bild", "a picture", AS_EITHER),
    "sqlite": ("en databas (SQLite)", "a database (SQLite)", AS_TABLE),
    "program": ("ett program", "a program", ANOTHER),
    "archive": ("ett packat arkiv", "a packed archive", UNPACK),
    "office": ("en äldre Office-fil", "an old Office file", AS_TABLE),
}

MAGIC = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def decide_format(path: Path, name: str, wanted: str | None, limits: Limits) -> str:
    """The format to read ``path`` as, one of FORMATS. Raises TableError where content and name disagree.

    ``name`` is the file's name as its owner knows it, ``wanted`` a format the caller insists on.
    """
    extension = Path(name).suffix.lower()
    named = wanted or BY_EXTENSION.get(extension)
    found = content_format(path, name, limits)
    if found == "text":
        found = _kind_of_text(path, name, named)
    if named is None or found == named:
        return found
    raise TableError(
        "wrong_extension",
        file=name,
        named=f".{wanted}" if wanted else extension,
        kind=KINDS[found],
        right=f".{found}",
    )


def content_format(path: Path, name: str, limits: Limits) -> str:
    """By the first bytes: xlsx, docx, parquet or text. Raises TableError for known formats we refuse."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(ZIP):
        return _kind_of_zip(path, name, limits)
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"PARE"):
        raise TableError("encrypted", file=name)
    if start.startswith(OLE):
        _refuse_ole(path, name)
    for magic, kind in MAGIC:
        if start.startswith(magic):
            _refuse(name, kind)
    opening = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if opening.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        _refuse(name, "html")
    if opening.startswith(b"<?xml"):
        _refuse(name, "html" if b"<html" in opening else "xml")
    return "text"


def _refuse(name: str, kind: str) -> None:
    swedish, english, advice = UNSUPPORTED[kind]
    raise TableError("unsupported_format", file=name, kind={"sv": swedish, "en": english}, advice=advice)


def _refuse_ole(path: Path, name: str) -> None:
    """Old office files and password-protected new ones share a container; its directory names its streams."""
    with path.open("rb") as file:
        content = file.read(32 * 1024 * 1024)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise TableError("encrypted", file=name)
    for stream, kind in (
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("WordDocument", "doc"),
        ("PowerPoint", "ppt"),
    ):
        if stream.encode("utf-16-le") in content:
            _refuse(name, kind)
    _refuse(name, "office")


def _kind_of_zip(path: Path, name: str, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            mimetype = _mimetype(archive)
    except DAMAGE:
        raise TableError("broken_zip", file=name) from None
    if len(names) > limits.max_parts:
        raise TableError("unsafe_zip", file=name)
    known = set(names)
    if "xl/workbook.bin" in known:
        _refuse(name, "xlsb")
    if "xl/workbook.xml" in known or any(part.startswith("xl/") for part in names):
        return "xlsx"
    if "word/document.xml" in known or any(part.startswith("word/") for part in names):
        return "docx"
    for test, kind in (
        ("opendocument.spreadsheet" in mimetype, "ods"),
        ("opendocument" in mimetype, "odt"),
        (any(part.endswith(".iwa") or part.startswith("Index") for part in names), "numbers"),
        (any(part.startswith("ppt/") for part in names), "ppt"),
    ):
        if test:
            _refuse(name, kind)
    _refuse(name, "archive")
    raise AssertionError


def _mimetype(archive: zipfile.ZipFile) -> str:
    if "mimetype" not in archive.namelist():
        return ""
    with archive.open("mimetype") as part:
        return part.read(200).decode("ascii", "replace")


def _kind_of_text(path: Path, name: str, named: str | None) -> str:
    """CSV or JSON Lines, by the first line."""
    first = next((line for line in decoded_start(path, name).splitlines() if line.strip()), "").strip()
    if first.startswith("{"):
        if named == "jsonl" or _is_json(first):
            return "jsonl"
    elif first.startswith("[") and (named == "jsonl" or first == "[" or _is_json(first)):
        raise TableError("json_array", file=name)
    return "jsonl" if named == "jsonl" else "csv"


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
