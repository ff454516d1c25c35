"""Visitors' forms without cookies.

A form carries a signed, time-limited token; the server also looks at where the request comes from. Together they do
what a CSRF cookie does for staff, and the token's age is the time trap against robots.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.views.decorators.csrf import csrf_exempt

FIELD = "visitor_token"
MAX_AGE = 24 * 60 * 60


class TokenError(Exception):
    """The token is ``missing``, ``forged`` (or meant for another form) or ``expired``; ``reason`` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Token:
    """A checked token: its nonce names this showing of the form, ``age`` is in seconds."""

    nonce: str
    age: float


def issue(purpose: str) -> str:
    """A token for one showing of one form."""
    return signing.dumps([secrets.token_urlsafe(9), round(time.time(), 2)], salt=f"visitor:{purpose}")


def check(token: str, purpose: str, *, max_age: int = MAX_AGE) -> Token:
    """The token's nonce and age. Raises TokenError."""
    if not token:
        raise TokenError("missing")
    try:
        nonce, issued = signing.loads(token, salt=f"visitor:{purpose}", max_age=max_age)
    except signing.SignatureExpired as error:
        raise TokenError("expired") from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise TokenError("forged") from error
    return Token(nonce, max(0.0, time.time() - issued))


def same_site(request: HttpRequest) -> bool:
    """Whether the browser says that the request comes from our own pages. Browsers too old to say pass."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    if origin and origin != "null":
        return urlsplit(origin).netloc == request.get_host()
    return origin != "null" or site == "same-origin"


def visitor_form(view: Callable[..., Any]) -> Callable[..., Any]:
    """For views whose forms visitors post: no cookie, but the request must come from our own pages."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and not same_site(request):
            raise PermissionDenied("core.other_site")
        return view(request, *args, **kwargs)

    return csrf_exempt(inner)
