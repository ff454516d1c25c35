"""Addresses of the visitors' side, under /moten/."""

from django.urls import path

from medskick.process.meetings.notes.views import desk
from medskick.process.meetings.views import kiosk, public, signup

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
    path("kiosk/<str:secret>/", kiosk.start, name="kiosk"),
    path("kiosk/<str:secret>/fragor/", kiosk.ask, name="kiosk_ask"),
    path("kiosk/<str:secret>/skicka/", kiosk.send, name="kiosk_send"),
    path("kiosk/<str:secret>/tack/<str:ticket>/", kiosk.thanks, name="kiosk_thanks"),
    path("kiosk/<str:secret>/borja-om/", kiosk.over, name="kiosk_over"),
    path("<int:number>/", public.meeting, name="meeting"),
    path("<int:number>/logotyp/<str:digest>/", public.logo, name="logo"),
    path("<int:number>/kalender.ics", public.calendar_of_one, name="calendar"),
    path("<int:number>/anmalan/", signup.sign_up, name="sign_up"),
]
