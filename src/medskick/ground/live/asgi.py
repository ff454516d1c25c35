"""The streams' own small ASGI application: ``/live/<signed-stream-token>/`` as server-sent events or as JSON.

Django's views never see these requests, so that no slow view can hold up a stream and no open stream holds a
thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import Error, connection

from medskick.ground.live import queries
from medskick.ground.live.hub import Client, Hub, Row, Tailer, encode

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PREFIX = "/live/"
MOST = 4_000  # open streams per process
PAGE = 500
STALLED = 30.0  # seconds a connection may refuse bytes before it is given up
_PRIVATE = [
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
]


class Streams:
    """Answers everything under ``/live/``. ``start`` and ``stop`` belong to the server's lifespan."""

    def __init__(self) -> None:
        self.hub = Hub()
        self._tailer: Tailer | None = None
        self._beats: asyncio.Task[None] | None = None
        # Catching up from the database has two threads of its own: never those of the views.
        self._readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live-reader")

    async def start(self) -> None:
        """Begin to follow the log."""
        self._tailer = Tailer(self.hub, asyncio.get_running_loop())
        self._tailer.start()
        self._beats = asyncio.create_task(self.hub.heartbeats())

    async def stop(self) -> None:
        """End all streams and the poller."""
        self.hub.close()
        if self._tailer:
            self._tailer.stop()
        if self._beats:
            self._beats.cancel()
        self._readers.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in {"GET", "HEAD"}:
            return await _answer(send, 405, {"error": "method"}, [(b"allow", b"GET, HEAD")])
        try:
            stream, until = queries.stream_of(scope["path"][len(PREFIX) :].rstrip("/"))
        except signing.SignatureExpired:
            return await _answer(send, 410, {"error": "expired"})
        except signing.BadSignature:
            return await _answer(send, 404, {"error": "unknown"})
        if self.hub.closing or self.hub.count >= MOST:
            return await _answer(send, 503, {"error": "busy"}, [(b"retry-after", b"5")])
        headers = dict(scope["headers"])
        cursor = _cursor(scope, headers)
        if b"text/event-stream" in headers.get(b"accept", b"") and scope["method"] == "GET":
            return await self._follow(stream, cursor, until, receive, send)
        return await self._page(stream, cursor, send)

    async def _page(self, stream: str, cursor: int | None, send: Send) -> None:
        """The next events as JSON: ``{"cursor": N, "events": […], "more": bool}``."""
        start = cursor or 0
        try:
            rows, position = await self._since(stream, start, PAGE)
        except (Error, TimeoutError):
            return await _answer(send, 503, {"error": "database"}, [(b"retry-after", b"5")])
        more = len(rows) == PAGE
        body = {
            "cursor": rows[-1][0].number if more else max(start, position),
            "more": more,
            "events": [
                {"id": row.number, "kind": row.kind, "data": row.data, "at": row.at} for row, _chunk in rows
            ],
        }
        await _answer(send, 200, body)

    async def _since(self, stream: str, cursor: int, limit: int) -> tuple[list[tuple[Row, bytes]], int]:
        """Events above ``cursor`` (at most ``limit``) and the position up to which that is everything."""
        async with asyncio.timeout(10):
            await self.hub.ready.wait()
        position = self.hub.position
        rows = self.hub.remembered(stream, cursor)
        if rows is None:
            async with asyncio.timeout(20):
                rows = await asyncio.get_running_loop().run_in_executor(
                    self._readers, _read, stream, cursor, limit
                )
            rows = [(row, chunk) for row, chunk in rows if row.number <= position]
        return rows[:limit], position

    async def _follow(
        self, stream: str, cursor: int | None, until: int, receive: Receive, send: Send
    ) -> None:
        try:
            async with asyncio.timeout(10):
                await self.hub.ready.wait()
        except TimeoutError:
            return await _answer(send, 503, {"error": "database"}, [(b"retry-after", b"5")])
        client = Client(stream, self.hub.position if cursor is None else cursor)
        missed_from, missed_to = client.cursor, self.hub.position
        self.hub.join(client)
        if self.hub.count == 1 and self._tailer:
            self._tailer.nudge.set()  # it looks seldom while nobody follows
        gone = asyncio.create_task(_until_gone(receive, client))
        ending = asyncio.get_running_loop().call_later(max(0.0, until - time.time()), client.end)
        try:
            await _open(send)
            await self._catch_up(client, missed_from, missed_to, send)
            more = True
            while more:
                body, more = await client.take()
                await _send(send, body, more)
        except (TimeoutError, Error):
            client.end()  # the connection is dropped; the browser returns with its last number
        finally:
            ending.cancel()
            gone.cancel()
            self.hub.leave(client)

    async def _catch_up(self, client: Client, start: int, end: int, send: Send) -> None:
        while start < end:
            rows, _position = await self._since(client.stream, start, PAGE)
            rows = [(row, chunk) for row, chunk in rows if row.number <= end]
            if rows:
                await _send(send, b"".join(chunk for _row, chunk in rows), True)
                client.sent = max(client.sent, rows[-1][0].number)
            if len(rows) < PAGE:
                return
            start = rows[-1][0].number


def _read(stream: str, cursor: int, limit: int) -> list[tuple[Row, bytes]]:
    try:
        return [(row, encode(row)) for row in queries.after(stream, cursor, limit)]
    finally:
        connection.close()


def _cursor(scope: Scope, headers: dict[bytes, bytes]) -> int | None:
    """Where to go on: the browser's own ``Last-Event-ID`` is newer than the address it was given."""
    given = parse_qs(scope["query_string"].decode("latin-1")).get("after", [""])[0]
    for value in (headers.get(b"last-event-id", b"").decode("latin-1"), given):
        if value.isascii() and value.isdigit() and len(value) < 19:
            return int(value)
    return None


async def _until_gone(receive: Receive, client: Client) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    client.end()


async def _open(send: Send) -> None:
    headers = [(b"content-type", b"text/event-stream; charset=utf-8"), *_PRIVATE]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    # Browsers that lost the server come back spread over some seconds, not all at once.
    retry = random.randint(1_000, 5_000)  # noqa: S311
    await _send(send, f"retry: {retry}\n\n".encode(), True)


async def _send(send: Send, body: bytes, more: bool) -> None:
    async with asyncio.timeout(STALLED):
        await send({"type": "http.response.body", "body": body, "more_body": more})


async def _answer(
    send: Send, status: int, data: dict[str, Any], extra: list[tuple[bytes, bytes]] | None = None
) -> None:
    body = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    headers = [
        (b"content-type", b"application/json; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        *_PRIVATE,
        *(extra or []),
    ]
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STALLED):
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body, "more_body": False})
