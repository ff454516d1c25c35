"""The analysis at /arbetsyta/analys/."""

from django.urls import path

from medskick.process.insights.views import codebooks, desk, editing, publishing, review, runs, takedowns

app_name = "insights_staff"
urlpatterns = [
    path("", runs.home, name="home"),
    path("starta/", runs.start, name="start"),
    path("korningar/<int:number>/", runs.detail, name="run"),
    path("korningar/<int:number>/avbryt/", runs.cancel, name="cancel"),
    path("korningar/<int:number>/lar/", desk.desk, name="desk"),
    path("korningar/<int:number>/lar/bestam/", desk.decide, name="decide"),
    path("korningar/<int:number>/lar/hoppa/", desk.skip, name="skip"),
    path("korningar/<int:number>/lar/angra/", desk.take_back, name="take_back_decision"),
    path("korningar/<int:number>/lar/lage/", desk.live, name="desk_live"),
    path("korningar/<int:number>/ryms-inte/", desk.fits_none, name="fits_none"),
    path("kodbocker/", codebooks.home, name="codebooks"),
    path("kodbocker/<int:pk>/", codebooks.codebook, name="codebook"),
    path("kodbocker/<int:pk>/tema/", codebooks.add, name="add_entry"),
    path("kodbocker/<int:pk>/andra/", codebooks.change, name="change_entry"),
    path("kodbocker/<int:pk>/fil/", codebooks.replace, name="replace_entries"),
    path("kodbocker/<int:pk>/angra/", codebooks.take_back, name="take_back_change"),
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
