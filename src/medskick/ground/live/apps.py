from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "medskick.ground.live"
    label = "live"

    def ready(self) -> None:
        from medskick.ground.live import offers  # noqa: F401
