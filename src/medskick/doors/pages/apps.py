from typing import Any

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "medskick.doors.pages"
    label = "pages"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
        from wagtail.models import Page, PageLogEntry, UploadedFile
        from wagtail.signals import page_published, page_unpublished

        from medskick.doors.pages import logbook, offers, sizes  # noqa: F401
        from medskick.doors.pages.models.stored import before_waiting

        pre_save.connect(before_waiting, sender=UploadedFile)

        page_published.connect(_index_references)
        # The editor of pages is not ours: its signals are the one place where it tells what it has done.
        page_published.connect(_tell)
        page_unpublished.connect(_tell)
        pre_delete.connect(_tell, sender=Page)
        post_save.connect(logbook.page_is_told, sender=PageLogEntry)
        for thing in logbook.THINGS:
            post_save.connect(logbook.thing_is_kept, sender=thing)
            post_delete.connect(logbook.thing_is_gone, sender=thing)
        _write_ourselves()


def _write_ourselves() -> None:
    """Mail of the approval goes by our outbox. Wagtail connects its own later by the same names: the first stands."""
    from wagtail.models import TaskState, WorkflowState
    from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

    from medskick.doors.pages.publishing import letters

    for signal, ours, sender, name in (
        (task_submitted, letters.to_read, TaskState, "group_approval_task_submitted"),
        (workflow_submitted, letters.quiet, WorkflowState, "workflow_state_submitted"),
        (workflow_approved, letters.approved, WorkflowState, "workflow_state_approved"),
        (workflow_rejected, letters.rejected, WorkflowState, "workflow_state_rejected"),
    ):
        signal.connect(ours, sender=sender, dispatch_uid=f"{name}_email_notification")


def _index_references(instance: Any, **kwargs: Any) -> None:
    """Which pictures and files a page shows is known when it is published, not when a worker has had time."""
    from wagtail.models import ReferenceIndex

    ReferenceIndex.create_or_update_for_object(instance)


def _tell(instance: Any, **kwargs: Any) -> None:
    from medskick.doors.pages.search import sources

    sources.changed(instance)
