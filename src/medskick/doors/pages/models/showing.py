"""What a page shows, and whether it may: no picture without words, a name and a yes from those who are seen."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _
from wagtail.fields import StreamField

from .pictures import Picture


def keys_of(page: Any, model: type[Model]) -> set[int]:
    """The keys of the pictures, or files, that a page uses as it is now in memory, wherever in it they are."""
    keys: set[int] = set()
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            found = field.extract_references(getattr(page, field.name))
            keys |= {int(key) for kind, key, *_path in found if issubclass(kind, model)}
        elif isinstance(field, ForeignKey) and field.related_model is model:
            keys |= {key} if (key := getattr(page, field.attname)) else set()
    return keys


def pictures_of(page: Any) -> list[Picture]:
    """The pictures that a page shows as it is now in memory, each once."""
    keys = keys_of(page, Picture)
    return list(Picture.objects.filter(pk__in=keys).order_by("pk")) if keys else []


def lacking(page: Any) -> list[str]:
    """One sentence for each picture of the page that may not be shown, saying what it lacks."""
    return [
        _("Bilden ”%(title)s” saknar %(what)s. Fyll i det bland bilderna.")
        % {"title": one.title, "what": _(" och ").join(one.lacks)}
        for one in pictures_of(page)
        if one.lacks
    ]


class ShowsPictures:
    """A page that is published only when all of its pictures may be shown, whichever way it is published.

    Every way ends in saving the page as live, and that asks ``clean``.
    """

    live: bool

    def clean(self) -> None:
        """Nothing goes public with a picture that lacks anything."""
        super().clean()  # type: ignore[misc]
        if self.live and (faults := lacking(self)):
            raise ValidationError(faults)
