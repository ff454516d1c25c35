"""Background work at /arbetsyta/arbeten/."""

from django.urls import path

from medskick.ground.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs_list, name="list"),
    path("<uuid:job_id>/", views.detail, name="detail"),
    path("<uuid:job_id>/lage/", views.status, name="status"),
    path("<uuid:job_id>/avbryt/", views.cancel, name="cancel"),
    path("<uuid:job_id>/igen/", views.retry, name="retry"),
]
