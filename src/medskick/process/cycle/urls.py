"""The cycle's addresses for visitors."""

from django.urls import path

from medskick.process.cycle.views import public

app_name = "timeline"
urlpatterns = [
    path("tidplan/", public.page, name="page"),
    path("tidplan.ics", public.calendar, name="calendar"),
]
