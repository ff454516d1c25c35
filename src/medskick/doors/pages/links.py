"""How what editors write hangs together with meetings, along the chain."""

from __future__ import annotations

from collections import defaultdict

from django.urls import reverse
from django.utils import timezone

from medskick.doors.pages import queries
from medskick.doors.pages.models import NewsIndexPage, NewsPage
from medskick.ground.core import chain
from medskick.ground.core.access import Viewer, allowed
from medskick.ground.core.chain import Description, Ref
from medskick.ground.ui.templatetags.ui import local
from medskick.process.meetings import reporting

KIND = "news"


def describe(refs: list[Ref], viewer: Viewer) -> dict[Ref, Description]:
    """Published news by the key that it shares with its translations, in the language of the moment or in Swedish."""
    asked = {ref.key for ref in refs}
    found = {str(page.translation_key): page for page in queries.news(viewer, keys=asked)}
    return {Ref(KIND, key): _described(Ref(KIND, key), page) for key, page in found.items()}


def _described(ref: Ref, page: NewsPage) -> Description:
    when = page.first_published_at or timezone.now()
    language = page.locale.language_code
    return Description(
        ref, page.title, str(page.get_kind_display()), when, local(page.address), language=language
    )


def reports(refs: list[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """What is written of each meeting, the latest first."""
    found: dict[Ref, list[Ref]] = defaultdict(list)
    for page in queries.news(viewer, meetings=[ref.key for ref in refs]):
        found[Ref("meeting", page.meeting)].append(Ref(KIND, str(page.translation_key)))
    return dict(found)


def meetings(refs: list[Ref], viewer: Viewer) -> dict[Ref, list[Ref]]:
    """The meeting that a report is from."""
    pages = queries.news(viewer, keys={ref.key for ref in refs}).exclude(meeting="")
    return {Ref(KIND, str(page.translation_key)): [Ref("meeting", page.meeting)] for page in pages}


def report_desk(viewer: Viewer) -> str:
    """Where this viewer writes a report; nothing for who writes none or where there is no place for news."""
    if not allowed("pages.edit", viewer):
        return ""
    places = (page.pk for page in queries.places_to_write(viewer) if isinstance(page, NewsIndexPage))
    place = next(places, None)
    return reverse("wagtailadmin_pages:add", args=("pages", "newspage", place)) if place else ""


def register() -> None:
    """Join the chain, and open the desk for reports."""
    reporting.register(report_desk)
    chain.register(KIND, describe=describe, back=meetings)
    chain.extend("meeting", onward=reports)
