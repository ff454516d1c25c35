"""Kiosks of a meeting: opened, shown with the address that a tablet needs, closed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from medskick.ground.core.access import require, staff_required
from medskick.process.meetings import actions, links, qr, queries
from medskick.process.meetings.forms import KioskForm
from medskick.process.meetings.views.posts import unseen
from medskick.process.meetings.views.staff import done, theirs


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def kiosks(request: HttpRequest, number: int) -> HttpResponse:
    """All kiosks of the meeting, and a form that opens another."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    form = KioskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened = done(
            form,
            lambda: actions.open_kiosk(
                found, **form.cleaned_data, language=get_language() or "sv", by=viewer
            ),
        )
        if opened is not None:
            messages.success(request, _("Kiosken är öppen. Öppna adressen på plattan."))
            return redirect("meetings_staff:kiosks", number)
    rows = []
    for one in queries.kiosks(found, viewer):
        address = request.build_absolute_uri(links.path_of_kiosk(one))
        label = _("QR-kod som öppnar kiosken")
        rows.append(
            {"kiosk": one, "address": address, "qr": qr.svg(address, label)}
            if one.is_open
            else {"kiosk": one}
        )
    context = {"meeting": found, "form": form, "rows": rows}
    return unseen(render(request, "meetings/staff/kiosks.html", context, status=422 if form.errors else 200))


@staff_required
@require_POST
def close(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Let the link open nothing any more."""
    viewer, found = theirs(request, number)
    one = next((one for one in queries.kiosks(found, viewer) if one.pk == pk), None)
    if one is None:
        raise Http404(pk)
    actions.close_kiosk(one, by=viewer)
    messages.success(request, _("Kiosken är stängd. Det som är skickat finns kvar."))
    return redirect("meetings_staff:kiosks", number)
