"""What belongs to whoever brought it, until an editor has it: from then on it is the editors' to change."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

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
