"""Addresses of the visitors' side."""

from django.urls import path

from medskick.process.participation import views

app_name = "participation"
urlpatterns = [
    path("deltagande/", views.participation, name="participation"),
    path("deltagande/deltagande.csv", views.download, name="download"),
]
