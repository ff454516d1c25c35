"""Pictures that were stored while a way in was open that kept what cameras write beside them."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import models, transaction
from wagtail.utils.file import hash_filelike

from medskick.doors.pages.models.stored import only_seen_if_picture
from medskick.ground.core.picture_parts import parts_of

log = logging.getLogger(__name__)


def clean(model: type[models.Model], *, sizes: type[models.Model] | None = None) -> int:
    """Write anew every stored picture of the model that holds more than what is seen; returns how many.

    ``sizes``: the model of the sizes made of its pictures: those of a picture written anew are dropped, and made again
    when they are asked for. Old files go when the transaction is done. What has been cleaned is left alone the next
    time; what is gone or cannot be read is left too, and named in the log. Takes models as migrations know them.
    """
    return sum(_cleaned(row, sizes) for row in model._default_manager.order_by("pk").iterator())


@transaction.atomic
def _cleaned(row: Any, sizes: type[models.Model] | None) -> bool:
    file = row.file
    if not file:
        return False
    old, storage = str(file.name), file.storage
    try:
        with storage.open(old) as opened:
            name, kept = only_seen_if_picture(old, File(opened, name=old))
            if isinstance(kept, ContentFile):
                _put(row, name, kept, storage)
    except (FileNotFoundError, ValidationError):
        log.warning("%s %s could not be read and is left as it is: %s", row._meta.label, row.pk, old)
        return False
    if not isinstance(kept, ContentFile):
        return False
    if sizes is not None:
        made = sizes._default_manager.filter(image_id=row.pk)
        for one in cast(Any, made):
            transaction.on_commit(partial(one.file.storage.delete, one.file.name))
        made._raw_delete(made.db)
    transaction.on_commit(partial(storage.delete, old))
    return True


def _put(row: Any, name: str, kept: ContentFile[bytes], storage: Storage) -> None:
    content = kept.read()
    kept.seek(0)
    known = {one.name for one in row._meta.get_fields()}
    parts = parts_of(content)
    changed: dict[str, Any] = {"file": storage.save(name, kept)}
    if "file_size" in known:
        changed |= {"file_size": len(content), "file_hash": hash_filelike(ContentFile(content))}
    if "width" in known and (row.width, row.height) != (parts.width, parts.height):
        # Turned or made smaller: what somebody marked as the middle is not there any more.
        marked = dict.fromkeys(f"focal_point_{what}" for what in ("x", "y", "width", "height"))
        changed |= {"width": parts.width, "height": parts.height, **marked}
    type(row)._default_manager.filter(pk=row.pk).update(**changed)
