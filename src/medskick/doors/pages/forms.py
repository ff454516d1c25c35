"""The forms of the library: no picture without words, a name and a clean file; no file that is more than a file."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from medskick.doors.pages.models.stored import only_seen_if_picture
from medskick.ground.core.pictures import only_what_is_seen


class PictureForm(BaseImageForm):
    """Where a picture comes in: what is wrong with it is said here. That nothing but what is seen is stored, whatever
    form it came by, is kept by ``models.stored``."""

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
    """The same of files. What kinds there may be is the setting ``WAGTAILDOCS_EXTENSIONS``."""

    def clean_file(self) -> Any:
        """A picture that is to be fetched as a file tells no more of where it was taken than any other."""
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        name, kept = only_seen_if_picture(str(file.name), file)
        kept.name = name
        return kept
