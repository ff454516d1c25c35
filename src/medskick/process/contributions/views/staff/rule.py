"""The approved rule: what may show before a person has read it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from medskick.ground.core.access import require, staff_required, viewer_of
from medskick.ground.core.numbers import counted
from medskick.process.contributions import actions
from medskick.process.contributions.forms.staff import RuleForm
from medskick.process.contributions.models import LARGE_GROUP, Channel
from medskick.process.contributions.queries import staff as queries
from medskick.process.cycle import queries as cycles


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest) -> HttpResponse:
    """The rule in force, exactly what it lets through, and the form for another."""
    viewer = viewer_of(request)
    require("contributions.approve_rule", viewer)
    cycle = cycles.current_cycle(viewer)
    if cycle is None:
        return render(request, "contributions/staff/no_cycle.html")
    current = queries.current_rule(cycle, viewer)
    initial = {"channels": current.channels, "pass_personal": current.pass_personal} if current else {}
    form = RuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.approve_rule(
                cycle, data["channels"], pass_personal=data["pass_personal"], by=viewer
            )
            passed = actions.apply_rule(made, by=viewer) if data["now"] else 0
        except ValidationError as error:
            form.add_error(None, error)
        else:
            told = _("Regeln gäller från och med nu.")
            if data["now"]:
                told += " " + ngettext(
                    "%(n)s medskick som väntade visas nu.", "%(n)s medskick som väntade visas nu.", passed
                ) % {"n": counted(passed)}
            messages.success(request, told)
            return redirect("contributions_staff:rule")
    waiting = queries.would_pass(cycle, viewer)
    context = {
        "rule": current,
        "channels": [Channel(channel).label for channel in current.channels] if current else [],
        "form": form,
        "large_group": LARGE_GROUP,
        "rows": [{"channel": Channel(key).label, **row} for key, row in sorted(waiting.items())],
        "past": queries.past_rules(cycle, viewer),
    }
    return render(request, "contributions/staff/rule.html", context, status=422 if form.errors else 200)


@staff_required
@require_POST
def end_rule(request: HttpRequest) -> HttpResponse:
    """From now on a person reads everything."""
    viewer = viewer_of(request)
    require("contributions.approve_rule", viewer)
    cycle = cycles.current_cycle(viewer)
    current = queries.current_rule(cycle, viewer) if cycle else None
    if current is not None:
        actions.end_rule(current, by=viewer)
        messages.success(request, _("Regeln är avslutad. En människa läser allt innan det visas."))
    return redirect("contributions_staff:rule")
