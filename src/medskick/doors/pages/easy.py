"""The central pages in easy language, at /lattlast/: short lines, one thought to each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from medskick.ground.core.access import viewer_of
from medskick.process.cycle import queries as cycles

TITLES: dict[str, str | Promise] = {
    "about": _("Vad är det här?"),
    "take_part": _("Så är du med"),
    "what_happens": _("Vad händer med det du skriver?"),
    "contact": _("Prata med oss"),
}
ADDRESSES = {
    "about": "pages:easy",
    "take_part": "pages:easy_take_part",
    "what_happens": "pages:easy_what_happens",
    "contact": "pages:easy_contact",
}
NAMES = tuple(ADDRESSES.values())


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, and who may take part."""
    return _page(request, "about")


@require_safe
def take_part(request: HttpRequest) -> HttpResponse:
    """How to take part."""
    return _page(request, "take_part")


@require_safe
def what_happens(request: HttpRequest) -> HttpResponse:
    """What becomes of what one writes."""
    return _page(request, "what_happens")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach those who work with it."""
    return _page(request, "contact")


def _page(request: HttpRequest, which: str) -> HttpResponse:
    parts = [
        {"name": ADDRESSES[part], "title": title, "current": part == which} for part, title in TITLES.items()
    ]
    viewer = viewer_of(request)
    invited = cycles.invitation(cycles.current_cycle(viewer), viewer)
    return render(request, f"pages/easy/{which}.html", {"parts": parts, "invited": invited})
