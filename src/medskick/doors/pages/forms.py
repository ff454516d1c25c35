"""The form for pictures: nothing is stored before it has words, a name and a clean file."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from medskick.ground.core.pictures import only_what_is_seen


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
