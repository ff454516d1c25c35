"""The switch of the language model, and yes or no to what it wrote in a run."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from medskick.engine.text import model_prompt
from medskick.ground.core.access import require, staff_required, viewer_of
from medskick.ground.jobs import queries as jobs
from medskick.process.insights import actions
from medskick.process.insights.actions.language_model import TRIAL, Wish
from medskick.process.insights.forms import LanguageModelForm
from medskick.process.insights.models import ModelDecision
from medskick.process.insights.queries import language_model
from medskick.process.insights.views._common import attempt


@require_http_methods(["GET", "POST"])
@staff_required
def switch(request: HttpRequest) -> HttpResponse:
    """What is decided, or the form for deciding."""
    viewer = viewer_of(request)
    require("insights.language_model", viewer)
    form = LanguageModelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wish = Wish(**{name: form.cleaned_data[name] for name in Wish.__dataclass_fields__})
        try:
            actions.switch_on(wish, by=viewer)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("insights_staff:language_model")
    told = language_model.decisions(viewer)
    on = next((one for one in told if one.is_on), None)
    job = jobs.active(TRIAL, str(on.pk)) if on else None
    context = {
        "form": form,
        "decision": on,
        "outdated": on is not None and language_model.decision_on() is None,
        "earlier": [one for one in told if not one.is_on],
        "key_variable": language_model.key_variable(),
        "key_is_there": language_model.key_is_there(),
        "trying": job is not None,
        "prompt": model_prompt.SYSTEM,
        "prompt_version": model_prompt.VERSION,
    }
    return render(request, "insights/staff/language_model.html", context, status=400 if form.errors else 200)


@require_POST
@staff_required
def switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    """End the decision."""
    found, by = _decision(request, pk), viewer_of(request)
    attempt(request, _("Språkmodellen är avstängd."), lambda: actions.switch_off(found, by=by))
    return redirect("insights_staff:language_model")


@require_POST
@staff_required
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Try the connection in the background."""
    found, by = _decision(request, pk), viewer_of(request)
    attempt(
        request,
        _("Provet är beställt. Ladda om sidan om en stund."),
        lambda: actions.try_out(found, by=by),
    )
    return redirect("insights_staff:language_model")


@require_POST
@staff_required
def decide(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Approve or reject a text of the model."""
    by = viewer_of(request)
    require("insights.review", by)
    found = language_model.text(pk, by)
    if found is None or found.run.number != number:
        raise Http404
    shown = request.POST.get("visat")
    approved = request.POST.get("gor") == "godkann"
    done = _("Texten är godkänd.") if approved else _("Texten är avvisad och visas ingenstans.")
    attempt(request, done, lambda: actions.decide_text(found, approved, by=by, shown=shown))
    return redirect("insights_staff:run", number=number)


def _decision(request: HttpRequest, pk: int) -> ModelDecision:
    viewer = viewer_of(request)
    require("insights.language_model", viewer)
    found = next((one for one in language_model.decisions(viewer) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found
