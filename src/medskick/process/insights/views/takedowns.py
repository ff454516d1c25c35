"""One published edition for staff: take words of it away, or the whole of it, and give them back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import allowed, staff_required, viewer_of
from medskick.process.insights import actions
from medskick.process.insights.forms import TakeAwayForm
from medskick.process.insights.models import Edition, EditionTheme
from medskick.process.insights.queries import editions
from medskick.process.insights.views._common import attempt, number


@require_safe
@staff_required
def edition(request: HttpRequest, edition_number: int) -> HttpResponse:
    """What it says, and what is taken away from it."""
    found = _edition(request, edition_number)
    return _page(request, found, TakeAwayForm(editions.parts(found, viewer_of(request))))


@require_POST
@staff_required
def take_away(request: HttpRequest, edition_number: int) -> HttpResponse:
    """Take a part away, for a reason that everybody will read."""
    found = _edition(request, edition_number)
    form = TakeAwayForm(editions.parts(found, viewer_of(request)), request.POST)
    if not form.is_valid():
        return _page(request, found, form, 400)
    part, theme = _part(found, form.cleaned_data["what"])
    reason, everywhere = form.cleaned_data["reason"], form.cleaned_data["everywhere"]
    attempt(
        request,
        _("Borttaget från alla sidor. Du kan visa det igen."),
        lambda: actions.take_away(
            found, part, reason, by=viewer_of(request), theme=theme, everywhere=everywhere
        ),
    )
    return redirect("insights_staff:edition", edition_number)


@require_POST
@staff_required
def put_back(request: HttpRequest, edition_number: int) -> HttpResponse:
    """Show a part again."""
    found = _edition(request, edition_number)
    part, theme = _part(found, request.POST.get("what", ""))
    attempt(
        request,
        _("Det visas igen."),
        lambda: actions.put_back(found, part, by=viewer_of(request), theme=theme),
    )
    return redirect("insights_staff:edition", edition_number)


def _page(request: HttpRequest, found: Edition, form: TakeAwayForm, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "edition": found,
        "form": form,
        "away": [part for part in editions.parts(found, viewer) if part.mark],
        "may_take_away": allowed("insights.take_away", viewer),
    }
    return render(request, "insights/staff/edition.html", context, status=status)


def _edition(request: HttpRequest, edition_number: int) -> Edition:
    found = editions.for_staff(edition_number, viewer_of(request))
    if found is None:
        raise Http404
    return found


def _part(found: Edition, what: str) -> tuple[str, EditionTheme | None]:
    """The part, and the theme it is of where it is of one."""
    part, _dash, theme = what.partition("-")
    return part, found.themes.filter(pk=number(theme)).first() if theme else None
