"""Tables of ages and senders that other rooms have printed: ours must be safe beside them, and theirs beside ours."""

from __future__ import annotations

from collections.abc import Callable

from medskick.ground.core.printed import Earlier

Source = Callable[[int, str], list[Earlier]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source that takes a cycle's key and a dimension."""
    _sources.append(source)


def elsewhere(cycle: int, dimension: str) -> list[Earlier]:
    """Every table that other rooms have printed."""
    return [table for source in _sources for table in source(cycle, dimension)]
