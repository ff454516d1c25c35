"""The analysis at /arbetsyta/analys/."""

from django.urls import path

from medskick.process.insights.views import editing, publishing, review, runs, takedowns

app_name = "insights_staff"
urlpatterns = [
    path("", runs.home, name="home"),
    path("starta/", runs.start, name="start"),
    path("placera/", runs.place, name="place"),
    path("korningar/<int:number>/", runs.detail, name="run"),
    path("korningar/<int:number>/avbryt/", runs.cancel, name="cancel"),
    path("granska/", review.board, name="review"),
    path("granska/tankar/", review.statements, name="statements"),
    path("granska/angra/<int:change>/", review.take_back, name="undo"),
    path("granska/historik/", review.history, name="history"),
    path("tema/<int:pk>/", editing.theme, name="theme"),
    path("tema/<int:pk>/namn/", editing.rename, name="rename"),
    path("tema/<int:pk>/sammanfattning/", editing.summary, name="summary"),
    path("tema/<int:pk>/godkann/", editing.approve, name="approve"),
    path("tema/<int:pk>/utanfor/", editing.scope, name="scope"),
    path("tema/<int:pk>/sla-ihop/", editing.merge, name="merge"),
    path("tema/<int:pk>/citat/", editing.quote, name="quote"),
    path("forhandsvisa/", publishing.preview, name="preview"),
    path("publicera/", publishing.publish, name="publish"),
    path("publicera/<int:number>/", publishing.published, name="published"),
    path("utgava/<int:edition_number>/", takedowns.edition, name="edition"),
    path("utgava/<int:edition_number>/ta-bort/", takedowns.take_away, name="take_away"),
    path("utgava/<int:edition_number>/visa-igen/", takedowns.put_back, name="put_back"),
]
