"""Learning by example: one statement at a time, decided by a person; the engine learns from each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import Viewer, allowed, require, staff_required, viewer_of
from medskick.process.cycle import region as regions
from medskick.process.insights import actions
from medskick.process.insights.actions.take_back import own_newest
from medskick.process.insights.models import CodedStatement, Run
from medskick.process.insights.queries import book, grounds, runs, whole
from medskick.process.insights.queries import desk as desks
from medskick.process.insights.views._common import attempt, number, tell_lost

SKIPPED = "insights_desk_skipped"
MOST_SKIPPED = 300
PER_PAGE = 50


@require_safe
@staff_required
def desk(request: HttpRequest, number: int) -> HttpResponse:
    """``?tanke=`` a certain statement; without it the one that teaches most."""
    run = _run(request, number)
    return _page(request, run, wanted=_asked_for(request.GET.get("tanke")))


def _page(
    request: HttpRequest, run: Run, *, wanted: int = 0, ticked: list[str] | None = None, status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    if run.state != Run.State.DONE:
        return redirect("insights_staff:run", number=run.number)
    skipped = _skipped(request, run)
    asked = desks.asked(run, viewer, regions.region(), wanted=wanted, skipped=skipped)
    if wanted and asked is None:
        raise Http404
    newer = grounds.superseded_by(run, viewer)
    context = {
        "run": run,
        "newer": newer,
        "asked": asked,
        "ticked": ticked,
        "going": desks.going(run, viewer),
        "skipped": len(skipped),
        "may_review": newer is None and allowed("insights.review", viewer),
        "mine": own_newest(run, viewer),
    }
    return render(request, "insights/staff/desk.html", context, status=status)


@require_POST
@staff_required
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Save what was chosen: the pressed theme first, then the ticked ones; ``gor=inget``: fits none."""
    run, by = _run(request, number), viewer_of(request)
    require("insights.review", by)
    coded = _coded(request, run)
    chosen = [key for key in (request.POST.get("valt", ""), *request.POST.getlist("tema")) if key]
    if request.POST.get("gor") == "inget":
        chosen = []
    elif not chosen:
        messages.error(request, _("Kryssa för minst ett tema, eller välj ”Passar inget tema”."))
        return redirect(_to(run, coded))
    shown = _asked_for(request.POST.get("version"))
    before = book.newest_own(by)
    try:
        decision = actions.decide_code(coded, chosen, shown=shown, by=by)
    except actions.ChangedMeanwhileError as error:
        messages.error(request, error.messages[0])
        return _page(request, run, wanted=coded.pk, ticked=chosen, status=409)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(_to(run, coded))
    assert run.codebook is not None
    told = desks.labels(run.codebook, decision.keys, run.cycle_id)
    messages.success(request, _("Sparat: %(what)s.") % {"what": told})
    tell_lost(request, before)
    return redirect("insights_staff:desk", number=run.number)


@require_POST
@staff_required
def skip(request: HttpRequest, number: int) -> HttpResponse:
    """Leave a statement for now, or (``gor=glom``) ask about the skipped ones again. Kept in one's own session only."""
    run = _run(request, number)
    require("insights.review", viewer_of(request))
    kept: dict[str, list[int]] = request.session.get(SKIPPED, {})
    if request.POST.get("gor") == "glom":
        kept = {key: value for key, value in kept.items() if key != str(run.number)}
    else:
        coded = _coded(request, run)
        own = [pk for pk in kept.get(str(run.number), []) if pk != coded.pk]
        kept = {str(run.number): [*own, coded.pk][-MOST_SKIPPED:]}
    request.session[SKIPPED] = kept
    return redirect("insights_staff:desk", number=run.number)


@require_POST
@staff_required
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take back one's own newest decision and ask about that statement again."""
    run = _run(request, number)
    found: list[CodedStatement] = []

    def act() -> None:
        shown = _asked_for(request.POST.get("beslut"))
        found.append(actions.take_back_decision(run, by=viewer_of(request), shown=shown))

    if attempt(request, "", act):
        messages.success(request, _lies_now(found[0], viewer_of(request)))
        return redirect(_to(run, found[0]))
    return redirect("insights_staff:desk", number=run.number)


def _lies_now(coded: CodedStatement, viewer: Viewer) -> str:
    """That a decision is taken back, and where its statement lies now."""
    taken_back = _("Beslutet är taget tillbaka.")
    theme = desks.lies_in(coded, viewer)
    if theme is None:
        return f"{taken_back} {_('Tanken ligger nu inte i något tema.')}"
    return f"{taken_back} " + _("Tanken ligger nu i ”%(theme)s”.") % {"theme": theme.name}


@require_safe
@staff_required
def live(request: HttpRequest, number: int) -> HttpResponse:
    """The live line: whether the engine has learned from the latest decision, and what that changed."""
    run = _run(request, number)
    context = {"run": run, "going": desks.going(run, viewer_of(request))}
    return render(request, "insights/staff/parts/learning.html", context)


@require_safe
@staff_required
def fits_none(request: HttpRequest, number: int) -> HttpResponse:
    """Statements that fit no theme of the codebook."""
    run, viewer = _run(request, number), viewer_of(request)
    newer = grounds.superseded_by(run, viewer)
    rows = whole.fits_none(run.cycle, viewer) if newer is None else desks.fits_none(run, viewer)
    page: Any = Paginator(rows, PER_PAGE).get_page(request.GET.get("sida"))
    coded: list[CodedStatement | None] = list(page.object_list)
    if newer is None:
        lines = book.lines(page.object_list, regions.region())
        told = whole.coded_at(run, list(page.object_list))
        coded = [told.get(row.pk) for row in page.object_list]
    else:
        lines = book.lines([one.statement for one in page.object_list], regions.region())
    context: dict[str, Any] = {
        "run": run,
        "newer": newer,
        "page": page,
        "whole": whole.of_book(run.cycle, viewer) if newer is None else whole.of_run(run, viewer),
        "lines": list(zip(coded, lines, strict=True)),
        "may_review": newer is None and allowed("insights.review", viewer),
    }
    return render(request, "insights/staff/fits_none.html", context)


def _run(request: HttpRequest, wanted: int) -> Run:
    run = runs.run(wanted, viewer_of(request))
    if run is None or run.codebook is None:
        raise Http404
    return run


def _coded(request: HttpRequest, run: Run) -> CodedStatement:
    found = desks.coded(run, _asked_for(request.POST.get("tanke")), viewer_of(request))
    if found is None:
        raise Http404
    return found


def _skipped(request: HttpRequest, run: Run) -> list[int]:
    kept = request.session.get(SKIPPED, {})
    return kept.get(str(run.number), []) if isinstance(kept, dict) else []


def _to(run: Run, coded: CodedStatement) -> str:
    return reverse("insights_staff:desk", args=[run.number]) + f"?tanke={coded.pk}"


_asked_for = number
