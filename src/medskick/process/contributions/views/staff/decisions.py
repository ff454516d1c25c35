"""Decisions about contributions: one, many, undone. After each the moderator lands on the next one in the queue."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from medskick.ground.core.access import staff_required, viewer_of
from medskick.ground.core.numbers import counted
from medskick.process.contributions import actions
from medskick.process.contributions.forms.staff import HideForm, MaskForm
from medskick.process.contributions.models import Contribution
from medskick.process.contributions.queries import staff as queries
from medskick.process.contributions.views.staff.queue import kept


def _one(request: HttpRequest, number: int) -> Contribution:
    found = queries.one(number, viewer_of(request))
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, number: int | str = "", **more: str) -> HttpResponse:
    """To the queue with the same filters, at the given item. The carried address is rebuilt from names we know."""
    query = QueryDict(kept(QueryDict(request.POST.get("query", "")[:2_000])), mutable=True)
    if queries.number_in(str(number)) is not None:
        query["nr"] = str(number)
    for name, value in more.items():
        query[name] = value
    return HttpResponseRedirect(reverse("contributions_staff:queue") + "?" + query.urlencode())


def _sentences(form: Form) -> str:
    return " ".join(str(message) for errors in form.errors.values() for message in errors)


def _do(
    request: HttpRequest, number: int, act: Callable[[Contribution], object], told: str, onward: bool
) -> HttpResponse:
    one = _one(request, number)
    try:
        act(one)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(request, number)
    messages.success(request, told)
    return _back(request, request.POST.get("next", "") if onward else number)


@staff_required
@require_POST
def pass_(request: HttpRequest, number: int) -> HttpResponse:
    """Let it show."""
    by = viewer_of(request)
    told = _("Medskick %(number)s visas nu.") % {"number": number}
    return _do(request, number, lambda one: actions.pass_(one, by=by), told, True)


@staff_required
@require_POST
def hide(request: HttpRequest, number: int) -> HttpResponse:
    """Hide it with a reason."""
    by = viewer_of(request)
    form = HideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _sentences(form))
        return _back(request, number)
    data = form.cleaned_data
    told = _("Medskick %(number)s är dolt. Avsändaren ser varför på sitt kvitto.") % {"number": number}
    return _do(
        request, number, lambda one: actions.hide(one, data["reason"], by=by, note=data["note"]), told, True
    )


@staff_required
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Show a hidden one again."""
    by = viewer_of(request)
    told = _("Medskick %(number)s visas igen.") % {"number": number}
    return _do(request, number, lambda one: actions.restore(one, by=by), told, False)


@staff_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Pass or hide those ticked."""
    by = viewer_of(request)
    chosen = queries.those(request.POST.getlist("valda")[:500], by)
    if not chosen:
        messages.error(request, _("Kryssa för minst ett medskick i listan."))
        return _back(request)
    try:
        if request.POST.get("gor") == "dolj":
            batch, done, left = actions.hide_many(
                chosen, request.POST.get("reason", ""), by=by, note=request.POST.get("note", "")[:2_000]
            )
            told = ngettext("%(n)s medskick är dolt.", "%(n)s medskick är dolda.", done) % {
                "n": counted(done)
            }
        else:
            batch, done, left = actions.pass_many(chosen, by=by)
            told = ngettext("%(n)s medskick visas nu.", "%(n)s medskick visas nu.", done) % {
                "n": counted(done)
            }
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(request)
    if left:
        told += " " + ngettext(
            "%(n)s lämnades kvar: flaggade, anmälda, stora grupper, möjliga robotar, namn i tryck och redan "
            "avgjorda läser du en i taget.",
            "%(n)s lämnades kvar: flaggade, anmälda, stora grupper, möjliga robotar, namn i tryck och redan "
            "avgjorda läser du en i taget.",
            left,
        ) % {"n": counted(left)}
    messages.success(request, told)
    return _back(request, **({"omgangen": batch} if done else {}))


@staff_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Put back what was decided together."""
    try:
        done, left = actions.undo(request.POST.get("omgangen", "")[:36], by=viewer_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _back(request)
    told = ngettext("%(n)s beslut är ångrat.", "%(n)s beslut är ångrade.", done) % {"n": counted(done)}
    if left:
        told += " " + _(
            "%(n)s lämnades, eftersom någon har beslutat om dem sedan dess eller avsändaren har överklagat."
        ) % {"n": counted(left)}
    messages.success(request, told)
    return _back(request)


@staff_required
@require_POST
def add_mask(request: HttpRequest, number: int) -> HttpResponse:
    """Cover words in a text."""
    by = viewer_of(request)
    form = MaskForm(request.POST)
    if not form.is_valid():
        messages.error(request, _sentences(form))
        return _back(request, number)
    data = form.cleaned_data

    def act(one: Contribution) -> object:
        if data["words"].strip():
            return actions.mask_words(one, data["words"], data["kind"], by=by)
        return actions.add_mask(one, data["field"] or "text", data["start"], data["end"], data["kind"], by=by)

    return _do(request, number, act, _("Uppgiften är övertäckt överallt där texten visas."), False)


@staff_required
@require_POST
def lift_mask(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Show covered words again."""
    by = viewer_of(request)
    mask = queries.mask(number, pk, by)
    if mask is None:
        raise Http404
    return _do(
        request, number, lambda one: actions.lift_mask(mask, by=by), _("Maskeringen är borttagen."), False
    )
