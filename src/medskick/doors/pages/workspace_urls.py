"""Addresses of this room's own pages in the workspace; the editor of pages has its own."""

from django.urls import path

from medskick.doors.pages.statements import views

app_name = "pages_staff"
urlpatterns = [
    path("tillganglighet/", views.edit_accessibility, name="accessibility"),
    path("personuppgifter/", views.edit_personal_data, name="personal_data"),
    path("hinder/", views.reports, name="reports"),
]
