from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "medskick.doors.pages"
    label = "pages"

    def ready(self) -> None:
        from medskick.doors.pages import offers  # noqa: F401
