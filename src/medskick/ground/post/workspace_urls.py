"""The outbox at /arbetsyta/utskick/."""

from django.urls import path

from medskick.ground.post.views import outbox

app_name = "post_staff"
urlpatterns = [
    path("", outbox.mails, name="list"),
    path("antal/", outbox.counts, name="counts"),
    path("aldre/", outbox.old, name="old"),
    path("<int:mail_id>/", outbox.mail, name="mail"),
    path("<int:mail_id>/bilaga/<int:attachment_id>/", outbox.attachment, name="attachment"),
    path("<int:mail_id>/<str:verb>/", outbox.act, name="act"),
]
