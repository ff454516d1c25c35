"""Appeals, reports and corrections: what people have told us, oldest first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import allowed, require, staff_required, viewer_of
from medskick.process.contributions import actions
from medskick.process.contributions.forms.staff import AppealDecisionForm
from medskick.process.contributions.models import Appeal, Correction, Decision, HiddenReason, Report
from medskick.process.contributions.queries import staff as queries
from medskick.process.contributions.queries.public import correction_segments

PER_PAGE = 25
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
    appeal = get_object_or_404(Appeal.objects.select_related("contribution"), pk=pk)
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
    report = get_object_or_404(Report.objects.select_related("contribution"), pk=pk)
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
    rows = [{"correction": one, "shown": correction_segments(one)} for one in page]
    return render(request, "contributions/staff/corrections.html", {"page": page, "rows": rows})


@staff_required
@require_POST
def decide_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a correction show, or not."""
    correction = get_object_or_404(Correction, pk=pk)
    show = request.POST.get("utfall") == "visa"
    actions.decide_correction(correction, show, by=viewer_of(request))
    messages.success(request, _("Rättelsen visas bredvid rösten.") if show else _("Rättelsen visas inte."))
    return redirect("contributions_staff:corrections")
