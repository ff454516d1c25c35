"""The front page, the pages that every public site must have."""

from django.urls import path

from medskick.doors.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("kontakt/", views.contact, name="contact"),
    path("personuppgifter/", views.personal_data, name="personal_data"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
]
