"""The workspace: all meetings, a new one, one with everything one can do to it, the tour."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from medskick.ground.core.access import Role, Viewer, allowed, require, staff_required, viewer_of
from medskick.ground.ui.tables import Cell, Column, DataTable
from medskick.ground.ui.templatetags.ui import moment
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions
from medskick.process.cycle.earlier import asked_cycle
from medskick.process.meetings import actions, queries, reporting
from medskick.process.meetings.forms import MeetingForm
from medskick.process.meetings.models import Meeting, State
from medskick.process.meetings.models.meeting import READS_ALL
from medskick.process.meetings.notes import queries as notes
from medskick.process.meetings.tour_map import tour_map
from medskick.process.meetings.views.listed import Listed, listed
from medskick.process.meetings.views.staff import done, theirs

_PAGE = 50


@staff_required
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """All that the viewer may read: what comes, then what has been; above it where notes wait."""
    viewer = viewer_of(request)
    cycle = asked_cycle(request, viewer)
    page = Paginator(queries.planned(viewer, cycle), _PAGE).get_page(request.GET.get("sida"))
    context = {
        "cycle": cycle,
        "shown_cycle": cycle if cycle and not cycle.is_current else None,
        "earlier": queries.earlier(viewer) if cycle and cycle.is_current else [],
        "here": reverse("meetings_staff:list"),
        "table": _table(page, viewer),
        "may_plan": bool(cycle) and _may_plan(viewer),
        "may_place": allowed("people.place_contacts", viewer),
        "may_see_tour": allowed("meetings.see_coverage", viewer),
        "speaks_for": _speaks_for(viewer),
        "waiting": notes.not_handed_in(viewer),
    }
    return render(request, "meetings/staff/list.html", context)


def _speaks_for(viewer: Viewer) -> str | None:
    """The municipality whose meetings a contact looks after, empty where none is chosen; None for all others."""
    if not viewer.has(Role.MUNICIPALITY_CONTACT) or viewer.has(*READS_ALL):
        return None
    return regions.region().municipality_name(viewer.municipality) if viewer.municipality else ""


def _may_plan(viewer: Viewer) -> bool:
    return allowed("meetings.plan", viewer, viewer.municipality)


def _table(page: Any, viewer: Viewer) -> DataTable:
    rows = []
    for one in listed(page.object_list, viewer):
        of_all = f"{one.room.taken} / {one.room.places}" if one.room.places else str(one.room.taken)
        rows.append(
            {
                "title": Cell(
                    one.meeting.title, reverse("meetings_staff:meeting", args=[one.meeting.number])
                ),
                "when": moment(one.meeting.starts_at),
                "place": one.municipality,
                "state": Cell(_staff_status(one), tone=one.tone or "none"),
                "taken": of_all if one.meeting.takes_signups else "–",
                "waiting": one.room.waiting if one.meeting.takes_signups else "–",
            }
        )
    columns = [
        Column("title", _("Möte")),
        Column("when", _("När")),
        Column("place", _("Kommun")),
        Column("state", _("Läge")),
        Column("taken", _("Personer med plats"), number=True),
        Column("waiting", _("Personer som väntar"), number=True),
    ]
    return DataTable(_("De närmaste först"), columns, rows, page=page, empty=_("Inga möten är planerade än."))


def _staff_status(one: Listed) -> str:
    """Its state as those who run it read it: one that is over is held when somebody has said so."""
    is_unmarked = one.meeting.is_over and one.meeting.state != State.HELD
    return _("Är över") if is_unmarked else one.status


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    viewer = viewer_of(request)
    require("meetings.plan", viewer, viewer.municipality)
    cycle = cycles.current_cycle(viewer)
    if cycle is None:
        messages.error(request, _("Ingen omgång är startad. Be processledaren starta en först."))
        return redirect("meetings_staff:list")
    form = MeetingForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        made = done(form, lambda: actions.create(cycle, form.values(), form.co_host_names(), by=viewer))
        if made is not None:
            messages.success(request, _("Utkastet är sparat. Publicera det när det är klart."))
            return redirect("meetings_staff:meeting", made.number)
    return render(request, "meetings/staff/edit.html", {"form": form}, status=422 if form.errors else 200)


@staff_required
@require_safe
def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """One meeting: its state, who comes, what has been told, and what one can do next."""
    viewer, found = theirs(request, number)
    may_edit = allowed("meetings.edit", viewer, found)
    shown = listed([found], viewer)[0]
    context: dict[str, Any] = {"meeting": found, "shown": shown, "may_edit": may_edit}
    context["status"] = _staff_status(shown)
    if may_edit:
        context |= {
            "numbers": queries.numbers(found, viewer),
            "needs": queries.needs(found, viewer),
            "notices": queries.notices(found, viewer),
            "audience": queries.audience(found, viewer),
            "report_address": reporting.address(viewer) if found.is_over else "",
            "waiting": notes.not_handed_in(viewer, found) if found.is_over else [],
        }
    return render(request, "meetings/staff/meeting.html", context)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Change what the meeting is and how one signs up."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    form = MeetingForm(request.POST or None, viewer=viewer, meeting=found)
    if request.method == "POST" and form.is_valid() and done(form, lambda: _edited(form, found, viewer)):
        messages.success(request, _("Mötet är sparat."))
        return redirect("meetings_staff:meeting", number)
    context = {"form": form, "meeting": found}
    return render(request, "meetings/staff/edit.html", context, status=422 if form.errors else 200)


def _edited(form: MeetingForm, meeting: Meeting, viewer: Viewer) -> Meeting:
    seen = form.cleaned_data["seen"]
    return actions.edit(meeting, form.values(), form.co_host_names(), by=viewer, seen=seen)


@staff_required
@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Let everybody read about it."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    try:
        actions.publish(found, by=viewer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Mötet är publicerat."))
    return redirect("meetings_staff:meeting", number)


@staff_required
@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a draft."""
    viewer, found = theirs(request, number)
    try:
        actions.discard(found, by=viewer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("meetings_staff:meeting", number)
    messages.success(request, _("Utkastet är borttaget."))
    return redirect("meetings_staff:list")


@staff_required
@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """Which municipalities have a stop, and which have none yet."""
    viewer = viewer_of(request)
    require("meetings.see_coverage", viewer)
    stops = queries.coverage(cycles.current_cycle(viewer), viewer)
    context = {"tour": tour_map(stops), "stops": stops, "may_plan": _may_plan(viewer)}
    return render(request, "meetings/staff/tour.html", context)
