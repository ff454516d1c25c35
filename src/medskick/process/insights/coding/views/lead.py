"""The start of coding: one's own work, and for the process lead who codes and what is drawn."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import allowed, require, staff_required, viewer_of
from medskick.ground.core.numbers import counted
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights.coding import actions
from medskick.process.insights.coding.forms import DrawForm, PlanForm
from medskick.process.insights.coding.queries import queue
from medskick.process.insights.views._common import attempt, cycle_of, first_errors, nothing_yet


@require_safe
@staff_required
def home(request: HttpRequest) -> HttpResponse:
    """Start, go on, or see how it goes."""
    require("insights.agreement", viewer_of(request))
    if current_cycle(viewer_of(request)) is None:
        return nothing_yet(request)
    return _page(request)


def _page(request: HttpRequest, status: int = 200, *, plan_form: PlanForm | None = None) -> HttpResponse:
    viewer, cycle = viewer_of(request), cycle_of(request)
    lead = allowed("insights.sample", viewer)
    plan, draws = queue.plan(cycle, viewer), queue.draws(cycle, viewer)
    context = {
        "cycle": cycle,
        "progress": queue.progress(cycle, viewer),
        "draws": draws,
        "plan": plan,
        "may_lead": lead,
        "may_read": allowed("insights.read", viewer),
    }
    if lead:
        people = queue.candidates(viewer)
        initial = {"version": plan.version if plan else 0}
        if plan:
            initial |= {"weekly": plan.weekly, "per_edition": plan.per_edition}
            initial |= {"first": plan.first_id or "", "second": plan.second_id or ""}  # type: ignore[dict-item]
        context |= {
            "people": people,
            "plan_form": plan_form or PlanForm(people, initial=initial),
            "draw_form": DrawForm(initial={"after": draws[0].draw.number if draws else 0}),
        }
    return render(request, "insights/coding/home.html", context, status=status)


@require_POST
@staff_required
def plan(request: HttpRequest) -> HttpResponse:
    """Say who codes and what is drawn by itself."""
    viewer, cycle = viewer_of(request), cycle_of(request)
    require("insights.sample", viewer)
    form = PlanForm(queue.candidates(viewer), request.POST)
    if not form.is_valid():
        return _page(request, 400, plan_form=form)
    attempt(
        request,
        _("Sparat. Det gäller från nästa dragning."),
        lambda: actions.set_plan(cycle, form.plan, by=viewer, shown=form.cleaned_data["version"]),
    )
    return redirect("insights_staff:coding")


@require_POST
@staff_required
def draw(request: HttpRequest) -> HttpResponse:
    """Draw more statements."""
    viewer, cycle = viewer_of(request), cycle_of(request)
    require("insights.sample", viewer)
    form = DrawForm(request.POST)
    if not form.is_valid():
        first_errors(request, form)
        return redirect("insights_staff:coding")
    wanted, after = form.cleaned_data["wanted"], form.cleaned_data["after"]
    try:
        number = actions.draw_more(cycle, wanted, by=viewer, after=after).drawn
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("insights_staff:coding")
    done = ngettext("%(n)s tanke är dragen.", "%(n)s tankar är dragna.", number) % {"n": counted(number)}
    messages.success(request, done + " " + _("De ligger nu hos kodarna."))
    return redirect("insights_staff:coding")
