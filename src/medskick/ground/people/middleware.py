"""Where the installation demands it, strong roles reach the workspace only with a second factor."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from medskick.ground.core.access import viewer_of
from medskick.ground.people import queries


class SecondFactor:
    """Sends strong accounts without a second factor to the page where they add one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.REQUIRE_SECOND_FACTOR
            and request.path.startswith("/arbetsyta/")
            and queries.lacks_second_factor(viewer_of(request))
        ):
            return redirect("mfa_index")
        return self.get_response(request)
