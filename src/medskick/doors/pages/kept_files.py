"""A picture whose form was not filled in to the end waits here, so that nobody has to choose it again.

It has been read and written anew already: what waits tells no more than what is seen. What nobody came back for goes
within a day or two.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import UploadedFile

from medskick.doors.pages.models import Picture

SALT = "medskick.pages.kept"
LASTS = datetime.timedelta(days=1)


def keep(file: ContentFile[bytes], user: Any) -> str:
    """Keep the file for this person; the mark by which it is found again."""
    kept = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(Picture), file=file, uploaded_by_user=user
    )
    return signing.dumps([kept.pk, file.name], salt=SALT)


def find(mark: str, user: Any) -> tuple[UploadedFile, SimpleUploadedFile] | None:
    """What this person left under the mark, as if it had been sent again; None for others' and what is gone."""
    try:
        key, name = signing.loads(mark, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    kept = UploadedFile.objects.filter(pk=key, uploaded_by_user=user).first()
    if kept is None or user is None or not kept.file.storage.exists(kept.file.name):
        return None
    with kept.file.open("rb") as opened:
        return kept, SimpleUploadedFile(name, opened.read(), "image/jpeg")


def drop(kept: UploadedFile) -> None:
    """The file has become a picture, or another was chosen."""
    kept.file.delete(save=False)
    kept.delete()


def drop_old() -> None:
    """Remove what nobody came back for. Also what was left when many pictures were uploaded at once."""
    for kept in UploadedFile.objects.all():
        storage = kept.file.storage
        there = storage.exists(kept.file.name)
        if not there or storage.get_modified_time(kept.file.name) < timezone.now() - LASTS:
            drop(kept)
