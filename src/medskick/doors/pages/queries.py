"""What the front page gathers from the other rooms, as a visitor may see it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Container
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, prefetch_related_objects
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, ReferenceIndex, TaskState
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from medskick.doors.pages.models import HomePage, NewsPage, Rendition
from medskick.doors.pages.models.base import SitePage
from medskick.ground.core import happenings
from medskick.ground.core.access import Viewer, allowed
from medskick.ground.core.offers import Happening
from medskick.process.contributions import queries as contributions
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle
from medskick.process.cycle.region import Municipality
from medskick.process.insights.queries import editions

MOST_WITHHELD = 50  # looked through, newest first


def front_page(viewer: Viewer, parts: Container[str]) -> dict[str, Any]:
    """Where we are, what can be done today, how many have spoken and what many speak about: as far as the page's
    ``parts`` show it."""
    cycle = cycles.current_cycle(viewer)
    if cycle is None:
        return {"cycle": None}
    prefetch_related_objects([cycle], "phases")
    return {
        "cycle": cycle,
        "phases": cycles.phase_line(cycle, viewer),
        "phase": cycles.current_phase(cycle, viewer),
        "can_contribute": cycles.accepts_contributions(cycle, viewer),
        "frame": regions.region().frame("web"),
        "voices": contributions.voices(cycle, viewer) if "voices" in parts else None,
        "theme_map": theme_map(cycle, viewer),
        "happenings": next_happenings(viewer) if "happenings" in parts else [],
    }


def next_happenings(viewer: Viewer, how_many: int = 5) -> list[Happening]:
    """What begins today or later, soonest first, from every room that has dates."""
    return happenings.coming(viewer, cycles.today())[:how_many]


def theme_map(cycle: StrategyCycle, viewer: Viewer) -> list[dict[str, Any]]:
    """Tiles of the newest edition's themes within the strategy's scope; empty before the first edition.

    None of a theme of so few persons that their number is not told.
    """
    edition = editions.newest(cycle, viewer)
    if edition is None:
        return []
    return [
        {
            "label": theme.name,
            "value": theme.persons,
            "url": theme.address,
            "area": None,
            "mark": theme.name_mark,
        }
        for theme in editions.published_themes(edition, viewer)
        if not theme.outside and theme.address and theme.persons is not None
    ]


def home_page(viewer: Viewer) -> HomePage | None:
    """The front page in the language of the moment, else in Swedish; None before pages were laid out."""
    found = {page.locale.language_code: page for page in HomePage.objects.live().select_related("locale")}
    return found.get(get_language() or "") or found.get(settings.LANGUAGE_CODE)


def page_at(path: str, request: HttpRequest, viewer: Viewer) -> RouteResult | None:
    """The published page of editors at a path without language: in the language of the moment, else in Swedish."""
    roots = list(HomePage.objects.live().select_related("locale"))
    wanted = [get_language(), settings.LANGUAGE_CODE]
    roots = sorted(
        (home for home in roots if home.locale.language_code in wanted),
        key=lambda home: wanted.index(home.locale.language_code),
    )
    for root in roots:
        try:
            return root.route(request, [part for part in path.split("/") if part])
        except Http404:
            continue
    return None


def moved(path: str, viewer: Viewer) -> str:
    """Where a page of editors lies now that lay at this path, without a language; nothing where none did."""
    kept = Redirect.normalise_path(f"/{path}")
    found = Redirect.objects.filter(old_path=kept).exclude(redirect_page=None).order_by("-pk").first()
    page = found.redirect_page.specific if found else None
    return page.address if isinstance(page, SitePage) and page.live else ""


def news(
    viewer: Viewer,
    *,
    municipality: str = "",
    theme: str = "",
    keys: Collection[str] | None = None,
    meetings: Collection[str] | None = None,
) -> PageQuerySet:
    """Published news and reports, newest first: in the language of the moment, and what is in Swedish alone.

    ``municipality``: a code, or ``regions.COUNTY`` for what concerns the whole county.
    """
    language = get_language()
    own = NewsPage.objects.live().filter(locale__language_code=language)
    swedish = NewsPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)
    both = (
        own
        if language == settings.LANGUAGE_CODE
        else own | swedish.exclude(translation_key__in=own.values("translation_key"))
    )
    if municipality:
        both = both.filter(municipality="" if municipality == regions.COUNTY else municipality)
    if theme:
        both = both.filter(theme=theme)
    if keys is not None:
        both = both.filter(translation_key__in=[key for key in keys if _is_key(key)])
    if meetings is not None:
        both = both.filter(meeting__in=list(meetings))
    return both.select_related("locale", "picture").order_by("-day", "-pk")


def _is_key(key: str) -> bool:
    try:
        return bool(uuid.UUID(key))
    except ValueError:
        return False


def news_as_published(viewer: Viewer) -> PageQuerySet:
    """Published news in the order that it was published, the latest first."""
    return news(viewer).filter(first_published_at__isnull=False).order_by("-first_published_at", "-pk")


def places_with_news(viewer: Viewer) -> list[Municipality]:
    """The municipalities that news tells of, in the region's order."""
    told = set(NewsPage.objects.live().values_list("municipality", flat=True))
    return [one for one in regions.region().municipalities if one.code in told]


def addresses(viewer: Viewer) -> list[SitePage]:
    """All published pages of editors in Swedish, each once, as the sitemap lists them."""
    swedish = Page.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE, depth__gt=2)
    return [page for page in swedish.specific().order_by("path") if isinstance(page, SitePage)]


def withheld(viewer: Viewer) -> list[tuple[Page, list[str]]]:
    """Pages that were not published at their time and are drafts since, with the reasons, latest first."""
    told: dict[int, PageLogEntry] = {}
    for entry in PageLogEntry.objects.filter(action="pages.withheld").order_by("-timestamp")[:MOST_WITHHELD]:
        told.setdefault(entry.page_id, entry)
    pages = Page.objects.filter(pk__in=told, has_unpublished_changes=True).in_bulk()
    return [
        (pages[key], list(entry.data.get("why", [])))
        for key, entry in told.items()
        if key in pages
        and not (pages[key].last_published_at and pages[key].last_published_at > entry.timestamp)
    ]


def waiting(viewer: Viewer) -> int | None:
    """How many pages wait for an editor to approve them or could not be published; None for those who do not."""
    if not allowed("pages.statements", viewer):
        return None
    asked = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).count()
    return asked + len(withheld(viewer))


def rendition(name: str, viewer: Viewer) -> Rendition | None:
    """A picture in one size by the name of its file, if a published page shows it or the viewer is staff."""
    found = Rendition.objects.filter(file=name).select_related("image").first()
    if found is None or viewer.is_staff or _is_shown(found.image):
        return found
    return None


def _is_shown(thing: Model) -> bool:
    """Whether a published page uses the picture or file."""
    users = ReferenceIndex.get_references_to(thing).values_list("base_content_type", "object_id")
    ids = [
        key
        for kind, key in users
        if issubclass(ContentType.objects.get_for_id(kind).model_class() or Model, Page)
    ]
    return Page.objects.live().filter(pk__in=ids).exists()
