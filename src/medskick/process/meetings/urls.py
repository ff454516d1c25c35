"""Addresses of the visitors' side, under /moten/."""

from django.urls import path

from medskick.process.meetings.notes.views import desk
from medskick.process.meetings.views import public, signup

app_name = "meetings"

urlpatterns = [
    path("", public.meetings, name="list"),
    path("kalender.ics", public.calendar_of_all, name="calendar_of_all"),
    path("min-anmalan/<str:secret>/", signup.own, name="own"),
    path("min-anmalan/<str:secret>/andra/", signup.change, name="change"),
    path("min-anmalan/<str:secret>/avboka/", signup.leave, name="leave"),
    path("min-anmalan/<str:secret>/kalender.ics", signup.own_calendar, name="own_calendar"),
    path("anteckna/<str:secret>/", desk.with_link, name="notes"),
    path("anteckna/<str:secret>/foto/<uuid:key>/", desk.photo_with_link, name="notes_photo"),
    path("<int:number>/", public.meeting, name="meeting"),
    path("<int:number>/kalender.ics", public.calendar_of_one, name="calendar"),
    path("<int:number>/anmalan/", signup.sign_up, name="sign_up"),
]
