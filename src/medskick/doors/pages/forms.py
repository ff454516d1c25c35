"""The forms of the library: no picture without words, a name and a clean file; no file that is more than a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from medskick.ground.core.pictures import only_what_is_seen

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".gif"}


class PictureForm(BaseImageForm):
    """Every door where a picture comes in uses this form: the library, the chooser in a text, many at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            self.fields["description"].required = True
            self.fields["description"].label = _("Beskriv bilden för den som inte ser den")

    def clean_file(self) -> Any:
        """A new file is read and written anew."""
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        clean = only_what_is_seen(file)
        clean.image = file.image if hasattr(file, "image") else None  # type: ignore[attr-defined]
        return clean


class MaterialForm(BaseDocumentForm):
    """Files too come in by this form alone. What kinds there may be is the setting ``WAGTAILDOCS_EXTENSIONS``."""

    def clean_file(self) -> Any:
        """A picture that is to be fetched as a file tells no more of where it was taken than any other."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile) and Path(file.name or "").suffix.lower() in PICTURES:
            return only_what_is_seen(file)
        return file
