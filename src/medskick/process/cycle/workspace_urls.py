"""The cycle's addresses in the workspace."""

from django.urls import path, re_path

from medskick.process.cycle import views

app_name = "cycle"
urlpatterns = [
    path("", views.plan, name="plan"),
    re_path(r"^(?P<pk>\d+)/(?P<verb>planera|oppna|avsluta|folj-planen)/$", views.change, name="change"),
]
