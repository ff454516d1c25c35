"""Pages that editors make for whatever else the process needs, and easy-read versions of others."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from .base import SitePage
from .blocks import TextBlocks


class Place(models.TextChoices):
    """Where on every page of the site a free page is linked."""

    MENU = "menu", _("I menyn")
    FOOTER = "footer", _("I sidfoten")


# More would make the menu a list to search in; a long title would fill it alone.
MOST = {Place.MENU: 3, Place.FOOTER: 6}
LONGEST_LABEL = 40


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
    place = models.CharField(
        _("länk på alla sidor"),
        max_length=10,
        choices=Place.choices,
        blank=True,
        help_text=_("På en översättning gäller det som är valt på den svenska sidan."),
    )
    body = StreamField(TextBlocks(), verbose_name=_("text"))

    template = "pages/free.html"
    parent_page_types = ["pages.HomePage", "pages.FreePage"]
    subpage_types = ["pages.FreePage"]
    content_panels = [*SitePage.content_panels, FieldPanel("body"), FieldPanel("easy_read_of")]
    promote_panels = [*SitePage.promote_panels, FieldPanel("place")]

    def clean(self) -> None:
        """The menu and the footer hold a few links with short names."""
        super().clean()
        if not self.place:
            return
        if len(self.title) > LONGEST_LABEL:
            raise ValidationError(
                {
                    "place": _("Titeln är för lång för en länk på alla sidor: högst %(most)d tecken.")
                    % {"most": LONGEST_LABEL}
                }
            )
        taken = FreePage.objects.live().filter(place=self.place, locale__language_code=settings.LANGUAGE_CODE)
        others = taken.exclude(translation_key=self.translation_key)
        if others.count() >= (most := MOST[Place(self.place)]):
            titles = ", ".join(
                f"”{title}”" for title in others.order_by("path").values_list("title", flat=True)
            )
            raise ValidationError(
                {
                    "place": _("Där finns redan %(most)d sidor: %(titles)s. Ta bort en av dem först.")
                    % {"most": most, "titles": titles}
                }
            )

    class Meta:
        verbose_name = _("sida")
        verbose_name_plural = _("sidor")
