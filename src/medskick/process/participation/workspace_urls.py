"""Addresses in the workspace."""

from django.urls import path

from medskick.process.participation import views

app_name = "participation_staff"
urlpatterns = [
    path("", views.plan, name="plan"),
    path("tabell/<str:dimension>/", views.publish, name="publish"),
]
