"""The ASGI application: tells the four kinds of requests apart and hands each to its part."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from medskick.config.front import answers
from medskick.config.front.health import Health
from medskick.config.front.pages import THREADS, Pages
from medskick.config.front.static import Static
from medskick.config.wsgi import application as wsgi
from medskick.ground.live.asgi import PREFIX, Streams

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Front:
    """Streams, static files, health and pages. ``pages`` is a WSGI application, ``threads`` its pool."""

    def __init__(self, pages: Any = wsgi, threads: int = THREADS) -> None:
        self.pages = Pages(pages, threads)
        self.static = Static(self._missing)
        self.streams = Streams()
        self.health: Health | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1000})
        path = scope["path"]
        if path.startswith(PREFIX):
            return await self.streams(scope, receive, send)
        if path.startswith(self.static.prefix):
            if scope["method"] not in {"GET", "HEAD"}:
                return await answers.sentence(send, 405, [(b"allow", b"GET, HEAD")])
            return await self.static(scope, receive, send)
        if path == "/healthz":
            return await answers.plain(send, 200, {"ok": True})
        if path == "/readyz":
            return await self._ready(send)
        await self.pages(scope, receive, send)

    async def _ready(self, send: Send) -> None:
        problem = await self.health.problem() if self.health else "starting"
        await answers.plain(send, 503 if problem else 200, {"ready": not problem, "problem": problem})

    async def _missing(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and await self.static.find_late(scope["path"]):
            return await self.static(scope, receive, send)
        await answers.sentence(send, 404)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self.health = Health()
        await self.streams.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.streams.stop()
        self.health.close()
        await send({"type": "lifespan.shutdown.complete"})
