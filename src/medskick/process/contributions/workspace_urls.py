"""Addresses of the workspace, under /arbetsyta/medskick/."""

from django.urls import include, path

from medskick.process.contributions.views.staff import decisions, entry, notices, queue, rule

staff = [
    path("", queue.queue, name="queue"),
    path("<int:number>/", queue.item, name="item"),
    path("<int:number>/godkann/", decisions.pass_, name="pass"),
    path("<int:number>/dolj/", decisions.hide, name="hide"),
    path("<int:number>/visa-igen/", decisions.restore, name="restore"),
    path("<int:number>/maska/", decisions.add_mask, name="add_mask"),
    path("<int:number>/maska/<int:pk>/ta-bort/", decisions.lift_mask, name="lift_mask"),
    path("flera/", decisions.bulk, name="bulk"),
    path("angra/", decisions.undo, name="undo"),
    path("overklaganden/", notices.appeals, name="appeals"),
    path("overklaganden/<int:pk>/", notices.decide_appeal, name="decide_appeal"),
    path("anmalningar/", notices.reports, name="reports"),
    path("anmalningar/<int:pk>/", notices.handle_report, name="handle_report"),
    path("rattelser/", notices.corrections, name="corrections"),
    path("rattelser/<int:pk>/", notices.decide_correction, name="decide_correction"),
    path("rattelser/<int:pk>/dolj/", notices.hide_correction, name="hide_correction"),
    path("rattelser/<int:pk>/visa-igen/", notices.restore_correction, name="restore_correction"),
    path("rattelser/<int:pk>/maska/", notices.mask_correction, name="mask_correction"),
    path("regel/", rule.rule, name="rule"),
    path("regel/avsluta/", rule.end_rule, name="end_rule"),
    path("skriv-in/", entry.enter, name="enter"),
    path("skriv-in/<str:code>/", entry.entered, name="entered"),
]

urlpatterns = [
    path("inlasning/", include("medskick.process.contributions.imports.urls")),
    path("", include((staff, "contributions_staff"))),
]
