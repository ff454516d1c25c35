"""The forms of the library: no picture without words, a name and a clean file; no file that is more than a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from medskick.doors.pages import kept_files
from medskick.doors.pages.models.stored import only_seen_if_picture
from medskick.ground.core.pictures import only_what_is_seen


class PictureForm(BaseImageForm):
    """Where a picture comes in: what is wrong with it is said here. That nothing but what is seen is stored, whatever
    form it came by, is kept by ``models.stored``.

    A browser forgets the chosen file when a form comes back with errors, so the file is kept (``kept_files``) and found
    again by the mark in ``kept``. Where many are uploaded at once the library keeps them itself and sends no mark.
    """

    data: Any
    files: Any
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.by = kwargs.get("user")
        self.waiting: Any = None
        super().__init__(*args, **kwargs)
        if "file" in self.fields and self.is_bound:
            self._find_again()
        if "description" in self.fields:
            self.fields["description"].required = True
            self.fields["description"].label = _("Beskriv bilden för den som inte ser den")

    def _find_again(self) -> None:
        found = kept_files.find(self.data.get(self.add_prefix("kept"), ""), self.by)
        if found is None:
            return
        self.waiting, file = found
        name = self.add_prefix("file")
        if not self.files.get(name):
            self.files = MultiValueDict({**dict(self.files), name: [file]})
            self._say_what_waits(str(file.name))

    def _say_what_waits(self, name: str) -> None:
        self.fields["file"].required = False
        told = _("”%(name)s” är redan uppladdad. Välj en fil bara om du vill byta den.") % {"name": name}
        self.fields["file"].help_text = self["file"].help_text = told

    def full_clean(self) -> None:
        """What is right is kept when something else is wrong."""
        super().full_clean()
        file = getattr(self, "cleaned_data", {}).get("file")
        mark = self.add_prefix("kept")
        if (
            not self.is_bound
            or not self._errors
            or mark not in self.data
            or not isinstance(file, ContentFile)
        ):
            return
        if self.by is None:
            return
        if self.waiting:
            kept_files.drop(self.waiting)
        self.data = self.data.copy()
        self.data[mark] = kept_files.keep(file, self.by)
        self._say_what_waits(str(file.name))

    def save(self, commit: bool = True) -> Any:
        """The picture is there, so nothing waits for it any longer."""
        saved = super().save(commit=commit)
        if self.waiting:
            kept_files.drop(self.waiting)
            self.waiting = None
        return saved

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
