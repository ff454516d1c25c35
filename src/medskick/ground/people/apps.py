from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "medskick.ground.people"
    label = "people"

    def ready(self) -> None:
        from medskick.ground.people import (
            offers,  # noqa: F401
            signin_log,
        )

        signin_log.listen()
