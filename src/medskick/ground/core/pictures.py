"""What is stored of an uploaded picture: what is seen, and nothing else that the file carried.

A picture comes from anybody, also by a link without an account, so what one costs is bounded before it is unpacked, by
what its file says of itself (``picture_parts``), and only a few are unpacked at once.
"""

from __future__ import annotations

import io
import threading
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from medskick.ground.core.picture_parts import Parts, parts_of

LONGEST_SIDE = 3_000  # pixels of what is kept
LONGEST_SEE_THROUGH = 1_600  # of drawings and logos with holes in them, which take far longer to write
LARGEST_FILE = 20 * 1024 * 1024
# A photo straight from a camera is made smaller while it is unpacked. Other pictures must be held whole, in up to six
# bytes for each pixel.
MOST_PIXELS = 64_000_000
MOST_PIXELS_HELD = 24_000_000
MOST_STEPS = 100  # of a JPEG that comes in steps; ten is usual
MOST_WORK = 600_000_000  # pixels times steps: about two seconds
AT_ONCE = 2  # unpacked at the same time by one process
PATIENCE = 15  # seconds that one waits for the others
READ = ("JPEG", "PNG", "WEBP")
QUALITY = 88

_room = threading.BoundedSemaphore(AT_ONCE)
_ORIENTATION = 0x0112
# EXIF 2.3, tag 0x0112: what turns the stored pixels as they were meant.
_TURN = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


class Busy(ValidationError):
    """Nothing is wrong with the picture: so many are being read that it must be sent again in a while."""


def only_what_is_seen(file: File[bytes], *, longest_side: int = LONGEST_SIDE) -> ContentFile[bytes]:
    """The picture read and written anew: turned as it was meant, no position, camera or time.

    ``longest_side``: in pixels, of what is kept. Raises ValidationError for a file that is no picture, too large, or of
    a kind that browsers do not show; Busy when it has waited ``PATIENCE`` for its turn.
    """
    if (file.size or 0) > LARGEST_FILE:
        raise ValidationError(_("Bilden är för stor. Den får vara högst 20 MB."))
    if not _room.acquire(timeout=PATIENCE):
        raise Busy(_("Många bilder läses just nu. Vänta en stund och försök igen."))
    try:
        return _anew(_bytes_of(file), _stem(file), longest_side)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("Filen går inte att läsa som en bild. Välj en JPEG, PNG eller WebP.")
        ) from error
    finally:
        _room.release()


def as_kept(file: File[bytes]) -> File[bytes]:
    """The same file where it holds nothing but what is seen, else the picture written anew. Raises ValidationError."""
    if (file.size or 0) <= LARGEST_FILE:
        try:
            parts = parts_of(_bytes_of(file))
        except ValueError:
            parts = None
        file.seek(0)
        if parts is not None and not parts.notes:
            _check(parts)
            return file
    return only_what_is_seen(file)


def _bytes_of(file: File[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _stem(file: File[bytes]) -> str:
    return PurePath((file.name or "").rsplit("/", 1)[-1]).stem or "bild"


def _check(parts: Parts) -> None:
    """Raises ValidationError for what would take too long or too much memory to unpack."""
    at_once = parts.kind == "JPEG" and parts.scans == 1
    most = MOST_PIXELS if at_once else MOST_PIXELS_HELD
    if parts.pixels > most:
        raise ValidationError(
            _("Bilden har för många punkter. Minska den till högst %(n)s miljoner punkter.")
            % {"n": most // 1_000_000}
        )
    if parts.scans > MOST_STEPS or parts.scans * parts.pixels > MOST_WORK:
        raise ValidationError(_("Bilden är sparad i för många steg. Spara den som en vanlig JPEG."))


def _anew(data: bytes, stem: str, longest_side: int) -> ContentFile[bytes]:
    _check(parts_of(data))
    picture = Image.open(io.BytesIO(data), formats=READ)
    turn = _turn(picture)
    picture.draft(None, (longest_side, longest_side))  # a JPEG is unpacked no larger than needed
    picture.load()
    see_through = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    side = min(longest_side, LONGEST_SEE_THROUGH) if see_through else longest_side
    picture.thumbnail((side, side))
    clean = picture.convert("RGBA" if see_through else "RGB")
    if turn:
        clean = clean.transpose(turn)
    plain = Image.frombytes(clean.mode, clean.size, clean.tobytes())  # pixels alone, no notes of any kind
    written = io.BytesIO()
    if see_through:
        plain.save(written, "PNG")
    else:
        plain.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return ContentFile(written.getvalue(), name=f"{stem}.{'png' if see_through else 'jpg'}")


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """How it is to be turned. Notes that cannot be read say nothing: the picture itself may be whole."""
    try:
        return _TURN.get(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # any that the reading of another's bytes may end in
        return None
