"""The analysis at /arbetsyta/analys/."""

from django.urls import include, path

from medskick.process.insights.views import (
    criteria,
    editing,
    language_model,
    publishing,
    review,
    runs,
    takedowns,
    weighing,
)

app_name = "insights_staff"
urlpatterns = [
    path("", runs.home, name="home"),
    path("starta/", runs.start, name="start"),
    path("korningar/<int:number>/", runs.detail, name="run"),
    path("korningar/<int:number>/avbryt/", runs.cancel, name="cancel"),
    path("korningar/<int:number>/text/<int:pk>/", language_model.decide, name="model_text"),
    path("sprakmodell/", language_model.switch, name="language_model"),
    path("sprakmodell/<int:pk>/stang-av/", language_model.switch_off, name="language_model_off"),
    path("sprakmodell/<int:pk>/prova/", language_model.try_out, name="language_model_try"),
    path("granska/", review.board, name="review"),
    path("granska/tankar/", review.statements, name="statements"),
    path("granska/angra/<int:change>/", review.take_back, name="undo"),
    path("granska/historik/", review.history, name="history"),
    path("tema/<int:pk>/", editing.theme, name="theme"),
    path("tema/<int:pk>/namn/", editing.rename, name="rename"),
    path("tema/<int:pk>/sammanfattning/", editing.summary, name="summary"),
    path("tema/<int:pk>/godkann/", editing.approve, name="approve"),
    path("tema/<int:pk>/bedom/", weighing.decide, name="decide"),
    path("tema/<int:pk>/utanfor/", editing.scope, name="scope"),
    path("tema/<int:pk>/sla-ihop/", editing.merge, name="merge"),
    path("tema/<int:pk>/citat/", editing.quote, name="quote"),
    path("kriterier/", criteria.overview, name="criteria"),
    path("kriterier/kriterier.csv", criteria.overview_csv, name="criteria_csv"),
    path("utanfor/", criteria.outside, name="outside"),
    path("utanfor/bestam/", criteria.settle_outside, name="settle_outside"),
    path("kodning/", include("medskick.process.insights.coding.urls")),
    path("forhandsvisa/", publishing.preview, name="preview"),
    path("publicera/", publishing.publish, name="publish"),
    path("publicera/<int:number>/", publishing.published, name="published"),
    path("utgava/<int:edition_number>/", takedowns.edition, name="edition"),
    path("utgava/<int:edition_number>/ta-bort/", takedowns.take_away, name="take_away"),
    path("utgava/<int:edition_number>/visa-igen/", takedowns.put_back, name="put_back"),
]
