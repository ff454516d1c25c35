"""Builders of good and hostile files for the tests of tables."""

import io
import struct
import zipfile
from pathlib import Path

CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(parts: dict[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            # Without a time of its own: the same parts are the same bytes, whenever they are made.
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
    return buffer.getvalue()


def workbook_parts(
    rows: str,
    *,
    strings: list[str] | None = None,
    sheets: list[tuple[str, str, str]] | None = None,
    formats: list[str] | None = None,
    date1904: bool = False,
) -> dict[str, str | bytes]:
    """Parts of a workbook. ``rows`` is the inside of sheetData; ``sheets`` (name, state, rows) replace it."""
    sheets = sheets or [("Blad1", "visible", rows)]
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" state="{state}" r:id="rId{n}"/>'
        for n, (name, state, _) in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    related += f'<Relationship Id="s" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    related += f'<Relationship Id="y" Type="{RELATIONS}/styles" Target="/xl/styles.xml"/>'
    numbered = list(enumerate(formats or [], 164))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}">'
        f'<workbookPr date1904="{int(date1904)}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">'
        + "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in strings or [])
        + "</sst>",
        "xl/styles.xml": f'<styleSheet xmlns="{SHEET}"><numFmts>'
        + "".join(f'<numFmt numFmtId="{n}" formatCode="{code}"/>' for n, code in numbered)
        + '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
        + "".join(f'<xf numFmtId="{n}"/>' for n, _ in numbered)
        + "</cellXfs></styleSheet>",
    }
    for n, (_, _, inside) in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = (
            f'<worksheet xmlns="{SHEET}"><sheetData>{inside}</sheetData></worksheet>'
        )
    return parts


def row(number: int, *cells: str) -> str:
    """A sheet's row; each cell is a text, or ready-made XML where it begins with "<"."""
    inside = "".join(
        cell
        if cell.startswith("<")
        else f'<c r="{chr(65 + n)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for n, cell in enumerate(cells)
    )
    return f'<row r="{number}">{inside}</row>'


HEADER = row(1, "id", "text")


def workbook(rows: str = "", **options) -> bytes:
    return zipped(workbook_parts(rows, **options))


def document_parts(body: str, *, styles: str = "") -> dict[str, str | bytes]:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    if styles:
        parts["word/styles.xml"] = f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>'
    return parts


def document(body: str, **options) -> bytes:
    return zipped(document_parts(body, **options))


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE_ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


def overlapping() -> bytes:
    """Two entries of the directory that point at the same packed bytes, as the best zip bombs do."""
    content = bytearray(zipped({"xl/workbook.xml": "a" * 500, "xl/styles.xml": "b" * 500}))
    second = content.rfind(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    return bytes(content)


def lying(part: str, claimed: int, parts: dict[str, str | bytes]) -> bytes:
    """A zip whose directory and local header claim another unpacked size for ``part``."""
    content = bytearray(zipped(parts))
    for mark, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = content.find(mark)
        while at >= 0:
            if content[at + name_at : at + name_at + len(part)] == part.encode():
                content[at + size_at : at + size_at + 4] = struct.pack("<I", claimed)
            at = content.find(mark, at + 1)
    return bytes(content)


def encrypted_part(parts: dict[str, str | bytes]) -> bytes:
    """A zip whose entries say that they are encrypted."""
    content = bytearray(zipped(parts))
    for mark, flags_at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flags_at] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 200


def parquet(path: Path, table) -> Path:
    import pyarrow.parquet as pq

    pq.write_table(table, path)
    return path
