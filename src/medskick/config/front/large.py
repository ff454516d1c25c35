"""Bodies larger than a form: few at once, and only from somebody who has signed in. A cookie alone says nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import Error, connection
from django.http.cookie import parse_cookie

AT_ONCE = 3
Headers = list[tuple[bytes, bytes]]


class LargeBodies:
    """Who may send a large body now. ``signed_in`` answers for a session key, in a thread of its own."""

    def __init__(self, signed_in: Callable[[str], bool] | None = None, at_once: int = AT_ONCE) -> None:
        self._signed_in = signed_in or has_signed_in
        self._free = at_once
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="large-bodies")

    async def refusal(self, headers: Headers) -> int:
        """0 and a place taken (give it back with ``leave``), or the status to answer with."""
        key = session_key(headers)
        loop = asyncio.get_running_loop()
        if not key or not await loop.run_in_executor(self._thread, self._signed_in, key):
            return 413
        if not self._free:
            return 503
        self._free -= 1
        return 0

    def leave(self) -> None:
        """Give a place back."""
        self._free += 1


def session_key(headers: Headers) -> str:
    """The session that the cookie names, or nothing."""
    for name, value in headers:
        if name == b"cookie":
            key = parse_cookie(value.decode("latin-1")).get(settings.SESSION_COOKIE_NAME, "")
            if key:
                return key
    return ""


def has_signed_in(key: str) -> bool:
    """Whether the session exists and somebody has signed in with it. Pages ask again whose it is."""
    try:
        store = import_module(settings.SESSION_ENGINE).SessionStore(key)
        return SESSION_KEY in store.load()
    except Error:
        return False
    finally:
        connection.close()
