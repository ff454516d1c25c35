"""Where people have been met, and will be: rooms above register what they know. Until one does, there are no stops."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from medskick.ground.core.access import Viewer


@dataclass(frozen=True)
class Stop:
    """A meeting or class in a municipality (its code). ``band`` where it was for one age band only."""

    place: str
    day: datetime.date
    title: str
    address: str = ""
    band: str = ""


_sources: list[Callable[[Viewer], Iterable[Stop]]] = []


def register(source: Callable[[Viewer], Iterable[Stop]]) -> Callable[[Viewer], Iterable[Stop]]:
    """Add a source of stops: those that have been and those that are planned, cancelled ones left out."""
    _sources.append(source)
    return source


def stops(viewer: Viewer) -> list[Stop]:
    """All stops by day."""
    found = [stop for source in _sources for stop in source(viewer)]
    return sorted(found, key=lambda stop: (stop.day, stop.place, stop.title))
