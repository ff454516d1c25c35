"""The workspace at /arbetsyta/: each room's pages for staff."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView

from medskick.ground.core.access import staff_required
from medskick.ground.ui.views import styleguide

urlpatterns = [
    path("", include("medskick.ground.people.workspace_urls")),
    path("arbeten/", include("medskick.ground.jobs.urls")),
    path("utskick/", include("medskick.ground.post.workspace_urls")),
    path("medskick/", include("medskick.process.contributions.workspace_urls")),
    path("moten/", include("medskick.process.meetings.workspace_urls")),
    path("analys/", include("medskick.process.insights.workspace_urls")),
    path("omgang/", include("medskick.process.cycle.workspace_urls")),
    path("webbplats/", include("medskick.doors.pages.workspace_urls")),
    path("folkmangd/", include("medskick.process.statistics.workspace_urls")),
    path("deltagande/", include("medskick.process.participation.workspace_urls")),
    # Signing in, and everything about accounts, is done in one place.
    re_path(r"^sidor/(?:login|password_reset|account)/", RedirectView.as_view(url="/arbetsyta/")),
    path("sidor/", include("wagtail.admin.urls")),
    path("stilguide/", staff_required(styleguide), name="styleguide"),
]
