"""Visitors' pages about themes, and how it is done."""

from django.urls import path

from medskick.process.insights.views import public, register

app_name = "insights"
urlpatterns = [
    path("teman/", public.themes, name="themes"),
    path("teman/teman.csv", public.themes_csv, name="themes_csv"),
    path("teman/tankar.csv", public.statements_csv, name="statements_csv"),
    path("teman/kriterier.csv", public.criteria_csv, name="criteria_csv"),
    path("teman/utdrag.csv", public.excerpts_csv, name="excerpts_csv"),
    path("teman/<slug:slug>/", public.theme, name="theme"),
    path("teman/<slug:slug>/tankar.csv", public.theme_csv, name="theme_csv"),
    path("sa-gar-det-till/", public.method, name="method"),
    path("sa-gar-det-till/register/", register.page, name="register"),
    path("sa-gar-det-till/register/ai-register.csv", register.as_csv, name="register_csv"),
    path("sa-gar-det-till/register/ai-register.json", register.as_json, name="register_json"),
    path("sa-gar-det-till/modellkort/", register.model_card, name="model_card"),
]
