"""Appeals, reports and corrections: what people have told us, oldest first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import allowed, require, staff_required, viewer_of
from medskick.process.contributions import actions
from medskick.process.contributions.forms.staff import AppealDecisionForm
from medskick.process.contributions.models import Appeal, Decision, HiddenReason, Mask
from medskick.process.contributions.queries import staff as queries
from medskick.process.contributions.queries.placing import answers, for_people, misplaced_in
from medskick.process.contributions.queries.public import correction_segments

PER_PAGE = 25
_Row = TypeVar("_Row")
OUTCOMES = {
    Appeal.Outcome.RESTORED: gettext_lazy("Rösten visas igen."),
    Appeal.Outcome.KEPT: gettext_lazy("Rösten förblir dold."),
    Appeal.Outcome.MOOT: gettext_lazy(
        "Rösten var inte längre dold. Överklagandet är avslutat utan prövning."
    ),
}


@staff_required
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """Appeals that wait. Who hid a contribution reads its appeal but cannot decide it."""
    return _appeals(request)


def _appeals(
    request: HttpRequest, wrong: tuple[int, AppealDecisionForm] | None = None, status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    require("contributions.moderate", viewer)
    page = Paginator(queries.open_appeals(viewer), PER_PAGE).get_page(request.GET.get("sida"))
    rows: list[dict[str, Any]] = []
    for appeal in page:
        hidings = [one for one in appeal.contribution.decisions.all() if one.verb == Decision.Verb.HIDE]
        hiding = appeal.decision or (hidings[-1] if hidings else None)
        form = AppealDecisionForm(auto_id=f"svar_{appeal.pk}_%s")
        if wrong and wrong[0] == appeal.pk:
            form = wrong[1]
        rows.append(
            {
                "appeal": appeal,
                "reason": HiddenReason(appeal.contribution.hidden_reason).label
                if appeal.contribution.hidden_reason
                else "",
                "hidden_by": hiding.author_name if hiding else "",
                "note": hiding.note if hiding else "",
                "may_decide": allowed("contributions.decide_appeal", viewer, appeal),
                "form": form,
            }
        )
    context = {"rows": rows, "page": page, "wrong": wrong[1] if wrong else None}
    return render(request, "contributions/staff/appeals.html", context, status=status)


@staff_required
@require_POST
def decide_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it again or keep it hidden, with an answer."""
    viewer = viewer_of(request)
    appeal = _found(queries.appeal(pk, viewer))
    require("contributions.moderate", viewer)
    if not allowed("contributions.decide_appeal", viewer, appeal):
        messages.error(request, _("Du dolde själv den här rösten. Någon annan avgör överklagandet."))
        return redirect("contributions_staff:appeals")
    form = AppealDecisionForm(request.POST, auto_id=f"svar_{pk}_%s")
    if form.is_valid():
        restore = request.POST.get("utfall") == "visa"
        try:
            decided = actions.decide_appeal(appeal, restore, form.cleaned_data["answer"], by=viewer)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, OUTCOMES[Appeal.Outcome(decided.outcome)])
        return redirect("contributions_staff:appeals")
    return _appeals(request, (pk, form), 422)


@staff_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Reports that nobody has looked at."""
    viewer = viewer_of(request)
    require("contributions.moderate", viewer)
    page = Paginator(queries.open_reports(viewer), PER_PAGE).get_page(request.GET.get("sida"))
    return render(
        request, "contributions/staff/reports.html", {"page": page, "reasons": HiddenReason.choices}
    )


@staff_required
@require_POST
def handle_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it show, or hide it with a reason."""
    viewer = viewer_of(request)
    report = _found(queries.report(pk, viewer))
    try:
        if request.POST.get("gor") == "dolj":
            actions.hide(report.contribution, request.POST.get("reason", ""), by=viewer)
            messages.success(request, _("Rösten är dold. Avsändaren ser varför på sitt kvitto."))
        else:
            actions.handle_report(report, by=viewer)
            messages.success(request, _("Anmälan är läst. Rösten visas."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("contributions_staff:reports")


@staff_required
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Corrections that wait."""
    viewer = viewer_of(request)
    require("contributions.moderate", viewer)
    page = Paginator(queries.open_corrections(viewer), PER_PAGE).get_page(request.GET.get("sida"))
    told, answered = misplaced_in(page, viewer), answers(page)
    rows = [
        {
            "correction": one,
            "shown": correction_segments(one),
            "text": for_people(one.text)[0],
            "misplaced": told.get(one.pk),
            "answer": answered.get(one.pk),
        }
        for one in page
    ]
    return render(
        request,
        "contributions/staff/corrections.html",
        {
            "page": page,
            "rows": rows,
            "mask_kinds": Mask.Kind.choices,
        },
    )


@staff_required
@require_POST
def decide_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a correction show, or not."""
    viewer = viewer_of(request)
    correction = _found(queries.correction(pk, viewer))
    show = request.POST.get("utfall") == "visa"
    told = _("Rättelsen visas bredvid rösten.") if show else _("Rättelsen visas inte.")
    _do(request, lambda: actions.decide_correction(correction, show, by=viewer), told)
    return redirect("contributions_staff:corrections")


@staff_required
@require_POST
def hide_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a correction that shows away again, with a reason."""
    viewer = viewer_of(request)
    correction = _found(queries.correction(pk, viewer))
    reason = request.POST.get("reason", "")
    told = _("Rättelsen är dold. Avsändaren ser varför på sitt kvitto.")
    _do(request, lambda: actions.hide_correction(correction, reason, by=viewer), told)
    return redirect("contributions_staff:item", correction.contribution.number)


@staff_required
@require_POST
def restore_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a hidden correction."""
    viewer = viewer_of(request)
    correction = _found(queries.correction(pk, viewer))
    told = _("Rättelsen visas bredvid rösten.")
    _do(request, lambda: actions.restore_correction(correction, by=viewer), told)
    return redirect("contributions_staff:item", correction.contribution.number)


@staff_required
@require_POST
def mask_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Cover words in a correction."""
    viewer = viewer_of(request)
    correction = _found(queries.correction(pk, viewer))
    words, kind = request.POST.get("words", "")[:2_000], request.POST.get("kind", "")
    told = _("Uppgiften är övertäckt överallt där rättelsen visas.")
    _do(request, lambda: actions.mask_correction(correction, words, kind, by=viewer), told)
    return redirect("contributions_staff:item", correction.contribution.number)


def _do(request: HttpRequest, act: Callable[[], object], told: str) -> None:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, told)


def _found(row: _Row | None) -> _Row:
    if row is None:
        raise Http404
    return row
