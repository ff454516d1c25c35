"""Pages that belong to no room: what went wrong, and the living style guide."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from medskick.ground.core.access import staff_required
from medskick.ground.ui import examples

log = logging.getLogger("medskick.ui")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent could not be understood."""
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the address leads nowhere."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this visitor."""
    return render(request, "403.html", status=403)


def too_many(request: HttpRequest, exception: Exception | None = None, wait: int = 60) -> HttpResponse:
    """429: too much at once; ``wait`` is in seconds and also goes into Retry-After."""
    response = render(request, "429.html", {"wait": wait}, status=429)
    response["Retry-After"] = str(wait)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form had been open too long, or came from elsewhere. ``reason`` is Django's and goes to the log."""
    log.warning("Form refused at %s: %s", request.path, reason, extra={"request": request})
    return render(request, "403_form.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Needs neither database nor session nor bundle."""
    return HttpResponse(render_to_string("500.html"), status=500)


@staff_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every part with example data, for those who build and those who judge."""
    return render(request, "ui/styleguide.html", examples.all_parts())
