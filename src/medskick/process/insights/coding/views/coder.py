"""The coder's pages: one statement at a time."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from medskick.ground.core.access import require, staff_required, viewer_of
from medskick.process.insights.coding import actions
from medskick.process.insights.coding.forms import ChoiceForm, as_initial
from medskick.process.insights.coding.queries import options, queue
from medskick.process.insights.models import SampleUnit
from medskick.process.insights.views._common import attempt, cycle_of, number


@require_POST
@staff_required
def promise(request: HttpRequest) -> HttpResponse:
    """The promise not to look, and on to the first statement."""
    actions.promise(cycle_of(request), by=viewer_of(request))
    return redirect("insights_staff:next_statement")


@require_safe
@staff_required
@never_cache
def following(request: HttpRequest) -> HttpResponse:
    """On to the next statement, or to the start when there is none."""
    cycle, viewer = cycle_of(request), viewer_of(request)
    require("insights.code", viewer)
    if not queue.progress(cycle, viewer).promised:
        return redirect("insights_staff:coding")
    unit = queue.next_unit(cycle, viewer)
    if unit is None:
        messages.success(request, _("Du har kodat alla dina tankar. Tack!"))
        return redirect("insights_staff:coding")
    return redirect("insights_staff:statement", unit.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
@never_cache
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose for one statement. The page holds nothing of the computer's choice or the other coder's."""
    cycle, viewer = cycle_of(request), viewer_of(request)
    unit = queue.unit_of(pk, viewer)
    if unit is None or unit.cycle_id != cycle.pk:
        raise Http404
    if not queue.progress(cycle, viewer).promised:
        return redirect("insights_staff:coding")
    if request.method == "POST":
        return _answer(request, unit)
    form = ChoiceForm(options.options(cycle), initial=as_initial(queue.own_coding(unit, viewer)))
    return _page(request, unit, form)


def _answer(request: HttpRequest, unit: SampleUnit) -> HttpResponse:
    viewer = viewer_of(request)
    form = ChoiceForm(options.options(unit.cycle), request.POST)
    skipping = request.POST.get("gor") == "hoppa"
    valid = form.is_valid()
    if not skipping and not valid:
        return _page(request, unit, form, 400)
    try:
        if skipping:
            actions.skip(unit, by=viewer, shown=form.cleaned_data.get("version", 0))
        else:
            actions.answer(unit, form.chosen, by=viewer, shown=form.cleaned_data["version"])
    except actions.ChangedMeanwhileError as error:
        messages.error(request, error.messages[0])
        there = queue.own_coding(unit, viewer)
        return _page(request, unit, ChoiceForm(options.options(unit.cycle), initial=as_initial(there)), 409)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("insights_staff:next_statement")
    return redirect("insights_staff:next_statement")


def _page(request: HttpRequest, unit: SampleUnit, form: ChoiceForm, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    offered = options.options(unit.cycle)
    context = {
        "unit": unit,
        "shows": unit.contribution.state == "visible",
        "words": queue.words(unit),
        "form": form,
        "ticked": form.ticked,
        "options": offered,
        "recent": queue.recent(unit.cycle, viewer, offered),
        "progress": queue.progress(unit.cycle, viewer),
        "last": queue.last_answered(unit.cycle, viewer),
    }
    return render(request, "insights/coding/statement.html", context, status=status)


@require_POST
@staff_required
def take_back(request: HttpRequest) -> HttpResponse:
    """Open the last answered statement again."""
    cycle, viewer = cycle_of(request), viewer_of(request)
    found: list[SampleUnit] = []
    done = attempt(
        request,
        _("Här är tanken igen. Ändra och spara."),
        lambda: found.append(actions.take_back(cycle, by=viewer, shown=number(request.POST.get("last")))),
    )
    return redirect("insights_staff:statement", found[0].pk) if done else redirect("insights_staff:coding")
