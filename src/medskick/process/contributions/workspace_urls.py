"""Addresses of the workspace, under /arbetsyta/medskick/."""

from django.urls import include, path

staff = ([], "contributions_staff")

urlpatterns = [
    path("inlasning/", include("medskick.process.contributions.imports.urls")),
    path("", include(staff)),
]
