"""News and reports from each stop."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from medskick.ground.core import chain
from medskick.ground.core.access import PUBLIC, viewer_of
from medskick.ground.core.chain import Ref
from medskick.process.cycle import region as regions

from ..page_forms import NewsForm
from .base import SitePage
from .blocks import TextBlocks

NEWS_ON_A_PAGE = 12


class NewsKind(models.TextChoices):
    """What sort of news."""

    NEWS = "news", _("Nyhet")
    REPORT = "report", _("Rapport från ett möte")


class NewsIndexPage(SitePage):
    """The list of news, newest first."""

    template = "pages/news_index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NewsPage"]
    max_count_per_parent = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """A page of the list, of one municipality or the whole county where ``?kommun=`` names it."""
        from medskick.doors.pages import queries

        viewer, chosen = viewer_of(request), request.GET.get("kommun", "")
        place = regions.region().municipality(chosen)
        narrowed = place.code if place else chosen if chosen == regions.COUNTY else ""
        news = queries.news(viewer, municipality=narrowed)
        shown = Paginator(news, NEWS_ON_A_PAGE).get_page(request.GET.get("sida"))
        shown.object_list = queries.with_pictures(news[max(0, shown.start_index() - 1) : shown.end_index()])
        return {
            **super().get_context(request, *args, **kwargs),
            "news": shown,
            "place": place,
            "county": narrowed == regions.COUNTY,
            "places": queries.places_with_news(viewer),
        }

    class Meta:
        verbose_name = _("nyhetslista")


class NewsPage(SitePage):
    """One piece of news, or a report. Place, theme and meeting lead to it from their own pages, lists and feeds."""

    kind = models.CharField(_("slag"), max_length=10, choices=NewsKind.choices, default=NewsKind.NEWS)
    author = models.CharField(_("skrivet av"), max_length=120)
    day = models.DateField(_("datum"), default=timezone.localdate)
    picture = models.ForeignKey(
        "pages.Picture",
        verbose_name=_("bild"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    municipality = models.CharField(_("kommun"), max_length=4, blank=True)
    theme = models.SlugField(_("tema"), max_length=120, blank=True)
    meeting = models.CharField(_("möte"), max_length=20, blank=True)
    body = StreamField(TextBlocks(), verbose_name=_("text"))

    base_form_class = NewsForm
    template = "pages/news.html"
    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("picture"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("kind"),
                FieldPanel("author"),
                FieldPanel("day"),
                FieldPanel("municipality"),
                FieldPanel("theme"),
                FieldPanel("meeting"),
            ],
            heading=_("Vad, vem, när och var"),
        ),
    ]

    @cached_property
    def meeting_address(self) -> str:
        """Where the meeting that it tells of is, if everybody may read about that; else nothing."""
        number = self.meeting if self.meeting.isascii() and self.meeting.isdecimal() else ""
        found = chain.describe([Ref("meeting", number)], PUBLIC) if number else {}
        return next((one.address for one in found.values()), "")

    @cached_property
    def theme_name(self) -> str:
        """The theme's name as everybody may read it, or nothing."""
        from medskick.doors.pages import queries

        return queries.theme_name(self.theme, PUBLIC) if self.theme else ""

    @property
    def place(self) -> str:
        """The municipality by name, or nothing."""
        return regions.region().municipality_name(self.municipality) if self.municipality else ""

    class Meta:
        verbose_name = _("nyhet")
        verbose_name_plural = _("nyheter")
