"""What every form of a visitor needs: a body that can be read, a token, limits. No cookie anywhere."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medskick.ground.core import limits, tokens

LARGEST = 600_000
_READABLE = ("application/x-www-form-urlencoded", "multipart/form-data")
# A school of 500 behind one address sends its answers within some minutes, each with a review or two.
PER_ADDRESS = "3000/10minute"
PER_TOKEN = "40/hour"  # noqa: S105 - a rate, not a password
# Reports reach a person one by one: nobody needs to send more of them than that.
REPORTS_PER_ADDRESS = "60/10minute"


# Seconds until a locked database or a full disk may have been put right.
RETRY_AFTER = 30
NOT_SAVED = gettext_lazy(
    "Just nu går det inte att spara. Det du skrev finns kvar. Vänta en halv minut och försök igen."
)

log = logging.getLogger(__name__)


class Refused(Exception):
    """A post that cannot be taken; ``sentence`` tells the sender why and what to do."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def read(request: HttpRequest) -> QueryDict:
    """The posted fields. Raises Refused for a body that is too large, broken or of a kind we do not read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal()):
        raise Refused(_("Det du skickade gick inte att läsa. Gå tillbaka till formuläret och försök igen."))
    if int(length) > LARGEST:
        raise Refused(
            _(
                "Det du skickade är för stort. Texten kan vara högst 10 000 tecken, och filer tar vi inte emot här."
            ),
            413,
        )
    if request.content_type not in _READABLE:
        raise Refused(
            _("Det du skickade kom inte från formuläret. Öppna sidan Tyck till och skriv där."), 415
        )
    try:
        posted = request.POST
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError) as error:
        raise Refused(
            _("Det du skickade gick inte att läsa. Gå tillbaka till formuläret och försök igen.")
        ) from error
    if any(request.FILES):
        raise Refused(_("Här tar vi bara emot text, inga filer. Skriv eller klistra in texten i rutan."))
    return posted


def refusing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Turns ``Refused`` into a page with its one sentence."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            context = {"sentence": refused.sentence}
            return render(request, "contributions/refused.html", context, status=refused.status)

    return inner


def token_of(posted: QueryDict, purpose: str) -> tokens.Token | None:
    """The form's checked token, or None when it is missing, forged or older than a day."""
    try:
        return tokens.check(posted.get(tokens.FIELD, ""), purpose)
    except tokens.TokenError:
        return None


def within_limits(
    request: HttpRequest, what: str, token: tokens.Token, per_address: str = PER_ADDRESS
) -> bool:
    """Count one more sending of ``what`` by this showing of the form and this address."""
    by_token = limits.allow(f"contributions.{what}.token", token.nonce, PER_TOKEN)
    by_address = limits.allow(f"contributions.{what}.address", limits.address_of(request), per_address)
    return by_token and by_address


def not_saved(response: HttpResponse) -> HttpResponse:
    """For a form shown again because the database would not take it just now. Only inside ``except``: it logs."""
    log.exception("A visitor's sending could not be stored")
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def unseen(response: HttpResponse) -> HttpResponse:
    """For pages that only their sender should meet: kept nowhere, found by no search engine."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
