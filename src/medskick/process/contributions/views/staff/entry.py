"""Hand entry: a letter, a call or an e-mail becomes a contribution with a receipt to give out."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from medskick.ground.core import receipts
from medskick.ground.core.access import require, staff_required, viewer_of
from medskick.process.contributions import actions
from medskick.process.contributions.forms.staff import EntryForm
from medskick.process.contributions.queries import receipt as queries
from medskick.process.cycle import queries as cycles


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The form."""
    viewer = viewer_of(request)
    require("contributions.enter", viewer)
    cycle = cycles.current_cycle(viewer)
    if cycle is None:
        return render(request, "contributions/staff/no_cycle.html")
    form = EntryForm(request.POST or None, initial={"client_key": str(uuid.uuid4()), "date": cycles.today()})
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["client_key"][:40] or str(uuid.uuid4())
        try:
            submission = actions.receive(cycle, [form.answer()], client_key=f"hand-{key}", by=viewer)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("contributions_staff:entered", submission.receipt.code)
    return render(
        request, "contributions/staff/enter.html", {"form": form}, status=422 if form.errors else 200
    )


@staff_required
@require_safe
def entered(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt of what was entered, to write down, print or read aloud to the sender."""
    viewer = viewer_of(request)
    require("contributions.enter", viewer)
    receipt = receipts.find(code)
    if receipt is None:
        raise Http404
    context = {"receipt": receipt, "sent": queries.sent_with(receipt, viewer)}
    return render(request, "contributions/staff/entered.html", context)
