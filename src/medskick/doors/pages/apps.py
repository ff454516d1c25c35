from typing import Any

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "medskick.doors.pages"
    label = "pages"

    def ready(self) -> None:
        from django.db.models.signals import pre_delete
        from wagtail.models import Page
        from wagtail.signals import page_published, page_unpublished

        from medskick.doors.pages import offers  # noqa: F401

        page_published.connect(_index_references)
        # The editor of pages is not ours: its signals are the one place where it tells what it has done.
        page_published.connect(_tell)
        page_unpublished.connect(_tell)
        pre_delete.connect(_tell, sender=Page)


def _index_references(instance: Any, **kwargs: Any) -> None:
    """Which pictures and files a page shows is known when it is published, not when a worker has had time."""
    from wagtail.models import ReferenceIndex

    ReferenceIndex.create_or_update_for_object(instance)


def _tell(instance: Any, **kwargs: Any) -> None:
    from medskick.doors.pages.search import sources

    sources.changed(instance)
