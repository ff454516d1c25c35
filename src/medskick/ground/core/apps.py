from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "medskick.ground.core"
    label = "core"
    verbose_name = "Grund"

    def ready(self) -> None:
        from medskick.ground.core import (
            offers,  # noqa: F401
            records,  # noqa: F401
        )
