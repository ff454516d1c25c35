"""The editor's workspace has a content policy of its own, and one door: our sign-in."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import HEADER, NONE, SELF, UNSAFE_INLINE
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from medskick.ground.core.access import viewer_of

WORKPLACE = "/arbetsyta/sidor/"
# What the editor of pages needs beside the site's own policy. Still nothing from outside.
POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}


class Workplace:
    """Loosens the policy below ``/arbetsyta/sidor/`` for those who are signed in, as far as the editor needs it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What may not be published is said in words, whichever button asked for it (approving, many at once)."""
        if not isinstance(error, ValidationError) or not request.path.startswith(WORKPLACE):
            return None
        for sentence in error.messages:
            messages.error(request, sentence)
        back = request.headers.get("Referer", "")
        inside = url_has_allowed_host_and_scheme(back, {request.get_host()})
        return redirect(back if inside else reverse("wagtailadmin_home"))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(WORKPLACE) and viewer_of(request).is_staff:
            if HEADER in response.headers:
                # A preview: a page of the site, answered as visitors get it, that our own workspace may frame.
                del response.headers[HEADER]
                response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
            else:
                response._csp_config = POLICY  # type: ignore[attr-defined]
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response
