"""Addresses of the visitors' side."""

from django.urls import path

from medskick.process.contributions.views import form, public, receipt

app_name = "contributions"

urlpatterns = [
    path("tyck-till/", form.form, name="form"),
    path("tyck-till/granska/", form.review, name="review"),
    path("tyck-till/utmaning/", form.challenge, name="challenge"),
    path("kvitto/", receipt.lookup, name="lookup"),
    path("kvitto/<str:code>/", receipt.receipt, name="receipt"),
    path("kvitto/<str:code>/ladda-ner/", receipt.download, name="receipt_download"),
    path("kvitto/<str:code>/mejla/", receipt.follow, name="follow"),
    path("kvitto/<str:code>/koppla-loss/", receipt.unfollow, name="unfollow"),
    path("kvitto/<str:code>/<int:number>/ratta/", receipt.correct, name="correct"),
    path("kvitto/<str:code>/<int:number>/ta-tillbaka/", receipt.withdraw, name="withdraw"),
    path("kvitto/<str:code>/<int:number>/overklaga/", receipt.appeal, name="appeal"),
    path("medskick/<int:number>/", public.contribution, name="public"),
    path("medskick/<int:number>/anmal/", public.report, name="report"),
]
