"""/tyck-till/: the questions, without account, cookie or need of a script."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medskick.engine.text.personal import find_personal_data
from medskick.ground.core import limits, proof, tokens
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions.actions import receive
from medskick.process.contributions.actions.receive import MAX_CHARS, sent_before
from medskick.process.contributions.asking import is_suspect, personal_data
from medskick.process.contributions.forms.visitor import AnswerForm
from medskick.process.contributions.models import Mask, Submission
from medskick.process.contributions.templatetags.contributions import short_day
from medskick.process.contributions.views import guesses
from medskick.process.contributions.views.posts import (
    PER_ADDRESS,
    Refused,
    not_saved,
    read,
    refusing,
    token_of,
    unseen,
    within_limits,
)
from medskick.process.cycle import queries as cycles
from medskick.process.cycle.models import PhaseKind, StrategyCycle

PURPOSE = "form"
_NOT_SAVED = gettext_lazy(
    "Just nu går det inte att spara. Det du skrev finns kvar här nedanför. "
    "Vänta en halv minut och tryck på Skicka igen."
)
_HINTS_PER_ADDRESS = "20000/10minute"


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
@refusing
def form(request: HttpRequest) -> HttpResponse:
    """The form, and what is sent with it."""
    cycle = cycles.current_cycle(PUBLIC)
    if cycle is None or not cycles.accepts_contributions(cycle, PUBLIC):
        return _receipt_of_earlier(request) or _closed(request, cycle)
    if request.method == "POST":
        return _sent(request, cycle)
    key = str(uuid.uuid4())
    response = _page(request, AnswerForm(initial={"client_key": key}), tokens.issue(PURPOSE))
    # Asked for anew on every visit, but the browser's Back may show the page it had: with the key that was sent, so
    # that the same words give the same receipt also without a script. The form is posted to an address of its own,
    # since a browser forgets the page at an address that it posts to.
    response["Cache-Control"] = "private, max-age=0"
    return response


def _sent(request: HttpRequest, cycle: StrategyCycle) -> HttpResponse:
    posted = read(request)
    answered = AnswerForm(posted)
    token = token_of(posted, PURPOSE)
    if token is None:
        answered.add_error(
            None,
            _("Sidan har varit öppen länge. Det du skrev finns kvar här nedanför. Tryck på Skicka igen."),
        )
        return _page(request, answered, tokens.issue(PURPOSE), status=400)
    shown_token = str(posted[tokens.FIELD])
    if not within_limits(request, "form", token):
        answered.add_error(
            None, _("Det kommer för många svar på en gång just nu. Vänta en minut och tryck på Skicka igen.")
        )
        return _page(request, answered, shown_token, status=429)
    if not answered.is_valid():
        return _page(request, answered, shown_token, status=422)
    found = personal_data(answered)
    if found and not any(posted.getlist("reviewed")):
        return _page(request, answered, shown_token, found=found)
    try:
        submission = receive(
            cycle,
            answered.answers(),
            client_key=_key(answered, token),
            by=PUBLIC,
            suspect=is_suspect(answered, token),
        )
    except ValidationError as error:
        answered.add_error(None, error)
        return _page(request, answered, shown_token, status=422)
    except OperationalError:
        answered.add_error(None, _NOT_SAVED)
        return not_saved(_page(request, answered, shown_token, status=503))
    return _thanks(request, submission)


def _receipt_of_earlier(request: HttpRequest) -> HttpResponse | None:
    """The receipt, when what is posted now was sent and saved while the form was open; else None."""
    if request.method != "POST":
        return None
    posted = read(request)
    answered = AnswerForm(posted)
    token = token_of(posted, PURPOSE)
    if not limits.allow("contributions.form.address", limits.address_of(request), PER_ADDRESS):
        return None
    if not answered.is_valid() or not (key := _key(answered, token)):
        return None
    submission = sent_before(key, answered.answers())
    return _thanks(request, submission) if submission else None


def _key(answered: AnswerForm, token: tokens.Token | None) -> str:
    """What tells one showing of the form from another: the page's own key, else its token."""
    return str(answered.cleaned_data["client_key"] or (f"token-{token.nonce}" if token else ""))


def _thanks(request: HttpRequest, submission: Submission) -> HttpResponse:
    guesses.met(request, submission.receipt.code)
    address = reverse("contributions:receipt", args=[submission.receipt.code])
    response = HttpResponseRedirect(f"{address}?sparad=1")
    response.status_code = 303
    return unseen(response)


def _page(
    request: HttpRequest,
    answered: AnswerForm,
    token: str,
    *,
    found: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": answered, "token": token, "token_field": tokens.FIELD, "found": found or []}
    context["tell_more"] = any(answered[name].value() for name in _ABOUT)
    return unseen(render(request, "contributions/form.html", context, status=status))


_ABOUT = ("municipality", "age_band", "as_group", "persons", "sender_kind", "organisation")


def _closed(request: HttpRequest, cycle: StrategyCycle | None) -> HttpResponse:
    context: dict[str, Any] = {"phases": [], "dialogue": None}
    if cycle is not None:
        line = cycles.phase_line(cycle, PUBLIC)
        dialogue = next((stop for stop in line if stop.kind == PhaseKind.DIALOGUE), None)
        context = {
            "phases": _dated(line),
            "dialogue": dialogue,
            "before": bool(dialogue) and _is_ahead(dialogue),
            "invited": cycles.invitation(cycle, PUBLIC),
        }
    if request.method == "POST":
        posted = read(request)
        context["kept"] = [
            str(words) for name, words in posted.items() if name.startswith("answer_") and str(words).strip()
        ]
    status = 409 if request.method == "POST" else 200
    return unseen(render(request, "contributions/closed.html", context, status=status))


def _dated(line: list[Any]) -> list[dict[str, Any]]:
    """The stops as `ui/phase_line.html` wants them."""
    return [
        {
            "name": stop.name,
            "state": stop.state,
            "dates": " – ".join(short_day(day, "j M Y") for day in (stop.starts, stop.ends) if day),
        }
        for stop in line
    ]


def _is_ahead(dialogue: Any) -> bool:
    return dialogue.starts is None or dialogue.starts > cycles.today()


@require_POST
@tokens.visitor_form
def review(request: HttpRequest) -> JsonResponse:
    """Points out personal data in a text while somebody writes: ``{"text": …}`` → ``{"found": […]}``. Keeps nothing."""
    if not limits.allow("contributions.review", limits.address_of(request), _HINTS_PER_ADDRESS):
        return JsonResponse({"error": _("Vänta en stund och försök igen.")}, status=429)
    try:
        text = _text_of(request)
    except Refused as refused:
        return JsonResponse({"error": refused.sentence}, status=refused.status)
    found = [
        {"start": hit.start, "end": hit.end, "kind": hit.kind, "label": str(Mask.Kind(hit.kind).label)}
        for hit in find_personal_data(text)
    ]
    response = JsonResponse({"found": found})
    response["Cache-Control"] = "no-store"
    return response


def _text_of(request: HttpRequest) -> str:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal()) or int(length) > MAX_CHARS * 7:
        raise Refused(_("Texten är för lång. Vi tar emot högst 10 000 tecken."), 413)
    try:
        posted = json.loads(request.body)
    except (ValueError, RecursionError, OSError) as error:
        raise Refused(_("Det gick inte att läsa texten. Ladda om sidan och försök igen.")) from error
    text = posted.get("text") if isinstance(posted, dict) else None
    if not isinstance(text, str):
        raise Refused(_("Det gick inte att läsa texten. Ladda om sidan och försök igen."))
    if len(text) > MAX_CHARS:
        raise Refused(_("Texten är för lång. Vi tar emot högst 10 000 tecken."), 413)
    return text


@require_GET
def challenge(request: HttpRequest) -> JsonResponse:
    """A puzzle for the visitor's browser."""
    if not limits.allow("contributions.challenge", limits.address_of(request), "6000/10minute"):
        return JsonResponse({"error": _("Vänta en stund och försök igen.")}, status=429)
    response = JsonResponse(proof.puzzle())
    response["Cache-Control"] = "no-store"
    return response
