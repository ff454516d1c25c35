"""What a page asks the database again and again is asked once: which cycle is current, which editions there are.

Only requests that read remember (GET and HEAD); what a form changes is always read anew, and so is everything outside
requests. What is remembered must be the same for every viewer, or have the viewer in its key.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse

T = TypeVar("T")
_memory: ContextVar[dict[Hashable, Any] | None] = ContextVar("once", default=None)


def once(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` gave the first time in this request; made each time where nothing is remembered."""
    memory = _memory.get()
    if memory is None:
        return make()
    if key not in memory:
        memory[key] = make()
    return cast(T, memory[key])


def remembers() -> bool:
    """Whether what is asked now is asked once."""
    return _memory.get() is not None


class Once:
    """Middleware: a memory of its own for each request that only reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _memory.set({} if request.method in {"GET", "HEAD"} else None)
        try:
            return self.get_response(request)
        finally:
            _memory.reset(token)
