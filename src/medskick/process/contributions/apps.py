from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "medskick.process.contributions"
    label = "contributions"

    def ready(self) -> None:
        from medskick.process.contributions import offers  # noqa: F401
