"""What the front page gathers from the other rooms, as a visitor may see it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Container
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision, TaskState, WorkflowState
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from medskick.doors.pages.models import FreePage, HomePage, Material, NewsPage, Rendition
from medskick.doors.pages.models.base import SitePage
from medskick.doors.pages.models.home import LIVE
from medskick.doors.pages.models.showing import keys_of
from medskick.doors.pages.phase_now import phase_now
from medskick.ground.core import happenings, offers
from medskick.ground.core.access import Viewer, allowed
from medskick.ground.core.offers import Happening
from medskick.ground.ui.templatetags.ui import local
from medskick.process.contributions import queries as contributions
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import Phase, StrategyCycle
from medskick.process.cycle.region import Municipality
from medskick.process.insights.queries import editions

NEXT = 5  # happenings on the front page
MOST_WITHHELD = 50  # looked through, newest first
LIST_PICTURE = "fill-480x320"  # as ``parts/news_list.html`` shows them


def front_page(viewer: Viewer, parts: Container[str]) -> dict[str, Any]:
    """Where we are, what can be done today, how many have spoken and what many speak about: as far as the page's
    ``parts`` show it."""
    cycle = cycles.current_cycle(viewer)
    if cycle is None:
        return {"cycle": None}
    phase, themes = cycles.current_phase(cycle, viewer), theme_map(cycle, viewer)
    stops = cycles.phase_line(cycle, viewer)
    dated = happenings.dated(viewer) if "happenings" in parts else []
    council = regions.region().council
    return {
        "cycle": cycle,
        "phases": stops,
        "phase": phase,
        "begun": any(one.state == "done" for one in stops),
        "now": phase_now(phase.kind, council, with_themes=bool(themes)) if phase else None,
        "of_phase": milestones_of(phase, dated) if phase else [],
        "can_contribute": cycles.accepts_contributions(cycle, viewer),
        "frame": regions.region().frame("web"),
        "voices": contributions.voices(cycle, viewer) if "voices" in parts else None,
        "theme_map": themes,
        "happenings": happenings.coming(dated, cycles.today())[:NEXT],
    }


def home_context(page: HomePage | None, viewer: Viewer) -> dict[str, Any]:
    """What the template of the front page is given, of a page as it stands in memory: also while it is tried out."""
    parts = {part.block_type for part in page.parts} if page and page.parts else set(LIVE)
    return {**front_page(viewer, parts), "says_its_name": "contribute" in parts}


def milestones_of(phase: Phase, dated: list[Happening]) -> list[Happening]:
    """The milestones whose days lie within the phase."""
    return [
        one
        for one in dated
        if one.kind == "milestone"
        and one.state != "withdrawn"
        and phase.is_open(happenings.day_of(one.start))
    ]


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
        for theme in editions.published_themes(edition, viewer, with_topics=False)
        if not theme.outside and theme.address and theme.persons is not None
    ]


def theme_name(slug: str, viewer: Viewer) -> str:
    """The name of a theme of the newest edition, by its slug; nothing for a topic or where the name may not show."""
    cycle = cycles.current_cycle(viewer)
    edition = editions.newest(cycle, viewer) if cycle else None
    themes = editions.published_themes(edition, viewer, with_topics=False) if edition else []
    return next((one.name for one in themes if one.row.slug == slug and one.tells_name), "")


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


def is_published_at(path: str, viewer: Viewer) -> bool:
    """Whether a page of editors is published at this path without a language, such as ``/nyheter/``."""
    tops = HomePage.objects.live().values_list("url_path", flat=True)
    return Page.objects.live().filter(url_path__in=[f"{top.rstrip('/')}{path}" for top in tops]).exists()


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


def with_pictures(pages: QuerySet[NewsPage]) -> list[NewsPage]:
    """The same with their pictures in the size of lists, in the query that the pages need anyway."""
    sized = Rendition.objects.filter(image=OuterRef("picture"), filter_spec=LIST_PICTURE).order_by("-pk")
    fields = ("pk", "file", "width", "height", "focal_point_key")
    shown = list(pages.annotate(**{f"sized_{name}": Subquery(sized.values(name)[:1]) for name in fields}))
    for page in shown:
        if page.picture is not None:
            kept = {name: getattr(page, f"sized_{name}") for name in fields}
            made = Rendition(image=page.picture, filter_spec=LIST_PICTURE, **kept)
            page.picture.prefetched_renditions = [made] if kept["pk"] else []
    return shown


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


def links_everywhere(viewer: Viewer) -> list[offers.Link]:
    """The free pages that editors have put into the menu or the footer, in the language of the moment or in Swedish.
    One query. Where a page stands is what its Swedish version says."""
    wanted, source = get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE
    here = Q(locale__language_code=source) & ~Q(place="")
    rows = (
        FreePage.objects.live()
        .filter(here if wanted == source else here | Q(locale__language_code=wanted))
        .order_by("path")
        .select_related("locale")
        .only("title", "url_path", "depth", "place", "translation_key", "locale__language_code")
    )
    placed = [one for one in rows if one.place and one.locale.language_code == source]
    own = {one.translation_key: one for one in rows if one.locale.language_code == wanted}
    return [
        offers.Link(
            one.place,
            own.get(one.translation_key, one).title,
            local(one.address),
            "" if one.translation_key in own else source,
        )
        for one in placed
    ]


def places_to_write(viewer: Viewer) -> list[Page]:
    """The front page and those right below it, in Swedish, where the texts of a process are written."""
    swedish = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE, depth__in=(2, 3))
    return list(swedish.specific().order_by("path"))


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
    found = Rendition.objects.filter(file=name).select_related("image").first() if "\0" not in name else None
    return found if found is not None and (viewer.is_staff or is_shown(found.image)) else None


def material(key: str, name: str, viewer: Viewer) -> Material | None:
    """A file by its number and name, if a published page leads to it or the viewer is staff."""
    number = int(key) if key.isascii() and len(key) < 10 else 0
    found = Material.objects.filter(pk=number).first()
    if found is None or found.filename != name:
        return None
    return found if viewer.is_staff or is_shown(found) else None


def is_shown(thing: Model) -> bool:
    """Whether a published page uses the picture or file."""
    users = ReferenceIndex.get_references_to(thing).values_list("base_content_type", "object_id")
    ids = [
        key
        for kind, key in users
        if issubclass(ContentType.objects.get_for_id(kind).model_class() or Model, Page)
    ]
    return Page.objects.live().filter(pk__in=ids).exists()


def is_awaited(thing: Model) -> bool:
    """Whether a page that waits for its time, or for an editor who reads it, uses the picture or file."""
    asked = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).values("object_id")
    read = Page.objects.annotate(key=Cast("pk", CharField())).filter(key__in=asked).values("latest_revision")
    versions = Revision.page_revisions.filter(Q(approved_go_live_at__isnull=False) | Q(pk__in=read))
    return any(thing.pk in keys_of(version.as_object(), type(thing)) for version in versions)
