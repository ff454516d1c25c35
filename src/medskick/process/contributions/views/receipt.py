"""/kvitto/: what became of what I sent. Whoever has the code is its sender; no cookie, kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from medskick.ground.core import codes, one_language, receipts, tokens
from medskick.ground.core.access import PUBLIC
from medskick.ground.core.models import Receipt
from medskick.ground.post import actions as mail
from medskick.ground.post import queries as post
from medskick.ground.post.asking import AddressForm, mail_works, taken
from medskick.process.contributions import actions
from medskick.process.contributions.forms.visitor import (
    AppealForm,
    CorrectionForm,
    LookupForm,
    MisplacedForm,
    WithdrawForm,
)
from medskick.process.contributions.models import Contribution, State
from medskick.process.contributions.queries import receipt as queries
from medskick.process.contributions.queries.placing import Placing, placing
from medskick.process.contributions.views import guesses
from medskick.process.contributions.views.posts import (
    NOT_SAVED,
    not_saved,
    read,
    refusing,
    token_of,
    unseen,
    within_limits,
)
from medskick.process.cycle import queries as cycles

PURPOSE = "receipt"

DONE = {
    "sparad": "saved",
    "rattelse": "corrected",
    "tillbaka": "withdrawn",
    "overklagad": "appealed",
    "mejl": "mail_asked",
    "losskopplad": "mail_stopped",
}


@require_safe
def lookup(request: HttpRequest) -> HttpResponse:
    """Ask for a code; with ``?kod=`` go to its receipt."""
    if "kod" not in request.GET:
        return unseen(render(request, "contributions/lookup.html", _lookup(LookupForm(prefix=None))))
    asked = LookupForm({"code": request.GET["kod"]})
    if not asked.is_valid():
        return unseen(render(request, "contributions/lookup.html", _lookup(asked), status=422))
    code = codes.normalise(asked.cleaned_data["code"])
    if code is None:
        return _unknown(request, asked.cleaned_data["code"])
    return unseen(HttpResponseRedirect(reverse("contributions:receipt", args=[code])))


def _lookup(form: LookupForm) -> dict[str, Any]:
    return {"form": form, "invited": cycles.invitation(cycles.current_cycle(PUBLIC), PUBLIC)}


def _unknown(request: HttpRequest, typed: str, status: int = 404) -> HttpResponse:
    asked = LookupForm({"code": typed[:80]})
    asked.add_error(
        "code",
        _(
            "Vi hittar inget kvitto med den koden. Jämför tecken för tecken. Så här kan en kod se ut: M7K-4QF-9TD."
        ),
    )
    return unseen(render(request, "contributions/lookup.html", _lookup(asked), status=status))


def with_receipt(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Finds the receipt of the code in the address, however it was typed, and stops those who guess.

    A whole school shares one address: whoever has a code that exists is let in, however many wrong ones others there
    have tried, unless the address tries thousands (``guesses``).
    """

    @wraps(view)
    def inner(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        canonical = codes.normalise(code)
        if canonical is None:
            return _unknown(request, code)
        if canonical != code and request.method in {"GET", "HEAD"}:
            match = request.resolver_match
            assert match is not None
            kept = {**match.kwargs, "code": canonical}
            return unseen(HttpResponseRedirect(reverse(match.view_name, kwargs=kept)))
        guesses.count_try(request, canonical)
        receipt = receipts.find(canonical)
        if receipt is None:
            guesses.count_miss(request)
            return _unknown(request, code)
        return unseen(view(request, receipt, *args, **kwargs))

    return refusing(inner)


@require_safe
@with_receipt
def receipt(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """The receipt itself."""
    sent = queries.sent_with(receipt)
    done = next((event for word, event in DONE.items() if word in request.GET), "")
    context = {
        "receipt": receipt,
        "sent": sent,
        "shared_steps": queries.shared_steps(sent),
        "done": done,
        "waiting": any(part.contribution.state == State.WAITING for part in sent),
        "address": request.build_absolute_uri(reverse("contributions:receipt", args=[receipt.code])),
        "spelled": " ".join(receipt.code.replace("-", "")),
        "followed": post.is_followed(receipt),
        "mail_works": mail_works(),
    }
    return render(request, "contributions/receipt.html", context)


@require_safe
@with_receipt
def download(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """The receipt as a text file."""
    address = request.build_absolute_uri(reverse("contributions:receipt", args=[receipt.code]))
    text, language = one_language.wholly(
        lambda: queries.as_text(receipt, queries.sent_with(receipt), address)
    )
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Language"] = language
    response["Content-Disposition"] = f'attachment; filename="kvitto-{receipt.code}.txt"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
@with_receipt
def follow(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Ask for mail when something happens to what was sent. The address is kept apart from it (``ground.post``)."""
    purpose = f"follow:{receipt.code}"
    form = AddressForm(request.POST if request.method == "POST" else None)
    status = 200
    token = tokens.issue(purpose)
    if request.method == "POST":
        language = get_language() or "sv"
        status = taken(
            request,
            form,
            purpose,
            lambda filled: mail.ask(filled.cleaned_data["address"], language=language, receipt=receipt),
        )
        if status == 303:
            return _back(receipt, "mejl")
        token = token if status == 400 else request.POST[tokens.FIELD]
    context = {
        "receipt": receipt,
        "form": form,
        "token": token,
        "token_field": tokens.FIELD,
        "mail_works": mail_works(),
    }
    return render(request, "contributions/follow.html", context, status=status)


@require_POST
@tokens.visitor_form
@with_receipt
def unfollow(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Take the tie to every address away. Whoever has the code may."""
    mail.unfollow(receipt)
    return _back(receipt, "losskopplad")


def _back(receipt: Receipt, done: str) -> HttpResponse:
    """To the receipt, which says what was done."""
    address = reverse("contributions:receipt", args=[receipt.code])
    response = HttpResponseRedirect(f"{address}?{done}=1")
    response.status_code = 303
    return response


def _act(
    request: HttpRequest,
    receipt: Receipt,
    number: int,
    form_class: Callable[..., Form],
    template: str,
    do: Callable[[Contribution, dict[str, Any], str], object],
    done: str,
) -> HttpResponse:
    contribution = queries.held(receipt, number)
    if contribution is None:
        raise Http404
    context = {
        "receipt": receipt,
        "contribution": contribution,
        "token_field": tokens.FIELD,
        "invited": cycles.invitation(cycles.current_cycle(PUBLIC), PUBLIC),
    }
    purpose = f"{PURPOSE}:{number}"  # a token shown for one voice is of no use for another
    if request.method != "POST":
        return render(request, template, {**context, "form": form_class(), "token": tokens.issue(purpose)})
    posted = read(request)
    filled = form_class(posted)
    token = token_of(posted, purpose)
    if token is None:
        filled.add_error(
            None, _("Sidan har varit öppen länge. Det du skrev finns kvar. Tryck på knappen igen.")
        )
        return render(
            request, template, {**context, "form": filled, "token": tokens.issue(purpose)}, status=400
        )
    context["token"] = posted[tokens.FIELD]
    if not within_limits(request, "receipt", token):
        filled.add_error(None, _("Det kommer mycket på en gång just nu. Vänta en minut och försök igen."))
        return render(request, template, {**context, "form": filled}, status=429)
    if filled.is_valid():
        try:
            do(contribution, filled.cleaned_data, f"token-{token.nonce}")
        except ValidationError as error:
            filled.add_error(None, error)
        except OperationalError:
            filled.add_error(None, NOT_SAVED)
            return not_saved(render(request, template, {**context, "form": filled}, status=503))
        else:
            return _back(receipt, done)
    return render(request, template, {**context, "form": filled}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
@with_receipt
def correct(request: HttpRequest, receipt: Receipt, number: int) -> HttpResponse:
    """Add something or put something right; ``?tema``: say that it was put in the wrong theme."""

    def do(contribution: Contribution, data: dict[str, Any], key: str) -> None:
        actions.correct(contribution, receipt, data["text"], client_key=key, by=PUBLIC)

    contribution = queries.held(receipt, number)
    placed = placing(contribution) if contribution and "tema" in request.GET else Placing()
    form = partial(MisplacedForm, placed) if placed.thoughts else CorrectionForm
    return _act(request, receipt, number, form, "contributions/correct.html", do, "rattelse")


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
@with_receipt
def withdraw(request: HttpRequest, receipt: Receipt, number: int) -> HttpResponse:
    """Take it back: the first step asks, the second does it."""

    def do(contribution: Contribution, data: dict[str, Any], _key: str) -> None:
        actions.withdraw(contribution, receipt, by=PUBLIC, note=data["note"])

    return _act(request, receipt, number, WithdrawForm, "contributions/withdraw.html", do, "tillbaka")


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
@with_receipt
def appeal(request: HttpRequest, receipt: Receipt, number: int) -> HttpResponse:
    """Ask for another look at what is hidden."""

    def do(contribution: Contribution, data: dict[str, Any], _key: str) -> None:
        actions.appeal(contribution, receipt, data["text"], by=PUBLIC)

    return _act(request, receipt, number, AppealForm, "contributions/appeal.html", do, "overklagad")
