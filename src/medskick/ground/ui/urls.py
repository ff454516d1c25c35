from django.urls import path

from medskick.ground.ui import views

app_name = "ui"

urlpatterns = [path("", views.styleguide, name="styleguide")]
