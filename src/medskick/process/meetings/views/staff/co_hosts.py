"""Co-hosts of a meeting: their pages on the net and their logos."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from medskick.ground.core.access import require, staff_required
from medskick.process.meetings import actions, queries
from medskick.process.meetings.forms import CoHostForm
from medskick.process.meetings.views.staff import done, theirs


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def co_hosts(request: HttpRequest, number: int) -> HttpResponse:
    """A form for each; the one that is sent names its co-host."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    sent: CoHostForm | None = None
    chosen = None
    if request.method == "POST":
        key = request.POST.get("co_host", "")
        chosen = queries.co_host(found, int(key) if key.isdecimal() and len(key) < 18 else 0, viewer)
        if chosen is None:
            raise Http404("meetings.co_host")
        sent = form = CoHostForm(request.POST, request.FILES, prefix=f"m{chosen.pk}")
        if form.is_valid():
            data, one = form.cleaned_data, chosen
            if done(
                form,
                lambda: actions.present_co_host(
                    one, data["link"], data["logo"], remove_logo=data["remove_logo"], by=viewer
                ),
            ):
                messages.success(request, _("Sparat: %(name)s.") % {"name": chosen.name})
                return redirect("meetings_staff:co_hosts", number)
    rows = [
        {
            "co_host": one,
            "form": sent if one == chosen else CoHostForm(initial={"link": one.link}, prefix=f"m{one.pk}"),
        }
        for one in found.co_hosts.all()
    ]
    return render(
        request, "meetings/staff/co_hosts.html", {"meeting": found, "rows": rows}, status=422 if sent else 200
    )
