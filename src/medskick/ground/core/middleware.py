"""Headers that every answer carries beside the content security policy."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"

_WORTH_PACKING = ("text/", "application/json", "application/atom+xml", "application/xml")


class Packed(GZipMiddleware):
    """Sends pages packed: a fifth of their bytes on the wire.

    A packed page can tell its secrets by its length where it repeats what a stranger sent (BREACH). Django adds a
    random number of bytes against that, and pages that nobody may keep (``no-store``: private links, the workspace) are
    sent as they are. What streams is left alone: events must not wait for each other.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pack what gains from it."""
        kind = response.headers.get("Content-Type", "")
        keeps = "no-store" in response.headers.get("Cache-Control", "")
        if response.streaming or keeps or not kind.startswith(_WORTH_PACKING):
            return response
        return super().process_response(request, response)


class SecurityHeaders:
    """Adds the permissions and cross-origin policies; private pages are never kept by shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "user", None) is not None and request.path.startswith(("/arbetsyta/", "/konto/")):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
