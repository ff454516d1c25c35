from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "medskick.process.statistics"
    label = "statistics"

    def ready(self) -> None:
        from medskick.process.statistics import offers  # noqa: F401
