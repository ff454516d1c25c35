"""What every page of editors shares: an address that never has a language in it, and a check of that address."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from medskick.ground.core.languages import ALL

from ..page_forms import PageForm
from .showing import ShowsPictures


class SitePage(ShowsPictures, Page):
    """A page below the home page. Its address is the same in every language, after the language's prefix."""

    lead = models.TextField(
        _("ingress"),
        max_length=400,
        blank=True,
        help_text=_("En eller två meningar. Syns också i listor och sökträffar."),
    )

    base_form_class = PageForm
    content_panels = [*Page.content_panels, FieldPanel("lead")]
    # What the editor writes is enough: titles and descriptions for search engines are made of title and lead.
    promote_panels = [FieldPanel("slug")]
    show_in_menus_default = False
    # A page is published or it is a draft. A third kind, for some visitors alone, no door of the site would keep.
    private_page_options: list[str] = []

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        """The path without a language, such as ``/nyheter/motet-i-arjeplog/``."""
        return "/" + self.url_path.strip("/").partition("/")[2] + "/" if self.depth > 2 else "/"

    def ancestors_in_site(self) -> list[Page]:
        """The published pages above this one, below the front page, uppermost first."""
        return [page.specific for page in self.get_ancestors().live().filter(depth__gt=2)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The page, whether it is in another language than the visitor asked for, and where it is told easily."""
        context = super().get_context(request, *args, **kwargs)
        context["in_other_language"] = self.locale.language_code != get_language()
        context["easy_address"] = self.easy_address()
        return context

    def easy_address(self) -> str:
        """Where this page is told in easy language, or nothing."""
        from .free import FreePage

        easy = FreePage.objects.live().filter(easy_read_of=self.address).first()
        return easy.address if easy else ""

    def clean(self) -> None:
        """A page never takes an address that the site itself answers at."""
        super().clean()
        parent = self.get_parent() if self.depth else None
        if self.slug and (parent is None or parent.depth == 2) and _is_taken(self.slug):
            raise ValidationError(
                {"slug": _("Adressen /%s/ används redan av webbplatsen. Välj en annan.") % self.slug}
            )


def _is_taken(slug: str) -> bool:
    if slug in ALL:
        return True  # where the site answers in that language
    from medskick.doors.pages.views import serve

    try:
        return resolve(f"/{slug}/").func is not serve
    except Resolver404:
        return False
