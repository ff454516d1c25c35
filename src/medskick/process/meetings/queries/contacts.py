"""Contacts of municipalities, as far as meetings ask about them."""

from __future__ import annotations

from medskick.ground.core.access import Viewer
from medskick.ground.people import queries as people


def contacts_to_place(viewer: Viewer) -> list[str]:
    """The names of contacts that wait for somebody to say which municipality they speak for."""
    return [user.name for user in people.municipality_contacts(viewer) if not user.municipality]
