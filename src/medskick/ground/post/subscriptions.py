"""What one may subscribe to. The rooms know it and register it: ground knows neither municipalities nor themes.

@subscriptions.topics.register
def municipalities(viewer: Viewer) -> Iterable[Topic]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from medskick.ground.core.access import Viewer


@dataclass(frozen=True)
class Topic:
    """Something to hear about. ``key`` is lasting and unique (``kommun:2584``), ``group`` heads its list."""

    key: str
    label: str
    group: str | Promise


Source = Callable[[Viewer], Iterable[Topic]]


class Topics:
    """All topics, as the rooms offer them now."""

    def __init__(self) -> None:
        self._sources: list[Source] = []

    def register(self, source: Source) -> Source:
        """Add a source. Called from a room's ``offers``."""
        self._sources.append(source)
        return source

    def offered(self, viewer: Viewer) -> list[Topic]:
        """Every topic once, in the order of the sources, in the current language."""
        found: dict[str, Topic] = {}
        for source in self._sources:
            for topic in source(viewer):
                found.setdefault(topic.key, topic)
        return list(found.values())


topics = Topics()
