"""Addresses of figures in the workspace."""

from django.urls import path

from medskick.process.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.population, name="population"),
    path("regionfilen/", views.own, name="own"),
]
