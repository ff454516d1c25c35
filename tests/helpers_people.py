"""Staff for tests: ``make_user("moderator")``, ``viewer_for("analyst")``, ``signed_in(client, "administrator")``."""

from __future__ import annotations

import itertools
from typing import Any

from medskick.ground.core.access import Role, Viewer

PASSWORD = "renar vadar genom älven"
_numbers = itertools.count(1)


def make_user(*roles: str, name: str = "", email: str = "", **fields: Any) -> Any:
    """A made-up member of staff with these roles and ``PASSWORD``."""
    from medskick.ground.people.models import User

    number = next(_numbers)
    chosen = [Role(role).value for role in roles]
    name = name or f"Provperson {number}"
    return User.objects.create_user(
        email or f"prov{number}@region.example", PASSWORD, name=name, roles=chosen, **fields
    )


def viewer_for(*roles: str, user_id: int = 0, name: str = "Provperson") -> Viewer:
    """A viewer with these roles; no account in the database unless ``user_id`` is one's."""
    return Viewer(user_id or None, name, frozenset(Role(role).value for role in roles))


def account_of(viewer: Viewer) -> Any:
    """An account for a viewer that a test has made up: a job asks what roles its owner has by now."""
    from medskick.ground.people.models import User

    fields = {"name": viewer.name, "roles": sorted(viewer.roles), "email": f"{viewer.user_id}@region.example"}
    return User.objects.create(pk=viewer.user_id, **fields)


def signed_in(client: Any, *roles: str, **fields: Any) -> Any:
    """Sign a fresh member of staff in on the client, past the sign-in pages; the account."""
    user = make_user(*roles, **fields)
    client.force_login(user)
    return user
