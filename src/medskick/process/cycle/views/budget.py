"""The budget in the workspace: both sides on one page, saved together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from medskick.ground.core.access import require, staff_required, viewer_of
from medskick.process.cycle import actions, queries
from medskick.process.cycle.actions import LineGiven
from medskick.process.cycle.forms import BudgetLines
from medskick.process.cycle.models import BudgetLine, BudgetSide


@staff_required
@require_http_methods(["GET", "POST"])
def budget(request: HttpRequest) -> HttpResponse:
    """All lines of the current cycle's budget, and a few empty ones on each side."""
    viewer = viewer_of(request)
    require("cycle.manage", viewer)
    cycle = queries.current_cycle(viewer)
    if cycle is None:
        return redirect("cycle:plan")
    found = queries.budget(cycle, viewer)
    sides = {
        BudgetSide.COST.value: _lines(request, BudgetSide.COST, found.costs),
        BudgetSide.SOURCE.value: _lines(request, BudgetSide.SOURCE, found.sources),
    }
    sent = request.method == "POST"
    wrong = sent and not all(lines.is_valid() for lines in sides.values())
    overtaken = ""
    if sent and not wrong:
        given = {side: _given(lines) for side, lines in sides.items()}
        try:
            actions.save_budget(cycle, given, read=request.POST.get("read"), by=viewer)
        except ValidationError as error:
            overtaken, found = " ".join(error.messages), queries.budget(cycle, viewer)
        else:
            messages.success(request, _("Budgeten är sparad."))
            return redirect("cycle:budget")
    # What is wrong and sent again has read no more than before; after the warning it has.
    read = request.POST.get("read", "") if wrong else found.stamp
    context = {
        "cycle": cycle, "budget": found, "sides": sides, "wrong": wrong, "overtaken": overtaken, "read": read,
    }  # fmt: skip
    return render(request, "cycle/budget.html", context, status=400 if wrong else 409 if overtaken else 200)


@staff_required
@require_POST
def decide(request: HttpRequest, verb: str) -> HttpResponse:
    """Show the budget to everybody, or take it away."""
    viewer = viewer_of(request)
    require("cycle.manage", viewer)
    cycle = queries.current_cycle(viewer)
    if cycle is None:
        return redirect("cycle:plan")
    try:
        if verb == "visa":
            actions.publish_budget(cycle, by=viewer)
            messages.success(request, _("Budgeten visas nu i tidplanen."))
        else:
            actions.unpublish_budget(cycle, by=viewer)
            messages.success(request, _("Budgeten visas inte längre."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("cycle:budget")


def _lines(request: HttpRequest, side: BudgetSide, lines: tuple[BudgetLine, ...]) -> Any:
    initial = [{"name": line.name, "amount": line.amount, "note": line.note} for line in lines]
    return BudgetLines(request.POST or None, initial=initial, prefix=side.value)


def _given(lines: Any) -> list[LineGiven]:
    filled = [form.cleaned_data for form in lines if form.cleaned_data.get("name")]
    return [LineGiven(data["name"], data["amount"], data["note"]) for data in filled]
