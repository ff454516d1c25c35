"""What is new, as the rooms tell it: the digest gathers it, and others may.

@news.register
def articles(viewer: Viewer) -> Iterable[News]: ...
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from medskick.ground.core.access import Viewer

MOST = 200  # of one source: nobody reads more in one mail


@dataclass(frozen=True)
class News:
    """Something published: ``topics`` as subscribers choose them, nothing for what concerns everybody."""

    title: str
    address: str
    published: datetime.datetime
    topics: tuple[str, ...] = ()


Source = Callable[[Viewer], Iterable[News]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a source. It yields the newest first, so that nobody has to read all of it."""
    _sources.append(source)
    return source


def between(when: datetime.datetime, until: datetime.datetime, viewer: Viewer) -> Iterator[News]:
    """Everything published after the first moment and not after the second, in the current language."""
    for source in _sources:
        for item in islice(source(viewer), MOST):
            if item.published <= when:
                break
            if item.published <= until:
                yield item
