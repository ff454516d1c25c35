from django.apps import AppConfig


class CycleConfig(AppConfig):
    name = "medskick.process.cycle"
    label = "cycle"

    def ready(self) -> None:
        from medskick.process.cycle import offers  # noqa: F401
