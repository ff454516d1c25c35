"""The cycle's addresses in the workspace."""

from django.urls import path, re_path

from medskick.process.cycle.views import budget, milestones, phases

app_name = "cycle"
urlpatterns = [
    path("", phases.plan, name="plan"),
    path("paminnelse/", phases.seen, name="seen"),
    path("milstolpar/", milestones.milestones, name="milestones"),
    path("milstolpar/<int:pk>/", milestones.change, name="milestone"),
    re_path(
        r"^milstolpar/(?P<pk>\d+)/(?P<verb>klar|inte-klar|stryk|satt-tillbaka)/$",
        milestones.decide,
        name="milestone_decide",
    ),
    path("budget/", budget.budget, name="budget"),
    re_path(r"^budget/(?P<verb>visa|dolj)/$", budget.decide, name="budget_decide"),
    re_path(r"^(?P<pk>\d+)/(?P<verb>planera|oppna|avsluta|folj-planen)/$", phases.change, name="change"),
]
