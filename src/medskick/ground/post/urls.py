"""Subscriptions at /prenumerera/. Staff's pages are in ``workspace_urls``."""

from django.urls import path

from medskick.ground.post.views import visitors

app_name = "post"
urlpatterns = [
    path("", visitors.subscribe, name="subscribe"),
    path("utmaning/", visitors.challenge, name="challenge"),
    path("bekrafta/<str:secret>/", visitors.confirm, name="confirm"),
    path("mina/<str:secret>/", visitors.manage, name="manage"),
    path("mina/<str:secret>/koppla-loss/<int:following_id>/", visitors.disconnect, name="disconnect"),
    path("sluta/<str:secret>/", visitors.stop, name="stop"),
]
