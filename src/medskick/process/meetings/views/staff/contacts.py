"""Which municipality each contact speaks for."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from medskick.ground.core.access import staff_required, viewer_of
from medskick.ground.people import queries as people
from medskick.process.meetings import actions
from medskick.process.meetings.forms import ContactForm
from medskick.process.meetings.views.staff import done


@staff_required
@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """All contacts with their municipality."""
    rows = [
        {
            "user": user,
            "form": ContactForm(initial={"municipality": user.municipality}, prefix=f"c{user.pk}"),
        }
        for user in people.municipality_contacts(viewer_of(request))
    ]
    return render(request, "meetings/staff/contacts.html", {"rows": rows})


@staff_required
@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one contact speak for another municipality."""
    viewer = viewer_of(request)
    found = next((user for user in people.municipality_contacts(viewer) if user.pk == pk), None)
    if found is None:
        raise Http404(pk)
    form = ContactForm(request.POST, prefix=f"c{pk}")
    if form.is_valid():
        done(form, lambda: actions.place_contact(found, form.cleaned_data["municipality"], by=viewer))
        messages.success(request, _("Sparat: %(name)s.") % {"name": found.name})
    else:
        messages.error(request, _("Vi hittar ingen kommun med den koden. Välj i listan."))
    return redirect("meetings_staff:contacts")
