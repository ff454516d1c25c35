"""What a theme is shown through: take a part of it away, or show it again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medskick.ground.core.access import staff_required, viewer_of
from medskick.process.insights import actions
from medskick.process.insights.views._common import attempt, back, theme_of


@require_POST
@staff_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an excerpt away (``gor=ta-bort``) or show it again (``gor=visa``)."""
    found, by = theme_of(request, pk), viewer_of(request)
    kind, label = request.POST.get("slag", ""), request.POST.get("rubrik", "")
    if request.POST.get("gor") == "visa":
        attempt(request, _("Det visas igen."), lambda: actions.allow_excerpt(found, kind, label, by=by))
    else:
        attempt(
            request,
            _("Det är borttaget och kommer inte med i nästa utgåva. Du kan ångra."),
            lambda: actions.refuse_excerpt(found, kind, label, by=by),
        )
    return redirect(back(request, reverse("insights_staff:theme", args=[pk]) + "#utdrag"))
