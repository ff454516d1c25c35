"""All addresses. Visitor pages answer in every interface language: Swedish without prefix, others with one."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("arbetsyta/", include("medskick.config.workspace_urls")),
    path("konto/", include("medskick.ground.people.urls")),
    *i18n_patterns(
        path("", include("medskick.process.contributions.urls")),
        path("", include("medskick.process.insights.urls")),
        path("prenumerera/", include("medskick.ground.post.urls")),
        path("", include("medskick.doors.pages.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "medskick.ground.ui.views.bad_request"
handler403 = "medskick.ground.ui.views.forbidden"
handler404 = "medskick.ground.ui.views.not_found"
handler500 = "medskick.ground.ui.views.server_error"
