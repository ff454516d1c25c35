"""The page of agreement: figures, differences to talk through, stability, publishing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import allowed, require, staff_required, viewer_of
from medskick.ground.live.queries import address
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights.coding import actions, words
from medskick.process.insights.coding.confusion import picture
from medskick.process.insights.coding.forms import ChoiceForm, as_initial
from medskick.process.insights.coding.queries import differences, figures, options, queue
from medskick.process.insights.views._common import attempt, cycle_of, nothing_yet

PER_PAGE = 20


@require_safe
@staff_required
@never_cache
def agreement(request: HttpRequest) -> HttpResponse:
    """``?visa=datorn``: where people agree and the computer chose otherwise; ``?sida=``."""
    viewer = viewer_of(request)
    require("insights.agreement", viewer)
    cycle = current_cycle(viewer)
    if cycle is None:
        return nothing_yet(request)
    found = figures.figures(cycle, viewer)
    stable = figures.stability(cycle, viewer)
    going = figures.stability(cycle, viewer, finished=False)
    view = differences.WITH_ENGINE if request.GET.get("visa") == differences.WITH_ENGINE else ""
    page = Paginator(differences.different(cycle, viewer, view=view), PER_PAGE).get_page(
        request.GET.get("sida")
    )
    told = figures.to_publish(found, stable)
    context = {
        "found": found,
        "finding": words.finding(found),
        "verdict": words.verdict(found),
        "overall": words.overall(found),
        "several": words.several(found.several.engine, found.several.people) if found.several else "",
        "criteria": words.criteria(found),
        "theme_rows": words.theme_rows(found),
        "confusion": picture(found.confusion) if found.confusion else None,
        "stable": stable,
        "stable_words": words.stable(stable) if stable else None,
        "going": going if going is not None and not going.check.finished_at else None,
        "events": address(going.job.stream) if going and going.job and going.job.is_active else "",
        "page": page,
        "view": view,
        "differences": differences.described(list(page), cycle),
        "held": bool(queue.unfinished(cycle, viewer)),
        "draws": queue.draws(cycle, viewer),
        "report": figures.report(cycle, viewer),
        "mark": figures.mark(told),
        "may_lead": allowed("insights.sample", viewer),
        "may_run": allowed("insights.run", viewer),
    }
    return render(request, "insights/coding/agreement.html", context)


@require_safe
@staff_required
@never_cache
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement that was read differently."""
    return _one(request, pk)


def _one(request: HttpRequest, pk: int, status: int = 200, form: ChoiceForm | None = None) -> HttpResponse:
    viewer, cycle = viewer_of(request), cycle_of(request)
    require("insights.agreement", viewer)
    found = differences.difference(cycle, pk, viewer)
    if found is None:
        raise Http404
    offered = options.options(cycle)
    form = form or ChoiceForm(offered, initial=as_initial(found.consensus))
    context = {
        "one": found,
        "words": queue.words(found.unit),
        "form": form,
        "ticked": form.ticked,
        "options": offered,
        "is_coder": differences.is_coder(found.unit, viewer) and allowed("insights.code", viewer),
        "may_move": allowed("insights.review", viewer),
        "mine": found.consensus is not None and found.consensus.proposed_by_id == viewer.user_id,
    }
    return render(request, "insights/coding/difference.html", context, status=status)


@require_POST
@staff_required
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose what both should stand for."""
    viewer, cycle = viewer_of(request), cycle_of(request)
    found = _coders_own(request, pk)
    form = ChoiceForm(options.options(cycle), request.POST)
    if not form.is_valid():
        return _one(request, pk, 400, form)

    def act() -> Any:
        return actions.propose(found.unit, form.chosen, by=viewer, shown=form.cleaned_data["version"])

    return _settled(request, pk, _("Förslaget är sparat. Den andra kodaren får godta det."), act)


@require_POST
@staff_required
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the other's proposal."""
    viewer = viewer_of(request)
    found = _coders_own(request, pk)
    version = request.POST.get("version", "")
    shown = int(version) if version.isdecimal() and len(version) < 9 else 0
    return _settled(
        request, pk, _("Ni är överens."), lambda: actions.accept(found.unit, by=viewer, shown=shown)
    )


@require_POST
@staff_required
def send_to_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the statement to where the coders agreed."""
    viewer, cycle = viewer_of(request), cycle_of(request)
    require("insights.review", viewer)
    found = differences.difference(cycle, pk, viewer)
    if found is None:
        raise Http404
    return _settled(
        request,
        pk,
        _("Tanken är flyttad. Det går att ångra i granskningen."),
        lambda: actions.send_to_board(found.unit, by=viewer),
    )


def _coders_own(request: HttpRequest, pk: int) -> differences.Difference:
    viewer = viewer_of(request)
    require("insights.code", viewer)
    found = differences.difference(cycle_of(request), pk, viewer)
    if found is None or not differences.is_coder(found.unit, viewer):
        raise Http404
    return found


def _settled(request: HttpRequest, pk: int, done: str, act: Any) -> HttpResponse:
    try:
        attempt(request, done, act)
    except actions.ChangedMeanwhileError as error:
        messages.error(request, error.messages[0])
        return _one(request, pk, 409)
    return redirect("insights_staff:difference", pk)


@require_POST
@staff_required
def check_stability(request: HttpRequest) -> HttpResponse:
    """Ask for the analysis to be repeated."""
    viewer, cycle = viewer_of(request), cycle_of(request)
    require("insights.run", viewer)
    attempt(
        request,
        _("Datorn läser om texterna när inget annat väntar. Du kan lämna sidan."),
        lambda: actions.check_stability(cycle, by=viewer, kind=request.POST.get("satt", "seeds")),
    )
    return redirect("insights_staff:agreement")


@require_POST
@staff_required
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the figures that were read, or take the published ones back."""
    viewer, cycle = viewer_of(request), cycle_of(request)
    require("insights.sample", viewer)
    if request.POST.get("gor") == "ta-tillbaka":
        report = figures.report(cycle, viewer)
        if report is not None:
            attempt(
                request,
                _("Siffrorna visas inte längre."),
                lambda: actions.take_back_agreement(report, by=viewer),
            )
        return redirect("insights_staff:agreement")
    try:
        actions.publish_agreement(cycle, by=viewer, seen=request.POST.get("seen", ""))
        messages.success(request, _("Siffrorna visas nu på sidan Så går det till."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("insights_staff:agreement")
