from typing import Any

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "medskick.doors.pages"
    label = "pages"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from medskick.doors.pages import offers  # noqa: F401

        page_published.connect(_index_references)


def _index_references(instance: Any, **kwargs: Any) -> None:
    """Which pictures and files a page shows is known when it is published, not when a worker has had time."""
    from wagtail.models import ReferenceIndex

    ReferenceIndex.create_or_update_for_object(instance)
