"""/medskick/<number>/: one contribution as anybody may read it, and a way to report it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from medskick.ground.core import chain, tokens
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.chain import Ref
from medskick.process.contributions import actions, queries
from medskick.process.contributions.forms.visitor import ReportForm
from medskick.process.contributions.models import State
from medskick.process.contributions.views.posts import (
    NOT_SAVED,
    REPORTS_PER_ADDRESS,
    not_saved,
    read,
    refusing,
    token_of,
    within_limits,
)

PURPOSE = "report"


@require_safe
def contribution(request: HttpRequest, number: int) -> HttpResponse:
    """The page. What does not show is told apart only as far as it must: withdrawn and hidden are gone (410)."""
    found = queries.public_contribution(number, PUBLIC)
    if found is None:
        return _not_shown(request, number)
    ref = Ref("contribution", str(number))
    themes = _by_theme(chain.walk_each([ref], PUBLIC)[ref])
    context = {
        "voice": found,
        "onward": themes,
        "placed": any(step.address for group in themes for step in group),
        "reported": "anmald" in request.GET,
    }
    response = render(request, "contributions/public.html", context)
    response["Cache-Control"] = "no-store"  # hiding reaches every door at once
    return response


def _by_theme(levels: list[list[chain.Description]]) -> list[list[chain.Description]]:
    """Statements together with the theme that they lie in, which follows them."""
    groups: list[list[chain.Description]] = []
    for level in levels:
        if groups and level[0].ref.kind != "statement":
            groups[-1] += level
        else:
            groups.append(list(level))
    return groups


def _not_shown(request: HttpRequest, number: int) -> HttpResponse:
    gone = queries.taken_away(number, PUBLIC)
    context = {"known": bool(gone), "withdrawn": gone == State.WITHDRAWN}
    response = render(request, "contributions/not_shown.html", context, status=410 if gone else 404)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
@refusing
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Tell that something public should not be."""
    shown = queries.shown(number, PUBLIC)
    if shown is None:
        return _not_shown(request, number)
    purpose = f"{PURPOSE}:{number}"  # a token shown for one voice is of no use for another
    context: dict[str, object] = {
        "voice": queries.public_contribution(number, PUBLIC),
        "token_field": tokens.FIELD,
    }
    if request.method != "POST":
        return _form(request, {**context, "form": ReportForm(), "token": tokens.issue(purpose)})
    posted = read(request)
    filled = ReportForm(posted)
    token = token_of(posted, purpose)
    if token is None:
        filled.add_error(
            None, _("Sidan har varit öppen länge. Det du skrev finns kvar. Tryck på Anmäl igen.")
        )
        return _form(request, {**context, "form": filled, "token": tokens.issue(purpose)}, 400)
    context = {**context, "token": posted[tokens.FIELD]}
    if not within_limits(request, "report", token, REPORTS_PER_ADDRESS):
        filled.add_error(
            None, _("Det kommer många anmälningar på en gång just nu. Vänta en minut och försök igen.")
        )
        return _form(request, {**context, "form": filled}, 429)
    if filled.is_valid():
        data = filled.cleaned_data
        try:
            actions.report(shown, data["reason"], data["text"], client_key=f"token-{token.nonce}", by=PUBLIC)
        except ValidationError as error:
            filled.add_error(None, error)
        except PermissionDenied:
            return _not_shown(request, number)
        except OperationalError:
            filled.add_error(None, NOT_SAVED)
            return not_saved(_form(request, {**context, "form": filled}, 503))
        else:
            response = HttpResponseRedirect(reverse("contributions:public", args=[number]) + "?anmald=1")
            response.status_code = 303
            return response
    return _form(request, {**context, "form": filled}, 422)


def _form(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    response = render(request, "contributions/report.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
