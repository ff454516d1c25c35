"""Who may do what with accounts and the log."""

from __future__ import annotations

from typing import Any

import rules

from medskick.ground.core.access import Role, Viewer, has_role

# Roles that decide what the public sees or who may sign in; they are asked to protect the account with a second factor.
STRONG_ROLES = frozenset({Role.ADMINISTRATOR, Role.PROCESS_LEAD, Role.EDITOR, Role.MODERATOR})


@rules.predicate(name="is_staff")
def is_staff(viewer: Viewer, _obj: Any = None) -> bool:
    """Has signed in with any role."""
    return viewer.is_staff


@rules.predicate(name="is_own_account")
def is_own_account(viewer: Viewer, account: Any) -> bool:
    """The account is the viewer's own."""
    return account is not None and viewer.user_id is not None and viewer.user_id == account.pk


rules.add_rule("people.workspace", is_staff)
rules.add_rule("people.manage", has_role(Role.ADMINISTRATOR))
rules.add_rule("people.place_contacts", has_role(Role.ADMINISTRATOR, Role.PROCESS_LEAD))
rules.add_rule("people.edit_own", is_staff & is_own_account)
rules.add_rule("people.read_log", has_role(Role.ADMINISTRATOR, Role.PROCESS_LEAD, Role.REGISTRAR))
