from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "medskick.ground.post"
    label = "post"

    def ready(self) -> None:
        from medskick.ground.post import offers  # noqa: F401
