"""What forms and pages of visitors need: a token, limits, no trace in caches."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from medskick.ground.core import limits, tokens

# A whole school may sign up from one address within some minutes.
PER_ADDRESS = "3000/10minute"
PER_TOKEN = "40/hour"  # noqa: S105 - a rate, not a password


def token_of(request: HttpRequest, purpose: str) -> tokens.Token | None:
    """The form's checked token, or None when it is missing, forged or older than a day."""
    try:
        return tokens.check(request.POST.get(tokens.FIELD, ""), purpose)
    except tokens.TokenError:
        return None


def within_limits(request: HttpRequest, token: tokens.Token) -> bool:
    """Count one more sending by this showing of the form and this address."""
    by_token = limits.allow("meetings.token", token.nonce, PER_TOKEN)
    return limits.allow("meetings.address", limits.address_of(request), PER_ADDRESS) and by_token


def unseen(response: HttpResponse) -> HttpResponse:
    """For pages that only one visitor should meet: kept nowhere, found by no search engine."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
