"""Visitors' pages: themes, one theme, how it is done, and the files behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from medskick.ground.core.access import Viewer, viewer_of
from medskick.process.cycle import region as regions
from medskick.process.insights.models import Edition, EditionTheme, Part
from medskick.process.insights.queries import criteria_public, editions, statements
from medskick.process.insights.queries.editions import PublishedTheme
from medskick.process.insights.queries.excerpts import rows as excerpt_rows
from medskick.process.insights.views import downloads, pages


class _TakenAway(Exception):
    """What the address asks for is taken away; the sentence says so and why."""


def _tells_what_is_away(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Instead of what was taken away: an empty place that says so, with the status of what is gone."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except _TakenAway as gone:
            if request.path.endswith(".csv"):
                return HttpResponse(str(gone), status=410, content_type="text/plain; charset=utf-8")
            return render(request, "insights/away.html", {"sentence": str(gone)}, status=410)

    return inner


@require_safe
@_tells_what_is_away
def themes(request: HttpRequest) -> HttpResponse:
    """What people talk about, in the newest (or a chosen) edition."""
    viewer = viewer_of(request)
    edition = pages.chosen_edition(request.GET, viewer)
    if edition is None:
        _refuse_withdrawn(request, viewer)
        if request.GET.get("utgava") or request.GET.get("omgang"):
            raise Http404
        return render(request, "insights/no_edition.html", {"earlier": editions.earlier_cycles(viewer)})
    context = pages.themes_page(edition, regions.region(), viewer, _query(request))
    return render(request, "insights/themes.html", context)


@require_safe
@_tells_what_is_away
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """One theme or topic. The address of a merged theme leads on to where it went."""
    viewer = viewer_of(request)
    edition, found = _find(request, slug, viewer)
    if found is None:
        return redirect(
            reverse("insights:theme", args=[_onward(edition, slug, viewer)]) + _query(request),
            permanent=False,
        )
    context = pages.theme_page(
        edition, found, regions.region(), viewer, page=request.GET.get("sida"), query=_query(request)
    )
    return render(request, "insights/theme.html", context)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How texts become themes, what people decide, and the register of what the computer has done."""
    return render(request, "insights/method.html", pages.method_page(viewer_of(request)))


@require_safe
@_tells_what_is_away
def themes_csv(request: HttpRequest) -> HttpResponseBase:
    """All themes and topics with counts."""
    viewer = viewer_of(request)
    edition = _edition(request, viewer)

    def rows() -> Iterator[list[Any]]:
        for top in editions.published_themes(edition, viewer):
            for one in (top, *top.topics):
                yield _theme_row(one, top if one is not top else None)

    name = f"teman-utgava-{edition.number}.csv"
    return downloads.csv_response(edition, name, downloads.theme_columns(), rows)


@require_safe
@_tells_what_is_away
def criteria_csv(request: HttpRequest) -> HttpResponseBase:
    """All themes and topics by the criteria: what people decided, and what is only suggested."""
    viewer = viewer_of(request)
    edition = _edition(request, viewer)

    def rows() -> Iterator[list[Any]]:
        for slug, inside, name, named_by, one in criteria_public.rows(edition, viewer):
            yield [slug, inside, name, *downloads.criterion_cells(one), named_by]

    name = f"kriterier-utgava-{edition.number}.csv"
    return downloads.csv_response(edition, name, downloads.criteria_columns(), rows)


@require_safe
@_tells_what_is_away
def excerpts_csv(request: HttpRequest) -> HttpResponseBase:
    """What all themes and topics are shown through: summaries, tensions, small circles and leaves."""
    viewer = viewer_of(request)
    edition = _edition(request, viewer)

    def rows() -> Iterator[list[Any]]:
        for row in excerpt_rows.rows(edition, regions.region(), viewer):
            yield downloads.excerpt_cells(row)

    name = f"utdrag-utgava-{edition.number}.csv"
    return downloads.csv_response(edition, name, downloads.excerpt_columns(), rows)


def _theme_row(theme: PublishedTheme, parent: PublishedTheme | None) -> list[Any]:
    return [
        theme.slug,
        parent.slug if parent else "",
        theme.name,
        "" if theme.persons is None else theme.persons,
        theme.count.contributions,
        theme.count.statements,
        theme.count.wordings,
        theme.row.get_outside_reason_display() if theme.outside else "",
        theme.row.shown(Part.SUMMARY),
        theme.named_by,
    ]


@require_safe
@_tells_what_is_away
def statements_csv(request: HttpRequest) -> HttpResponseBase:
    """All statements that show, also those in no theme: as many as the sum on the page."""
    viewer = viewer_of(request)
    edition = _edition(request, viewer)
    return _statements_file(f"tankar-utgava-{edition.number}.csv", edition, None, viewer)


@require_safe
@_tells_what_is_away
def theme_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All statements of one theme."""
    viewer = viewer_of(request)
    edition, found = _find(request, slug, viewer)
    if found is None:
        raise Http404
    return _statements_file(f"{slug}-utgava-{edition.number}.csv", edition, found.row, viewer)


def _statements_file(
    name: str, edition: Edition, theme: EditionTheme | None, viewer: Viewer
) -> HttpResponseBase:
    def rows() -> Iterator[list[Any]]:
        held = editions.held_slugs(edition, viewer)
        for row in statements.stream(edition, regions.region(), viewer, theme):
            yield _without(downloads.statement_row(row), held)

    return downloads.csv_response(edition, name, downloads.statement_columns(), rows)


def _without(row: list[Any], held: dict[str, str]) -> list[Any]:
    """Put addresses without words in place of those that hold words which may not show any more."""
    row[3], row[4] = (held.get(value, "") for value in (row[3], row[4]))
    return row


def _edition(request: HttpRequest, viewer: Viewer) -> Edition:
    edition = pages.chosen_edition(request.GET, viewer)
    if edition is None:
        _refuse_withdrawn(request, viewer)
        raise Http404
    return edition


def _refuse_withdrawn(request: HttpRequest, viewer: Viewer) -> None:
    gone = pages.withdrawn_edition(request.GET, viewer)
    if gone is not None:
        raise _TakenAway(gone.name)


def _find(request: HttpRequest, slug: str, viewer: Viewer) -> tuple[Edition, PublishedTheme | None]:
    """The edition and the theme in it. None when the address now leads elsewhere; 404 when it leads nowhere.

    Without a chosen edition: the newest of the current cycle, else the newest that holds the address.
    """
    edition = pages.chosen_edition(request.GET, viewer)
    found = editions.theme_in(edition, slug, viewer) if edition else None
    if edition is not None and (found or _onward(edition, slug, viewer)):
        return edition, found
    if "utgava" not in request.GET:
        row = editions.edition_of_slug(slug, viewer)
        older = editions.theme_in(row.edition, slug, viewer) if row else None
        if row is not None and older is not None:
            return row.edition, older
    if edition is None:
        _refuse_withdrawn(request, viewer)
    if nameless := editions.name_taken(slug, viewer):
        raise _TakenAway(nameless.away(Part.NAME))
    raise Http404


def _onward(edition: Edition, slug: str, viewer: Viewer) -> str | None:
    return editions.leads_to(slug, edition, viewer)


def _query(request: HttpRequest) -> str:
    """The chosen edition or cycle, to carry along in links."""
    for name in ("utgava", "omgang"):
        value = request.GET.get(name, "")
        if value and all(char.isalnum() or char in "-_" for char in value):
            return f"?{name}={value}"
    return ""
