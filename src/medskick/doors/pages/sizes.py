"""How large a picture is, as Wagtail asks: told by its structure. Willow itself would unpack all of it first, also
of what a form is about to refuse.
"""

from __future__ import annotations

from typing import Any

from willow.image import ImageFile, JPEGImageFile, PNGImageFile, WebPImageFile
from willow.registry import registry

from medskick.ground.core.picture_parts import parts_of


def size_of(image: ImageFile) -> tuple[int, int]:
    """Width and height in pixels, as stored."""
    image.f.seek(0)
    try:
        parts = parts_of(image.f.read())
    except ValueError as error:
        raise OSError("not a picture that can be read") from error
    image.f.seek(0)
    return parts.width, parts.height


def _one(_image: Any) -> int:
    return 1


for kind in (JPEGImageFile, PNGImageFile, WebPImageFile):
    registry.register_operation(kind, "get_size", size_of)
    registry.register_operation(kind, "get_frame_count", _one)
