"""How pictures and files reach the disk: whatever view or form they came by, a picture is only what is seen.

The editor of pages has several ways in that go past each other's forms (one at a time, many at once, in the middle of a
text), so it is kept where all of them end: the field itself, and for what waits for its words, the row.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.files.base import File
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from medskick.ground.core.picture_parts import is_picture
from medskick.ground.core.pictures import as_kept

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif"}


def only_seen(name: str, content: File[bytes]) -> tuple[str, File[bytes]]:
    """What is stored of a picture and under which name. Raises ValidationError for what is none."""
    kept = as_kept(content)
    if kept is content:
        return name, content
    return str(PurePath(name).with_suffix(PurePath(str(kept.name)).suffix)), kept


def only_seen_if_picture(name: str, content: File[bytes]) -> tuple[str, File[bytes]]:
    """The same of a file that may be something else: what calls itself a picture, or is one under another name."""
    content.seek(0)
    first = content.read(16)
    content.seek(0)
    if PurePath(name).suffix.lower() in PICTURES or is_picture(first):
        return only_seen(name, content)
    return name, content


class PictureFile(WagtailImageFieldFile):
    """A picture on disk."""

    def save(self, name: str, content: File[bytes], save: bool = True) -> None:
        """As any file, of only what is seen."""
        super().save(*only_seen(name, content), save)


class PictureField(WagtailImageField):
    """Where a picture lies."""

    attr_class = PictureFile


class MaterialFile(FieldFile):
    """A file on disk."""

    def save(self, name: str, content: File[bytes], save: bool = True) -> None:
        """As any file; of a picture only what is seen."""
        super().save(*only_seen_if_picture(name, content), save)


class MaterialField(models.FileField):
    """Where a file lies."""

    attr_class = MaterialFile


def before_waiting(instance: Any, **_kwargs: Any) -> None:
    """Of what Wagtail keeps in a model of its own until somebody has written the words for it."""
    file = instance.file
    if file and not file._committed:
        name, content = only_seen_if_picture(file.name, file.file)
        if content is not file.file:
            file.save(name, content, save=False)
