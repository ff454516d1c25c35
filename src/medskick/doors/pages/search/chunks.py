"""A long row in short pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def chunks(things: Iterable[T], most: int) -> Iterator[list[T]]:
    """At most ``most`` at a time, in order."""
    rest = iter(things)
    while piece := list(islice(rest, most)):
        yield piece
