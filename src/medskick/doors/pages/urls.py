"""The front page, the pages that every public site must have."""

from django.urls import path

from medskick.doors.pages import easy, views
from medskick.doors.pages.feeds import NewsFeed

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("kontakt/", views.contact, name="contact"),
    path("personuppgifter/", views.personal_data, name="personal_data"),
    path("tillganglighet/", views.accessibility, name="accessibility"),
    path("lattlast/", easy.about, name="easy"),
    path("lattlast/var-med/", easy.take_part, name="easy_take_part"),
    path("lattlast/det-du-skriver/", easy.what_happens, name="easy_what_happens"),
    path("lattlast/kontakt/", easy.contact, name="easy_contact"),
    path("nyheter/flode/", NewsFeed(), name="feed"),
    path("nyheter/flode/kommun/<slug:municipality>/", NewsFeed(), name="feed_municipality"),
    path("nyheter/flode/tema/<slug:theme>/", NewsFeed(), name="feed_theme"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
