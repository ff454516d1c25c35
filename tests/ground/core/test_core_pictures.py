"""A picture may come from anybody: what is kept is what is seen, and what it costs to read is bounded."""

from __future__ import annotations

import io
import struct
import threading
import time

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, PngImagePlugin

from helpers_pictures import a_camera, chunk, empty_png, in_steps, upload, written
from medskick.ground.core import pictures
from medskick.ground.core.picture_parts import parts_of
from medskick.ground.core.pictures import as_kept, only_what_is_seen


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_camera_and_no_position_is_kept(kind):
    raw = written(kind, exif=a_camera())
    assert b"KAMERA" in raw
    kept = only_what_is_seen(upload(raw)).read()
    assert b"KAMERA" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert not parts_of(kept).notes


def test_a_picture_stands_as_it_was_meant():
    raw = written("JPEG", (40, 30), exif=a_camera(x0112=6))
    assert Image.open(only_what_is_seen(upload(raw))).size == (30, 40)


def test_what_holds_only_what_is_seen_is_kept_byte_by_byte_and_all_else_is_written_anew():
    clean = only_what_is_seen(upload(written("JPEG", exif=a_camera()))).read()
    assert as_kept(upload(clean)).read() == clean
    for more in (clean + b"KAMERA", clean[:2] + b"\xff\xfe\x00\x08KAMERA" + clean[2:], written("WEBP")):
        kept = as_kept(upload(more)).read()
        assert kept != more
        assert b"KAMERA" not in kept
    png = only_what_is_seen(upload(written("PNG", mode="RGBA"))).read()
    assert as_kept(upload(png)).read() == png
    noted = PngImagePlugin.PngInfo()
    noted.add_text("Comment", "KAMERA")
    assert b"KAMERA" not in as_kept(upload(written("PNG", pnginfo=noted))).read()


def test_a_small_jpeg_in_very_many_steps_is_refused_before_it_is_unpacked():
    data = in_steps((1_600, 1_600), 2_000)
    assert len(data) < 200_000
    began = time.process_time()
    with pytest.raises(ValidationError, match="för många steg"):
        only_what_is_seen(upload(data))
    assert time.process_time() - began < 1


def test_steps_are_counted_by_the_pixels_they_go_through():
    only_what_is_seen(upload(in_steps((320, 200), 60)))
    with pytest.raises(ValidationError, match="för många steg"):
        only_what_is_seen(upload(in_steps((3_500, 3_500), 60)))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda: empty_png(5_000, 5_000), "högst 24 miljoner punkter"),
        (lambda: written("JPEG", (5_000, 5_000), "L", progressive=True), "högst 24 miljoner punkter"),
        (lambda: written("JPEG", (8_100, 8_000), "L"), "högst 64 miljoner punkter"),
    ],
)
def test_a_picture_with_too_many_pixels_is_not_unpacked(data, said, monkeypatch):
    raw = data()
    monkeypatch.setattr(Image, "open", lambda *_args, **_kwargs: pytest.fail("it was opened"))
    with pytest.raises(ValidationError, match=said):
        only_what_is_seen(upload(raw))


def test_a_canvas_of_webp_is_measured_before_the_library_makes_room_for_it(monkeypatch):
    """The library makes room for two canvases when it opens the file: here two gigabytes, of 30 bytes."""
    canvas = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + (16_382).to_bytes(3, "little") * 2
    raw = b"RIFF" + struct.pack("<I", 4 + len(canvas)) + b"WEBP" + canvas
    monkeypatch.setattr(Image, "open", lambda *_args, **_kwargs: pytest.fail("it was opened"))
    with pytest.raises(ValidationError, match="för många punkter"):
        only_what_is_seen(upload(raw))


def test_a_large_photo_is_unpacked_no_larger_than_it_is_kept(monkeypatch):
    seen = []
    kept = Image.Image.thumbnail
    monkeypatch.setattr(
        Image.Image, "thumbnail", lambda self, size, *a: (seen.append(self.size), kept(self, size, *a))
    )
    clean = only_what_is_seen(upload(written("JPEG", (7_000, 6_000))))
    assert seen == [(3_500, 3_000)]
    assert Image.open(clean).size == (3_000, 2_571)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "AVIF", "ICO", "PPM"])
def test_kinds_that_nobody_needs_are_not_read(kind):
    with pytest.raises(ValidationError, match="Välj en JPEG, PNG eller WebP"):
        only_what_is_seen(upload(written(kind, (32, 32))))


def _with_exif(notes: bytes) -> bytes:
    jpeg = written("JPEG")
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes + jpeg[2:]


def _with_text(key: str, text: str) -> bytes:
    noted = PngImagePlugin.PngInfo()
    noted.add_text(key, text)
    return written("PNG", pnginfo=noted)


BROKEN_NOTES = {
    "png exif": lambda: empty_png(40, 30, chunk(b"eXIf", b"XXYYZZ")),
    "png raw exif": lambda: _with_text("Raw profile type exif", "\nexif\n   10\nzzzz"),
    "png short exif": lambda: _with_text("Raw profile type exif", "nothing"),
    "jpeg exif": lambda: _with_exif(b"Exif\0\0XX*\0\x08\0\0\0"),
    "jpeg short exif": lambda: _with_exif(b"Exif\0\0MM"),
    "jpeg two orientations": lambda: _with_exif(
        b"Exif\0\0II*\0\x08\0\0\0\x01\x00\x12\x01\x03\x00\x02\x00\x00\x00\x06\x00\x06\x00\0\0\0\0"
    ),
    "jpeg exif out of itself": lambda: _with_exif(
        b"Exif\0\0II*\0\x08\0\0\0\x02\x00\x12\x01\x02\x00\x04\x00\x00\x00abc\0"
        b"\x69\x87\x04\x00\x01\x00\x00\x00\xff\xff\xff\xff\0\0\0\0"
    ),
}  # fmt: skip


@pytest.mark.parametrize("which", BROKEN_NOTES)
def test_a_whole_picture_with_broken_notes_is_kept(which):
    assert set(Image.open(only_what_is_seen(upload(BROKEN_NOTES[which]()))).size) == {40, 30}


def _cut(kind: str) -> bytes:
    noise = io.BytesIO()
    Image.effect_noise((200, 150), 50).convert("RGB").save(noise, kind)
    return noise.getvalue()[: len(noise.getvalue()) // 2]


NO_PICTURES = {
    "nothing": lambda: b"",
    "svg": lambda: b"<svg onload=alert(1)>",
    "first bytes": lambda: b"\xff\xd8\xff",
    "half a jpeg": lambda: _cut("JPEG"),
    "half a png": lambda: _cut("PNG"),
    "half a webp": lambda: _cut("WEBP"),
    "a jpeg of filling": lambda: b"\xff\xd8\xff" + b"\xff" * 5_000_000,
    "a jpeg of parts": lambda: b"\xff\xd8" + b"\xff\xfe\x00\x02" * 1_000_000,
    "a png of parts": lambda: b"\x89PNG\r\n\x1a\n" + chunk(b"juNk") * 1_000_000,
    "arithmetic": lambda: written("JPEG").replace(b"\xff\xc0", b"\xff\xc9", 1),
    "vp8": lambda: b"RIFF\0\0\0\0WEBPVP8 ",
}


@pytest.mark.parametrize("which", NO_PICTURES)
def test_what_is_no_whole_picture_is_refused_at_once_in_one_sentence(which):
    data, began = NO_PICTURES[which](), time.process_time()
    with pytest.raises(ValidationError, match="går inte att läsa som en bild"):
        only_what_is_seen(upload(data))
    assert time.process_time() - began < 2


def test_only_a_few_are_unpacked_at_once(monkeypatch):
    """Real threads; the drawing of each is held until all who may be there are, and a moment longer."""
    now, most, lock = 0, 0, threading.Lock()
    drawn = pictures._anew

    def held(*args):
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.05)
        try:
            return drawn(*args)
        finally:
            with lock:
                now -= 1

    monkeypatch.setattr(pictures, "_anew", held)
    kept = []
    threads = [
        threading.Thread(target=lambda: kept.append(only_what_is_seen(upload(written("JPEG"))).size))
        for _one in range(8)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(kept) == 8
    assert most == pictures.AT_ONCE


def test_who_has_waited_long_enough_is_told_to_come_again_and_nothing_stays_taken(monkeypatch):
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    for _one in range(pictures.AT_ONCE):
        assert pictures._room.acquire(timeout=1)
    try:
        with pytest.raises(pictures.Busy, match="försök igen"):
            only_what_is_seen(upload(written("JPEG")))
    finally:
        for _one in range(pictures.AT_ONCE):
            pictures._room.release()
    for data in (b"", written("GIF"), in_steps((1_000, 1_000), 200)) * 2:
        with pytest.raises(ValidationError):
            only_what_is_seen(upload(data))
    assert only_what_is_seen(upload(written("JPEG"))).size
