"""Phases in the workspace: plan, open, close; the election ahead."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from medskick.ground.core.access import Viewer, require, staff_required, viewer_of
from medskick.process.cycle import actions, queries
from medskick.process.cycle.forms import DayForm, PlanPhaseForm, StartCycleForm, revision_read
from medskick.process.cycle.leaving import Left
from medskick.process.cycle.models import StrategyCycle


@staff_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """All phases with planned and actual days; start a first or next cycle."""
    viewer = viewer_of(request)
    require("cycle.manage", viewer)
    form = StartCycleForm(request.POST or None, prefix="cycle")
    cycle = queries.current_cycle(viewer)
    left = queries.left_behind(cycle, viewer) if cycle else []
    hinders = [one for one in left if one.hinders]
    if request.method == "POST" and form.is_valid() and not _taken(form, viewer) and not hinders:
        if cycle is not None and request.POST.get("sure") != "1":
            return _ask(request, form, cycle, left)
        if _start(request, form):
            return redirect("cycle:plan")
    rows = []
    for phase in queries.phases(cycle, viewer) if cycle else []:
        initial = {"start": phase.planned_start, "end": phase.planned_end}
        rows.append(
            {
                "phase": phase,
                "open": phase.is_open(queries.today()),
                "may_open": queries.may_open(phase, viewer),
                "plan": PlanPhaseForm(initial=initial, prefix=phase.kind),
                "day": DayForm(initial={"day": queries.today()}, prefix=f"{phase.kind}-day"),
            }
        )
    stops = queries.phase_line(cycle, viewer) if cycle else []
    context = {
        "cycle": cycle,
        "rows": rows,
        "stops": stops,
        "form": form,
        "hinders": hinders,
        "others": queries.others(viewer),
        "deadline": queries.deadline(viewer),
        "reminder": queries.unseen_reminder(viewer),
    }
    refused = bool(form.errors) or (request.method == "POST" and bool(hinders))
    return render(request, "cycle/plan.html", context, status=400 if refused else 200)


def _ask(request: HttpRequest, form: StartCycleForm, cycle: StrategyCycle, left: list[Left]) -> HttpResponse:
    """What moves and what stays, before it is done: there is no way back."""
    context = {"form": form, "new": form.cleaned_data, "cycle": cycle, "left": left}
    return render(request, "cycle/start.html", context)


def _taken(form: StartCycleForm, viewer: Viewer) -> bool:
    if queries.cycle_by_key(form.cleaned_data["key"], viewer) is not None:
        form.add_error("key", _("Det finns redan en omgång med den nyckeln. Välj en annan."))
    elif form.cleaned_data["end"] < form.cleaned_data["start"]:
        form.add_error("end", _("Sista dagen ligger före den första. Byt plats på dem."))
    return bool(form.errors)


def _start(request: HttpRequest, form: StartCycleForm) -> bool:
    data = form.cleaned_data
    days = {"dialogue": (data["start"], data["end"])}
    try:
        actions.start_cycle(data["key"], data["name"], days, by=viewer_of(request))
    except ValidationError as error:
        form.add_error(None, error)
    except IntegrityError:
        form.add_error("key", _("Det finns redan en omgång med den nyckeln. Välj en annan."))
    return not form.errors


@staff_required
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Say that the reminder of the election has been seen."""
    actions.see_reminder(by=viewer_of(request))
    return redirect("cycle:plan")


@staff_required
@require_POST
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Plan, open or close one phase."""
    viewer = viewer_of(request)
    require("cycle.manage", viewer)
    phase = queries.phase(pk, viewer)
    if phase is None:
        raise Http404
    form: PlanPhaseForm | DayForm
    if verb == "planera":
        form = PlanPhaseForm(request.POST, prefix=phase.kind)
    else:
        form = DayForm(request.POST, prefix=f"{phase.kind}-day")
    if verb == "folj-planen":
        actions.follow_plan(phase, by=viewer)
        messages.success(request, _("%(phase)s följer planen igen.") % {"phase": phase.get_kind_display()})
        return redirect("cycle:plan")
    if not form.is_valid():
        messages.error(request, _("Skriv dagen som år-månad-dag, till exempel 2030-09-08."))
        return redirect("cycle:plan")
    data = form.cleaned_data
    try:
        if verb == "planera":
            read = revision_read(request.POST)
            actions.plan_phase(phase, data["start"], data["end"], read=read, by=viewer)
        elif verb == "oppna":
            actions.open_phase(phase, data["day"], by=viewer)
        else:
            actions.close_phase(phase, data["day"], by=viewer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Sparat: %(phase)s.") % {"phase": phase.get_kind_display()})
    return redirect("cycle:plan")
