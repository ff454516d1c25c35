"""Pages that editors make for whatever else the process needs, and easy-read versions of others."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from .base import SitePage
from .blocks import TextBlocks


class FreePage(SitePage):
    """A page of text."""

    easy_read_of = models.CharField(
        _("lättläst version av"),
        max_length=200,
        blank=True,
        help_text=_(
            "Adressen till den vanliga sidan, till exempel /sa-gar-det-till/. Lämna tomt om sidan står för sig själv."
        ),
    )
    body = StreamField(TextBlocks(), verbose_name=_("text"))

    template = "pages/free.html"
    parent_page_types = ["pages.HomePage", "pages.FreePage"]
    subpage_types = ["pages.FreePage"]
    content_panels = [*SitePage.content_panels, FieldPanel("body"), FieldPanel("easy_read_of")]

    class Meta:
        verbose_name = _("sida")
        verbose_name_plural = _("sidor")
