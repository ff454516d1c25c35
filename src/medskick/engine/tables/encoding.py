"""Which encoding a text file is written in, decided over the whole file before a word of it is used."""

import codecs
import io
import re
from dataclasses import dataclass
from pathlib import Path

from .errors import TableError

CHUNK = 1 << 20

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Bytes of å ä ö Å Ä Ö é É ü in the one-byte encodings that Swedish files are met in.
NORDIC_LETTERS = {
    "cp1252": b"\xe5\xe4\xf6\xc5\xc4\xd6\xe9\xc9\xfc",
    "mac_roman": b"\x8c\x8a\x9a\x81\x80\x85\x8e\x83\x9f",
    "cp850": b"\x86\x84\x94\x8f\x8e\x99\x82\x90\x81",
}
# What else good Swedish text holds: dashes, quotation marks, ellipsis, bullet, §, ½, non-breaking space.
PUNCTUATION = {
    "cp1252": b"\x91\x92\x93\x94\x95\x96\x97\x85\xa0\xa7\xb0\xb4\xb7\xbb\xab\xbd\x80",
    "mac_roman": b"\xd4\xd5\xd2\xd3\xa5\xd0\xd1\xc9\xca\xa4\xa1\xab\xc7\xc8\xdb",
    "cp850": b"\xf5\xf8\xfa\xae\xaf\xab\xff",
}


@dataclass
class _Seen:
    """What one pass over the bytes found."""

    size: int = 0
    lines: int = 0
    utf8_error_line: int | None = None
    multibyte: int = 0
    nul_line: int | None = None
    nuls: int = 0
    controls: int = 0


def detect(path: Path, name: str) -> tuple[str, int]:
    """The encoding of a text file and its number of lines. Raises TableError where it cannot be known.

    UTF-8 (with or without mark), UTF-16 and UTF-32 with mark, UTF-16 without mark where the zero bytes show
    it, else Windows-1252, Mac Roman or DOS 850 by which of them makes Swedish letters of the bytes.
    """
    with path.open("rb") as file:
        start = file.read(4096)
    encoding = marked_encoding(start) or _unmarked_utf16(start)
    if encoding and encoding != "utf-8-sig":
        return encoding, _count_lines(path, name, encoding)
    seen, high = _scan(path)
    if seen.nuls:
        code = "binary" if seen.nuls > max(3, seen.size // 1000) else "nul_bytes"
        raise TableError(code, file=name, row=seen.nul_line if code == "nul_bytes" else None, unit="textrad")
    if seen.controls > max(8, seen.size // 50):
        raise TableError("binary", file=name)
    if seen.utf8_error_line is None:
        _refuse_double_encoding(path, name)
        return "utf-8-sig", seen.lines
    if encoding or seen.multibyte > len(high) - 2 * seen.multibyte:
        raise TableError("mixed_encoding", file=name, row=seen.utf8_error_line, unit="textrad")
    return _one_byte_encoding(bytes(high), name, seen.utf8_error_line), seen.lines


def marked_encoding(start: bytes) -> str | None:
    """The encoding that a byte order mark tells, if there is one."""
    return next((encoding for mark, encoding in BOMS if start.startswith(mark)), None)


def _unmarked_utf16(start: bytes) -> str | None:
    """UTF-16 without a mark: in Latin script every other byte is zero."""
    pairs = len(start) // 2
    if pairs < 2:
        return None
    even, odd = start[: pairs * 2 : 2].count(0), start[1 : pairs * 2 : 2].count(0)
    if odd > pairs * 0.6 and even < pairs * 0.05:
        return "utf-16-le"
    if even > pairs * 0.6 and odd < pairs * 0.05:
        return "utf-16-be"
    return None


_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
ENOUGH_HIGH_BYTES = 200_000


def _scan(path: Path) -> tuple[_Seen, bytearray]:
    """One pass: is it UTF-8, where not, which bytes above 127, NUL and control characters."""
    seen, high = _Seen(), bytearray()
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            pending = len(decoder.getstate()[0])
            if seen.utf8_error_line is None:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError as error:
                    seen.utf8_error_line = (
                        1 + seen.lines + chunk.count(b"\n", 0, max(0, error.start - pending))
                    )
            if 0 in chunk:
                seen.nuls += chunk.count(0)
                seen.nul_line = seen.nul_line or 1 + seen.lines + chunk.count(b"\n", 0, chunk.index(0))
            seen.controls += len(_CONTROL.findall(chunk))
            if len(high) < ENOUGH_HIGH_BYTES:
                seen.multibyte += len(_MULTIBYTE.findall(chunk))
                high += b"".join(_HIGH.findall(chunk))
            seen.size += len(chunk)
            seen.lines += chunk.count(b"\n")
    if seen.utf8_error_line is None and decoder.getstate()[0]:
        seen.utf8_error_line = seen.lines + 1
    return seen, high


def _one_byte_encoding(high: bytes, name: str, line: int) -> str:
    def score(encoding: str) -> int:
        letters, marks = NORDIC_LETTERS[encoding], PUNCTUATION[encoding]
        return 2 * sum(map(high.count, letters)) + sum(map(high.count, marks))

    best = max(NORDIC_LETTERS, key=score)
    if score(best) < len(high):  # fewer than half of the bytes are Swedish letters
        raise TableError("unknown_encoding", file=name, row=line, unit="textrad")
    try:
        high.decode(best)
    except UnicodeDecodeError:
        raise TableError("unknown_encoding", file=name, row=line, unit="textrad") from None
    return best


_DOUBLE = re.compile("(?<=[A-Za-z])Ã[¥¤¶…„–©]|Ã[¥¤¶…„–©](?=[a-z])")


def _refuse_double_encoding(path: Path, name: str) -> None:
    """Refuse "fÃ¶r" for "för": three such words, not one correct letter, in the first megabyte."""
    with path.open("rb") as file:
        text = file.read(CHUNK).decode("utf-8", "ignore")
    found = list(_DOUBLE.finditer(text))
    if len(found) >= 3 and not re.search("[åäöÅÄÖ]", text):
        raise TableError(
            "double_encoded", file=name, unit="textrad", row=1 + text.count("\n", 0, found[0].start())
        )


def _count_lines(path: Path, name: str, encoding: str) -> int:
    lines = 0
    try:
        with open_text(path, encoding) as text:
            while chunk := text.read(CHUNK):
                if "\0" in chunk:
                    raise TableError(
                        "nul_bytes",
                        file=name,
                        unit="textrad",
                        row=1 + lines + chunk.count("\n", 0, chunk.index("\0")),
                    )
                lines += chunk.count("\n")
    except UnicodeError:
        raise TableError("bad_utf16", file=name) from None
    return lines


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """The file as text, line ends untouched."""
    return path.open(encoding=encoding, newline="")


def decoded_start(path: Path, name: str) -> str:
    """The first 64 KiB as text, good enough to tell JSON from CSV. Raises TableError("empty_file")."""
    with path.open("rb") as file:
        start = file.read(1 << 16)
    text = start.decode(marked_encoding(start) or _unmarked_utf16(start) or "utf-8-sig", "replace")
    if not text.strip(" \t\r\n\ufeff"):
        with path.open("rb") as file:
            if not file.read().strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"):
                raise TableError("empty_file", file=name)
    return text
