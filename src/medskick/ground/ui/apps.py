from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "medskick.ground.ui"
    label = "ui"
    verbose_name = "Utseende"
