"""What belongs to whoever brought it, until an editor has it: from then on it is the editors' to change."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from medskick.doors.pages import queries


class UntilRead(CollectionOwnershipPermissionPolicy):
    """Whoever may bring pictures and files changes and removes their own, but not what a published page shows, nor one
    that waits for its time or for an editor: with it the page would become another than the one that was read."""

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Collection[str], instance: Any
    ) -> bool:
        """As in the library, except for what is out or on its way."""
        if not super().user_has_any_permission_for_instance(user, actions, instance):
            return False
        if not set(actions) <= {"change", "delete"}:
            return True
        edits_all = self._check_perm(user, ["change"], collection=instance.collection)
        return bool(edits_all or not (queries.is_shown(instance) or queries.is_awaited(instance)))


class DraftsOfOthersUnseen(PagePermissionPolicy):
    """Lists, search, choosers and the editor's own interface show what is out, and of drafts those one may change."""

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        """What the editor's lists hold for this person."""
        return self.without_drafts_of_others(super().explorable_instances(user), user)

    def without_drafts_of_others(self, pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
        """What of these pages is out or may be changed by this person."""
        own = self.instances_user_has_any_permission_for(user, {"change", "publish"})
        return pages.filter(Q(live=True) | Q(pk__in=own.order_by().values("pk")))
