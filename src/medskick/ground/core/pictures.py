"""What is stored of an uploaded picture: what is seen, and nothing else that the file carried."""

from __future__ import annotations

import io

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 3_000  # pixels of what is kept
MOST_PIXELS = 60_000_000  # of what is read
LARGEST_FILE = 20 * 1024 * 1024
READ = ("JPEG", "PNG", "WEBP", "GIF")
QUALITY = 88


def only_what_is_seen(file: UploadedFile, *, longest_side: int = LONGEST_SIDE) -> ContentFile[bytes]:
    """The picture read and written anew: turned as it was meant, no position, camera or time.

    ``longest_side``: in pixels, of what is kept. Raises ValidationError for a file that is no picture, too large, or of
    a kind that browsers do not show.
    """
    if (file.size or 0) > LARGEST_FILE:
        raise ValidationError(_("Bilden är för stor. Den får vara högst 20 MB."))
    try:
        file.seek(0)
        picture = Image.open(file, formats=READ)
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(
                _("Bilden har för många punkter. Minska den till högst 60 miljoner punkter.")
            )
        picture.load()
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("Filen går inte att läsa som en bild. Välj en JPEG, PNG, WebP eller GIF.")
        ) from error
    see_through = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((longest_side, longest_side))
    clean = upright.convert("RGBA" if see_through else "RGB")
    plain = Image.frombytes(clean.mode, clean.size, clean.tobytes())  # pixels alone, no notes of any kind
    written = io.BytesIO()
    if see_through:
        plain.save(written, "PNG", optimize=True)
    else:
        plain.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    stem = (file.name or "bild").rsplit("/", 1)[-1].rsplit(".", 1)[0] or "bild"
    return ContentFile(written.getvalue(), name=f"{stem}.{'png' if see_through else 'jpg'}")
