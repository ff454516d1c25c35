"""The library: what others may print, show and borrow."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField

from .base import SitePage
from .blocks import TextBlocks
from .stored import MaterialField


class Material(AbstractDocument):
    """A file that can be fetched."""

    file = MaterialField(_("fil"), upload_to="documents")

    admin_form_fields = ("title", "file", "collection")

    def clean(self) -> None:
        """A file that waits for its words has been looked at already, and is not here yet."""
        if self.file:
            super().clean()

    class Meta(AbstractDocument.Meta):
        verbose_name = _("fil")
        verbose_name_plural = _("filer")


class ForWhom(models.TextChoices):
    """Whom a piece of material is made for."""

    ANYONE = "anyone", _("Alla")
    WORKSHOP = "workshop", _("Den som håller en workshop")
    TEACHER = "teacher", _("Lärare")
    YOUTH = "youth", _("Unga")


class MaterialIndexPage(SitePage):
    """The list of material."""

    template = "pages/material_index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.MaterialPage"]
    max_count_per_parent = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Material by whom it is for."""
        pages = MaterialPage.objects.child_of(self).live().order_by("title")
        groups = [
            {"name": whom.label, "pages": [one for one in pages if one.for_whom == whom]} for whom in ForWhom
        ]
        return {
            **super().get_context(request, *args, **kwargs),
            "groups": [one for one in groups if one["pages"]],
        }

    class Meta:
        verbose_name = _("materiallista")


class MaterialPage(SitePage):
    """One piece of material: what it is, files, film with transcript, a version to print."""

    for_whom = models.CharField(_("för"), max_length=10, choices=ForWhom.choices, default=ForWhom.ANYONE)
    body = StreamField(TextBlocks(), verbose_name=_("innehåll"))

    template = "pages/material.html"
    parent_page_types = ["pages.MaterialIndexPage"]
    subpage_types: list[str] = []
    content_panels = [*SitePage.content_panels, FieldPanel("for_whom"), FieldPanel("body")]

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("material")
