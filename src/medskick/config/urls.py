"""All addresses. Visitor pages answer in every interface language: Swedish without prefix, others with one."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from medskick.doors.pages.views import material, picture, serve

urlpatterns = [
    path("arbetsyta/", include("medskick.config.workspace_urls")),
    # Where the editor of pages thinks that its own view is.
    re_path(r"^material/filer/(\d+)/(.*)$", material, name="wagtaildocs_serve"),
    path("bilder/<path:name>", picture, name="picture"),
    path("konto/", include("medskick.ground.people.urls")),
    *i18n_patterns(
        path("", include("medskick.process.cycle.urls")),
        path("", include("medskick.process.contributions.urls")),
        path("moten/", include("medskick.process.meetings.urls")),
        path("", include("medskick.process.participation.urls")),
        path("", include("medskick.process.insights.urls")),
        path("prenumerera/", include("medskick.ground.post.urls")),
        path("", include("medskick.doors.pages.urls")),
        # Last: every other address is a page of editors, or there is none.
        re_path(r"^((?:[\w-]+/)*)$", serve, name="wagtail_serve"),
        prefix_default_language=False,
    ),
]

handler400 = "medskick.ground.ui.views.bad_request"
handler403 = "medskick.ground.ui.views.forbidden"
handler404 = "medskick.ground.ui.views.not_found"
handler500 = "medskick.ground.ui.views.server_error"
