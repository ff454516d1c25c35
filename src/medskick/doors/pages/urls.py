"""The front page, the pages that every public site must have."""

from django.urls import path

from medskick.doors.pages import easy, views
from medskick.doors.pages.feeds import NewsFeed
from medskick.doors.pages.statements import views as statements

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("kontakt/", views.contact, name="contact"),
    path("personuppgifter/", statements.personal_data, name="personal_data"),
    path("tillganglighet/", statements.accessibility, name="accessibility"),
    path("lattlast/", easy.about, name="easy"),
    path("lattlast/var-med/", easy.take_part, name="easy_take_part"),
    path("lattlast/det-du-skriver/", easy.what_happens, name="easy_what_happens"),
    path("lattlast/kontakt/", easy.contact, name="easy_contact"),
    path("delningsbild.jpg", views.share_picture, name="share_picture"),
    path("sok/", views.search, name="search"),
    # Written by editors, but always there: the menu knows them by name.
    path("nyheter/", views.serve, {"path": "nyheter/"}, name="news"),
    path("fragor-och-svar/", views.serve, {"path": "fragor-och-svar/"}, name="questions"),
    path("material/", views.serve, {"path": "material/"}, name="material"),
    path("nyheter/flode/", NewsFeed(), name="feed"),
    path("nyheter/flode/kommun/<slug:municipality>/", NewsFeed(), name="feed_municipality"),
    path("nyheter/flode/tema/<slug:theme>/", NewsFeed(), name="feed_theme"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
