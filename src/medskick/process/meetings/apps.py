from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "medskick.process.meetings"
    label = "meetings"

    def ready(self) -> None:
        from medskick.process.meetings import jobs, offers  # noqa: F401
        from medskick.process.meetings.notes import offers as notes  # noqa: F401
