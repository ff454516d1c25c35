"""Which municipalities a contact may speak for: a higher room, which knows the region, says so once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

_sources: list[Callable[[], Iterable[tuple[str, str]]]] = []


def register(source: Callable[[], Iterable[tuple[str, str]]]) -> Callable[[], Iterable[tuple[str, str]]]:
    """Make a source of codes and names known."""
    _sources.append(source)
    return source


def known() -> dict[str, str]:
    """Names by code, in the region's order; empty where no room knows any."""
    return {code: name for source in _sources for code, name in source()}
