"""Real files of pictures, made small: with a camera's notes, in many steps, with very many pixels."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def written(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    """A picture of one colour as a file of this kind."""
    file = io.BytesIO()
    Image.new(mode, size, "teal").save(file, kind, **options)
    return file.getvalue()


def a_camera(**more: Any) -> Image.Exif:
    """Notes of a camera and of where it was; more by tag, as ``x0112=6``."""
    notes = Image.Exif()
    notes[0x010F] = "KAMERA"
    notes[0x8825] = {1: "N", 2: (65.0, 35.0, 1.0)}
    for tag, value in more.items():
        notes[int(tag[1:], 16)] = value
    return notes


def upload(data: bytes, name: str = "torget.jpg") -> SimpleUploadedFile:
    """As it comes in a form."""
    return SimpleUploadedFile(name, data)


def in_steps(size: tuple[int, int], more: int) -> bytes:
    """A progressive JPEG with its last scan ``more`` times again."""
    data = written("JPEG", size, progressive=True, quality=1)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * more + data[-2:]


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def empty_png(width: int, height: int, between: bytes = b"") -> bytes:
    """As small as a PNG of that size can be: every line is nothing, packed."""
    line = b"\0" * (1 + 4 * width)
    packer = zlib.compressobj(9)
    lines = b"".join(packer.compress(line) for _line in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + between + chunk(b"IDAT", lines) + chunk(b"IEND")
