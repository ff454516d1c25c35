"""Addresses of the import, below /arbetsyta/medskick/inlasning/."""

from django.urls import path

from medskick.process.contributions.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.history, name="list"),
    path("<uuid:pk>/", views.batch, name="batch"),
    path("<uuid:pk>/flik/", views.sheet, name="sheet"),
    path("<uuid:pk>/angra/", views.undo, name="undo"),
    path("<uuid:pk>/ta-bort/", views.discard, name="discard"),
    path("<uuid:pk>/rader-med-fel.csv", views.problems, name="problems"),
]
