"""What editors have made, as the search reads it: news, questions one by one, material and free pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from medskick.doors.pages.models import FreePage, MaterialPage, NewsPage, QuestionsPage, SearchEntry
from medskick.doors.pages.models.base import SitePage
from medskick.doors.pages.search.chunks import chunks
from medskick.ground.core import offers
from medskick.ground.core.access import Viewer
from medskick.ground.core.offers import Findable, SearchSource
from medskick.ground.ui.templatetags.ui import local

CHUNK = 500
KINDS: dict[str, type[SitePage]] = {"nyhet": NewsPage, "material": MaterialPage, "sidor": FreePage}
QUESTION = "fraga"


def source(kind: str, label: Any, order: int) -> SearchSource:
    """The source of one model of pages."""
    model = KINDS[kind]

    def keys() -> Iterable[list[str]]:
        live = _published(model).order_by("pk").values_list("pk", flat=True)
        yield from ([str(key) for key in some] for some in chunks(live.iterator(), CHUNK))

    def some(wanted: Iterable[str], viewer: Viewer) -> dict[str, Findable]:
        pages = _published(model).filter(pk__in=list(wanted)).select_related("locale")
        shown_in = _shown_in(pages)
        return {
            str(page.pk): Findable(
                str(page.pk), page.title, f"{page.lead} {_words(page.body)}".strip(), local(page.address),
                page.locale.language_code, shown_in[page.pk],
            )
            for page in pages
        }  # fmt: skip

    return SearchSource(kind, label, order, keys, some)


def question_keys() -> Iterable[list[str]]:
    """Every published question: its page and its anchor."""
    for page in _published(QuestionsPage).order_by("pk"):
        yield _of_page(page)


def questions(wanted: Iterable[str], viewer: Viewer) -> dict[str, Findable]:
    """Questions with their answers, each at its place on its page."""
    keys = set(wanted)
    pages = (
        _published(QuestionsPage)
        .filter(pk__in={key.partition("-")[0] for key in keys})
        .select_related("locale")
    )
    shown_in = _shown_in(pages)
    return {
        key: Findable(
            key, one.value["question"], _words(one), f"{local(page.address)}#{one.value['anchor']}",
            page.locale.language_code, shown_in[page.pk],
        )
        for page in pages
        for one in page.questions
        if (key := f"{page.pk}-{one.value['anchor']}") in keys
    }  # fmt: skip


def changed(page: Page) -> None:
    """Tell the index of a page that was published, taken down or removed, and of the same page in other languages.

    Whether the Swedish page shows in a language depends on whether there is one in that language.
    """
    siblings = Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True)
    keys = {page.pk, *siblings}
    specific = page.specific
    if isinstance(specific, QuestionsPage):
        known = [
            key
            for pk in keys
            for key in SearchEntry.objects.filter(kind=QUESTION, key__startswith=f"{pk}-").values_list(
                "key", flat=True
            )
        ]
        asked = [key for one in QuestionsPage.objects.filter(pk__in=keys) for key in _of_page(one)]
        offers.told(QUESTION, dict.fromkeys([*known, *asked]))
    for kind, model in KINDS.items():
        if isinstance(specific, model):
            offers.told(kind, sorted(keys))


def _published(model: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = model.objects.live().public()
    return found


def _of_page(page: QuestionsPage) -> list[str]:
    return [f"{page.pk}-{one.value['anchor']}" for one in page.questions]


def _shown_in(pages: QuerySet[Any]) -> dict[int, tuple[str, ...]]:
    """The languages that each page shows in: its own, and for a Swedish one those that have no page of their own."""
    others: dict[Any, set[str]] = {}
    live = Page.objects.live().filter(translation_key__in=[page.translation_key for page in pages])
    for key, code in live.values_list("translation_key", "locale__language_code"):
        others.setdefault(key, set()).add(code)
    return {
        page.pk: tuple(
            code
            for code, _name in settings.LANGUAGES
            if code == page.locale.language_code
            or (
                page.locale.language_code == settings.LANGUAGE_CODE
                and code not in others[page.translation_key]
            )
        )
        for page in pages
    }


def _words(value: Any) -> str:
    """What a reader reads in a text made of blocks, as plain words."""
    block = getattr(value, "stream_block", None) or value.block
    content = value if hasattr(value, "stream_block") else value.value
    return " ".join(" ".join(str(piece).split()) for piece in block.get_searchable_content(content))


def register() -> None:
    """Offer them to the search page."""
    offers.searchable(source("nyhet", _("Nyheter"), 30))
    offers.searchable(SearchSource(QUESTION, _("Frågor och svar"), 20, question_keys, questions))
    offers.searchable(source("sidor", _("Sidor"), 25))
    offers.searchable(source("material", _("Material"), 40))
