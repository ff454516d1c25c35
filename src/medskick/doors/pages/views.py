"""The front page answers in one glance: what is this, where are we now, what can I do today."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from medskick.doors.pages import queries
from medskick.ground.core.access import viewer_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return render(request, "pages/home.html", queries.front_page(viewer_of(request)))


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Where questions go: a function, never a person."""
    return render(request, "pages/contact.html")


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """How personal data is treated."""
    return render(request, "pages/personal_data.html", {"mail_days": settings.MAIL_KEPT_DAYS})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "pages/accessibility.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Receipts and the workspace are nobody's to index."""
    lines = [
        "User-agent: *",
        "Disallow: /kvitto/",
        "Disallow: /prenumerera/mina/",
        "Disallow: /prenumerera/sluta/",
        "Disallow: /arbetsyta/",
        "Disallow: /konto/",
        "Disallow: /live/",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain")
