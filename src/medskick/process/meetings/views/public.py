"""/moten/: what is to come, one meeting before and after, calendars."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from medskick.ground.core.access import allowed, viewer_of
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions
from medskick.process.meetings import calendars, mail, queries
from medskick.process.meetings.tour_map import TourMap, tour_map
from medskick.process.meetings.views.listed import listed

_PAGE = 20


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """What is to come, soonest first, then what has been."""
    viewer = viewer_of(request)
    key = request.GET.get("omgang", "")
    cycle = cycles.cycle_by_key(key, viewer) if key else cycles.current_cycle(viewer)
    if key and cycle is None:
        raise Http404(key)
    filters = queries.Filters.of(request.GET)
    coming = queries.coming(viewer, filters, cycle)
    past = Paginator(queries.held(viewer, filters, cycle), _PAGE).get_page(request.GET.get("sida"))
    stops = queries.coverage(cycle, viewer)
    shown = listed([*coming, *past.object_list], viewer)
    context = {
        "coming": shown[: len(coming)],
        "past": shown[len(coming) :],
        "page": past,
        "filters": filters,
        "choices": queries.choices(viewer),
        "tour": _tour(stops) if regions.region().has_spread and any(one.stops for one in stops) else None,
        "invited": cycles.invitation(cycles.current_cycle(viewer), viewer),
        "other_cycles": queries.other_cycles(cycle, viewer),
        "query": request.GET.urlencode(),
    }
    return render(request, "meetings/list.html", context)


def _tour(stops: list[queries.Stop]) -> TourMap:
    return tour_map(stops, queries.reports_from(one.last for one in stops if one.last))


@require_safe
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """One meeting: what, when, where, for whom; afterwards how many came and what was said."""
    viewer = viewer_of(request)
    found = queries.meeting(number, viewer)
    if found is None:
        raise Http404(number)
    why = queries.why(found, viewer)
    said = queries.said(found, viewer) if found.is_over else []
    context = {
        "shown": listed([found], viewer)[0],
        "meeting": found,
        "why": why,
        "was": mail.before_the_move(why, found) if why else None,
        "said": said,
        "became": queries.became(found, viewer) if found.is_over else None,
        "numbers": queries.public_numbers(found, viewer) if found.is_over else None,
        "may_edit": allowed("meetings.edit", viewer, found),
        "contact": regions.region().contact,
    }
    return render(request, "meetings/meeting.html", context)


@require_safe
def logo(request: HttpRequest, number: int, digest: str) -> HttpResponse:
    """A co-host's logo. Its address names what it holds, so a browser may keep it."""
    viewer = viewer_of(request)
    found = queries.logo(number, digest, viewer)
    if found is None:
        raise Http404(digest)
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response["Cache-Control"] = "private, max-age=86400" if viewer.is_staff else "public, max-age=86400"
    return response


@require_safe
def calendar_of_one(request: HttpRequest, number: int) -> HttpResponse:
    """One meeting as a calendar file."""
    viewer = viewer_of(request)
    found = queries.meeting(number, viewer)
    if found is None or not found.is_public:
        raise Http404(number)
    return calendar_file(calendars.calendar([found], site=site_of(request)), f"mote-{number}.ics")


@require_safe
def calendar_of_all(request: HttpRequest) -> HttpResponse:
    """All meetings, or those that the address narrows to, as a calendar that one may subscribe to."""
    viewer = viewer_of(request)
    found = queries.calendar_of(viewer, queries.Filters.of(request.GET))
    name = _("Möten – %(place)s") % {"place": regions.region().title}
    return calendar_file(calendars.calendar(found, name=name, site=site_of(request)), "moten.ics")


def site_of(request: HttpRequest) -> str:
    """Where the pages are, as whoever asks has reached them."""
    return request.build_absolute_uri("/").rstrip("/")


def calendar_file(content: bytes, name: str) -> HttpResponse:
    """An iCalendar answer."""
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
