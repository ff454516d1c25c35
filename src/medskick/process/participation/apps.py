from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "medskick.process.participation"
    label = "participation"

    def ready(self) -> None:
        from medskick.process.participation import offers  # noqa: F401
