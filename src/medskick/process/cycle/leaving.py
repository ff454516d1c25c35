"""What an older cycle still holds when the next one begins: rooms above register what they know of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from medskick.ground.core.access import Viewer
from medskick.process.cycle.models import StrategyCycle


@dataclass(frozen=True)
class Left:
    """Something that belongs to the cycle that ends. ``text``: what it is; ``then``: what becomes of it or, where it
    ``hinders`` the next cycle, what to do first, at ``address`` (an address in the workspace)."""

    text: str
    then: str
    address: str = ""
    hinders: bool = False


_sources: list[Callable[[StrategyCycle, Viewer], Iterable[Left]]] = []


def register(
    source: Callable[[StrategyCycle, Viewer], Iterable[Left]],
) -> Callable[[StrategyCycle, Viewer], Iterable[Left]]:
    """Add a source of what a cycle still holds."""
    _sources.append(source)
    return source


def left(cycle: StrategyCycle, viewer: Viewer) -> list[Left]:
    """All that the rooms tell, in the order they came."""
    return [one for source in _sources for one in source(cycle, viewer)]
