"""The lists of the workspace when they show an older cycle: ``?omgang=KEY``."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from medskick.ground.core.access import Viewer
from medskick.process.cycle import queries
from medskick.process.cycle.models import StrategyCycle


@dataclass(frozen=True)
class Earlier:
    """An older cycle as the line above a list names it. ``waiting``: how much of it nobody has seen to."""

    key: str
    name: str
    waiting: int = 0


def asked_cycle(request: HttpRequest, viewer: Viewer) -> StrategyCycle | None:
    """The cycle that a staff list shows: the one the address asks for, else the current one; None before the first.

    Raises Http404 for a cycle that is not there.
    """
    key = request.GET.get("omgang", "")
    if not key:
        return queries.current_cycle(viewer)
    if (found := queries.cycle_by_key(key, viewer)) is None:
        raise Http404
    return found
