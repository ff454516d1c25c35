"""Pages and writes: Django's WSGI handler in a bounded pool of threads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote

from a2wsgi import WSGIMiddleware

from medskick.config.front import answers, bodies
from medskick.config.front.large import LargeBodies

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

THREADS = 12
MOST_WAITING = 1_500  # requests in the pool and before it; the next are asked to come back
STALLED = 30.0  # seconds a connection may refuse bytes before it is given up


class Pages:
    """Reads the body, then lets a thread answer. ``app`` is a WSGI application."""

    def __init__(self, app: Any, threads: int = THREADS) -> None:
        self.bridge = WSGIMiddleware(app, workers=threads)
        self.inside = 0
        self.large = LargeBodies()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.inside >= MOST_WAITING:
            return await answers.sentence(send, 503, [(b"retry-after", b"5")])
        self.inside += 1
        try:
            await self._answer(scope, receive, send)
        finally:
            self.inside -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await bodies.read(receive, scope["headers"], scope["path"], self.large)
        except bodies.BodyError as error:
            if not error.gone:
                later = [(b"retry-after", b"30")] if error.status == 503 else []
                await answers.sentence(send, error.status, later)
            return
        try:
            await self.bridge(_tidy(scope, body.length), body.replay(), Patient(send))  # type: ignore[arg-type]
        finally:
            body.close()


def _tidy(scope: Scope, length: int) -> Scope:
    """The request as WSGI can carry it: names that cannot be forged by an underscore, a known length, an
    ASCII query.
    """
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if b"_" not in name and name not in {b"content-length", b"transfer-encoding"}
    ]
    if length:
        headers.append((b"content-length", str(length).encode()))
    query = scope["query_string"]
    if not query.isascii():
        query = quote(query, safe="%&=+;/?:@!$'()*,~-._[]").encode()
    return {**scope, "headers": headers, "query_string": query}


class Patient:
    """A ``send`` that never raises and never waits for ever: whoever does not read is given up.

    The bridge's thread would otherwise wait for a queue that nobody empties.
    """

    def __init__(self, send: Send) -> None:
        self.send = send
        self.dead = False

    async def __call__(self, message: Message) -> None:
        if self.dead:
            return
        try:
            async with asyncio.timeout(STALLED):
                await self.send(message)
        except (TimeoutError, OSError, RuntimeError):
            self.dead = True
