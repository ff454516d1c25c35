"""What the file of a picture consists of, told by its structure: before anything in it is unpacked.

JPEG: ITU-T T.81, annex B. PNG: ISO/IEC 15948, clause 5. WebP: RFC 9649. Other kinds are not known here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MOST_PARTS = (
    20_000  # a photo has some tens; a PNG of the largest size in the smallest usual pieces some thousands
)
MOST_BETWEEN = 4_096  # bytes that belong to no part
PNG = b"\x89PNG\r\n\x1a\n"
# The next marker. Within a scan 0xFF is followed by 0 or is one of the marks that a decoder finds its place by.
_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
_START, _END, _SCAN, _ALONE = 0xD8, 0xD9, 0xDA, 0x01
_FRAMES = {0xC0, 0xC1, 0xC2}  # Huffman coded, at once or in steps; no camera writes the others
_OTHER_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_JFIF, _JFIF_ALONE = 0xE0, 16  # without a small picture of the picture
_SEEN_IN_JPEG = {*_FRAMES, _JFIF, _SCAN, 0xC4, 0xDB, 0xDD}
_SEEN_IN_PNG = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


@dataclass(frozen=True)
class Parts:
    """``scans``: how often the whole picture is gone through. ``notes``: whether there is more than what is seen."""

    kind: str
    width: int
    height: int
    scans: int = 1
    notes: bool = True

    @property
    def pixels(self) -> int:
        """How many there are once it is unpacked."""
        return self.width * self.height


def is_picture(data: bytes) -> bool:
    """Whether the first bytes are those of a kind that is known here."""
    return data[:3] == b"\xff\xd8\xff" or data[:8] == PNG or (data[:4], data[8:12]) == (b"RIFF", b"WEBP")


def parts_of(data: bytes) -> Parts:
    """Raises ValueError for what is no such file, or is made of more parts than any picture is."""
    try:
        if data[:3] == b"\xff\xd8\xff":
            return _jpeg(data)
        if data[:8] == PNG:
            return _png(data)
        if is_picture(data):
            return _webp(data)
    except IndexError as error:
        raise ValueError("cut off") from error
    raise ValueError("no known picture")


def _jpeg(data: bytes) -> Parts:
    size, scans, notes, between, at, in_scan = (0, 0), 0, False, 0, 2, False
    for _count in range(MOST_PARTS):
        found = _MARKER.search(data, at)
        if found is None:
            raise ValueError("no end")
        kind = found[1][0]
        if not in_scan:
            between += found.start() - at
            if between > MOST_BETWEEN:
                raise ValueError("too much between the parts")
        at = found.end()
        if kind == _END:
            return Parts("JPEG", *size, scans, notes=notes or bool(between) or at < len(data))
        if kind in _OTHER_FRAMES or kind == _START:
            raise ValueError("not of a kind that is read")
        if kind == _ALONE:
            continue
        long = int.from_bytes(data[at : at + 2])
        if long < 2:
            raise ValueError("a part without a length")
        if kind in _FRAMES:
            size = int.from_bytes(data[at + 5 : at + 7]), int.from_bytes(data[at + 3 : at + 5])
        in_scan = kind == _SCAN
        scans += in_scan
        notes = notes or kind not in _SEEN_IN_JPEG or (kind == _JFIF and long != _JFIF_ALONE)
        at += long
    raise ValueError("too many parts")


def _png(data: bytes) -> Parts:
    size, notes, at = (0, 0), False, len(PNG)
    for _count in range(MOST_PARTS):
        long, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if len(kind) < 4:
            raise ValueError("no end")
        if kind == b"IHDR":
            size = int.from_bytes(data[at + 8 : at + 12]), int.from_bytes(data[at + 12 : at + 16])
        notes = notes or kind not in _SEEN_IN_PNG
        at += 12 + long
        if kind == b"IEND":
            return Parts("PNG", *size, notes=notes or at < len(data) or bool(long))
    raise ValueError("too many parts")


def _webp(data: bytes) -> Parts:
    """Of the first part alone: it holds the size of the canvas, which nothing may go beyond."""
    kind, first = data[12:16], data[20:30]
    if kind == b"VP8X":
        return Parts("WEBP", _little(first[4:7]) + 1, _little(first[7:10]) + 1)
    if kind == b"VP8L" and first[0] == 0x2F:
        bits = _little(first[1:5])
        return Parts("WEBP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 " and first[3:6] == b"\x9d\x01\x2a":
        return Parts("WEBP", _little(first[6:8]) & 0x3FFF, _little(first[8:10]) & 0x3FFF)
    raise ValueError("not of a kind that is read")


def _little(some: bytes) -> int:
    return int.from_bytes(some, "little")
