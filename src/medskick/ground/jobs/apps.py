from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "medskick.ground.jobs"
    label = "jobs"

    def ready(self) -> None:
        from medskick.ground.jobs import offers  # noqa: F401

        autodiscover_modules("jobs")
