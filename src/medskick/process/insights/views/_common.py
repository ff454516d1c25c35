"""What the workspace's views share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext

from medskick.ground.core.access import viewer_of
from medskick.process.cycle.models import StrategyCycle
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights.actions import ChangedMeanwhileError, TakenBackError
from medskick.process.insights.models import Theme
from medskick.process.insights.queries import book
from medskick.process.insights.queries.checks import named


def cycle_of(request: HttpRequest) -> StrategyCycle:
    """The current cycle. Without one there is nothing to analyse: 404."""
    cycle = current_cycle(viewer_of(request))
    if cycle is None:
        raise Http404
    return cycle


def theme_of(request: HttpRequest, pk: int) -> Theme:
    """A theme of the current cycle's book."""
    found = book.theme(cycle_of(request), pk, viewer_of(request))
    if found is None:
        raise Http404
    return found


def attempt(request: HttpRequest, done: str, act: Callable[[], Any]) -> bool:
    """Do it and say so (``done``; empty: the caller does), or say what stopped it. True when it was done. Approvals
    that it took away are told too."""
    before = book.newest_own(viewer_of(request))
    try:
        act()
    except (ChangedMeanwhileError, TakenBackError):
        raise  # the page itself says what stands now
    except ValidationError as error:
        for line in error.messages:
            messages.error(request, line)
        return False
    if done:
        messages.success(request, done)
    tell_lost(request, before)
    return True


def tell_lost(request: HttpRequest, before: int) -> None:
    """Name the themes that have to be approved again after what somebody did since their decision ``before``, and tell
    which senders' corrections it closed."""
    if closed := book.answered_since(before, viewer_of(request)):
        told = ngettext(
            "Avsändaren hade sagt att tanken hamnade fel. Det är nu åtgärdat, och kvittot säger det.",
            "%(n)s avsändare hade sagt att tanken hamnade fel. Det är nu åtgärdat, och kvittona säger det.",
            closed,
        )
        messages.success(request, told % {"n": closed})
    names = book.lost_since(before, viewer_of(request))
    if not names:
        return
    told = ngettext(
        "%(names)s har ändrats sedan det godkändes. Läs det och godkänn det igen när det är klart.",
        "%(names)s har ändrats sedan de godkändes. Läs dem och godkänn dem igen när de är klara.",
        len(names),
    )
    messages.warning(request, told % {"names": named(names)})


def number(value: str | None) -> int:
    """A key from a form, 0 for anything that is none."""
    value = value or ""
    return int(value) if value.isdecimal() and len(value) < 16 else 0


def places_shown(request: HttpRequest) -> dict[int, str]:
    """Where the statements lay that the form showed (``Placement.as_shown``), by their numbers."""
    return {number(value.partition(".")[0]): value for value in request.POST.getlist("visat")}


def back(request: HttpRequest, otherwise: str) -> str:
    """Where the form was: its ``next`` field if it is a path of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if ours else otherwise


def first_errors(request: HttpRequest, form: Any) -> None:
    """Say what a small form without a page of its own got wrong."""
    for errors in form.errors.values():
        for line in errors:
            messages.error(request, line)


def nothing_yet(request: HttpRequest) -> HttpResponse:
    """The page before there is any cycle."""
    return render(request, "insights/staff/no_cycle.html")
