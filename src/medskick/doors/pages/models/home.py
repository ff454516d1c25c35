"""The home page: editors choose its parts and their order; the live parts fill themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from medskick.ground.core.access import PUBLIC
from medskick.ground.core.offers import Text

from ..page_forms import PageForm
from .blocks import FEATURES, FactsBlock, FilmBlock, PictureBlock
from .showing import ShowsPictures


class LivePart(blocks.StaticBlock):
    """A part that shows what is true now and has nothing to fill in."""

    def __init__(self, label: Text, template: str, explained: Text) -> None:
        super().__init__(label=label, icon="view", template=template, admin_text=explained)


class LatestNewsBlock(blocks.StructBlock):
    """The newest news, as many as are asked for."""

    how_many = blocks.IntegerBlock(label=_("Hur många"), default=3, min_value=1, max_value=9)

    class Meta:
        icon = "list-ul"
        label = _("Senaste nytt")
        template = "pages/home/news.html"


LIVE = ("contribute", "voices", "themes", "happenings", "news", "steps", "about")


class HomeBlocks(blocks.StreamBlock):
    """The parts of the home page."""

    contribute = LivePart(
        _("Tyck till"),
        "pages/home/contribute.html",
        _(
            "Frågan och knappen, eller vad som händer när det inte går att tycka till. "
            "Visar också var i processen vi är."
        ),
    )
    voices = LivePart(
        _("Antal röster"), "pages/home/voices.html", _("Hur många som har sagt sitt, och varifrån.")
    )
    themes = LivePart(
        _("Resultat hittills"), "pages/home/themes.html", _("Teman i den senast publicerade utgåvan.")
    )
    happenings = LivePart(
        _("Nästa möten och datum"),
        "pages/home/happenings.html",
        _("Det som kommer härnäst i tidplan och kalender."),
    )
    news = LatestNewsBlock()
    steps = LivePart(_("Så går det till"), "pages/home/steps.html", _("Fyra steg från röst till strategi."))
    about = LivePart(
        _("Vad är det här?"), "pages/home/about.html", _("Vad strategin är och vad den inte handlar om.")
    )
    text = blocks.StructBlock(
        [
            ("title", blocks.CharBlock(label=_("Rubrik"), max_length=100)),
            ("text", blocks.RichTextBlock(label=_("Text"), features=FEATURES)),
        ],
        label=_("Text"),
        icon="pilcrow",
        template="pages/home/text.html",
    )
    picture = PictureBlock()
    facts = FactsBlock()
    film = FilmBlock()

    class Meta:
        # A live part tells one thing, once.
        block_counts = {name: {"max_num": 1} for name in LIVE}


class HomePage(ShowsPictures, Page):
    """The front page of one language; its children are all other pages of editors in that language."""

    parts = StreamField(HomeBlocks(), verbose_name=_("delar"), blank=True)

    base_form_class = PageForm
    template = "pages/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.NewsIndexPage",
        "pages.QuestionsPage",
        "pages.MaterialIndexPage",
        "pages.FreePage",
    ]
    # Its address is "/": a title that fills in an address would look for a field that is not there.
    content_panels = [FieldPanel("title"), FieldPanel("parts")]
    promote_panels: list[object] = []
    private_page_options: list[str] = []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the live parts show, so that a draft is tried out as it will stand."""
        from medskick.doors.pages import queries

        return {**super().get_context(request, *args, **kwargs), **queries.home_context(self, PUBLIC)}

    class Meta:
        verbose_name = _("startsida")
