from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "medskick.process.insights"
    label = "insights"

    def ready(self) -> None:
        from medskick.process.insights import offers  # noqa: F401
