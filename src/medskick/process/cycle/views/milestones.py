"""Milestones in the workspace: add, change, say what came of them."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from medskick.ground.core import dates
from medskick.ground.core.access import Viewer, require, staff_required, viewer_of
from medskick.process.cycle import actions, queries
from medskick.process.cycle.forms import ChangeMilestoneForm, DayForm, MilestoneForm, revision_read
from medskick.process.cycle.models import Milestone, Phase


@staff_required
@require_http_methods(["GET", "POST"])
def milestones(request: HttpRequest) -> HttpResponse:
    """All milestones of the current cycle, and a form for a new one."""
    viewer = viewer_of(request)
    require("cycle.manage", viewer)
    cycle = queries.current_cycle(viewer)
    if cycle is None:
        return redirect("cycle:plan")
    form = MilestoneForm(request.POST or None, phases=queries.phases(cycle, viewer))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_milestone(**form.cleaned_data, by=viewer)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Milstolpen finns nu i tidplanen."))
            _warn_outside(request, form.cleaned_data["phase"], form.cleaned_data["planned"])
            return redirect("cycle:milestones")
    context = {
        "cycle": cycle,
        "entries": queries.timeline(cycle, viewer),
        "day": DayForm(initial={"day": queries.today()}, auto_id=False),
        "form": form,
    }
    return render(request, "cycle/milestones.html", context, status=400 if form.errors else 200)


@staff_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one milestone."""
    viewer = viewer_of(request)
    one = _found(pk, viewer)
    read: int | None = one.revision
    initial = {
        "phase": one.phase_id,
        "title": one.title,
        "words": one.words,
        "planned": one.planned,
        "position": one.position,
    }
    phases = queries.phases(one.phase.cycle, viewer)
    is_new = one.planned_at == queries.today()
    form = ChangeMilestoneForm(request.POST or None, initial=initial, phases=phases, is_new=is_new)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_milestone(one, **form.cleaned_data, read=revision_read(request.POST), by=viewer)
        except ValidationError as error:
            form.add_error(None, error)
            read = one.revision
        else:
            messages.success(request, _("Sparat: %(title)s.") % {"title": one.title})
            if one.actual is None:
                _warn_outside(request, one.phase, one.planned)
            return redirect("cycle:milestones")
    elif form.errors:
        read = revision_read(request.POST)  # what is sent again has read no more than before
    context = {"milestone": one, "form": form, "read": read}
    return render(request, "cycle/milestone.html", context, status=400 if form.errors else 200)


@staff_required
@require_POST
def decide(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Done, not done, struck, put back."""
    viewer = viewer_of(request)
    one = _found(pk, viewer)
    form = DayForm(request.POST)
    if verb == "klar" and not form.is_valid():
        messages.error(request, _("Skriv dagen som år-månad-dag, till exempel 2030-09-08."))
        return redirect("cycle:milestones")
    try:
        if verb == "klar":
            actions.complete_milestone(
                one, form.cleaned_data["day"], read=revision_read(request.POST), by=viewer
            )
        elif verb == "inte-klar":
            actions.reopen_milestone(one, by=viewer)
        elif verb == "stryk":
            actions.withdraw_milestone(one, read=revision_read(request.POST), by=viewer)
        else:
            actions.put_back_milestone(one, by=viewer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Sparat: %(title)s.") % {"title": one.title})
    return redirect("cycle:milestones")


def _warn_outside(request: HttpRequest, phase: Phase, day: datetime.date) -> None:
    """Say so where the day does not lie within the phase: it is allowed, but hardly meant."""
    told = {"phase": phase.get_kind_display(), "day": dates.day(day)}
    if phase.ends is not None and day > phase.ends:
        told["end"] = dates.day(phase.ends)
        text = _(
            "Dagen (%(day)s) ligger efter sista dagen i fasen %(phase)s (%(end)s). "
            "Ändra fasens plan också, om den inte håller."
        )
    elif phase.starts is not None and day < phase.starts:
        told["start"] = dates.day(phase.starts)
        text = _("Dagen (%(day)s) ligger före första dagen i fasen %(phase)s (%(start)s). Stämmer det?")
    else:
        return
    messages.warning(request, text % told)


def _found(pk: int, viewer: Viewer) -> Milestone:
    require("cycle.manage", viewer)
    one = queries.milestone(pk, viewer)
    if one is None:
        raise Http404
    return one
