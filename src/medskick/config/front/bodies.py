"""Request bodies are read before a thread is given to the request, so that slow senders hold no thread."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

LARGEST = 2 * 1024 * 1024  # any form
LARGEST_FILE = 80 * 1024 * 1024  # a table to import, by somebody who has a session
FILE_DOOR = "/arbetsyta/medskick/inlasning/"
SESSION = b"medskick="
IN_MEMORY = 256 * 1024
PIECE = 64 * 1024
PATIENCE = 20.0  # seconds between two pieces
SLOWEST = 4 * 1024  # bytes per second over the whole body, after the first half minute


class BodyError(Exception):
    """The body is too large (413), came too slowly (408), or its length is nonsense (400); ``gone``: nobody
    waits.
    """

    def __init__(self, status: int, *, gone: bool = False) -> None:
        super().__init__(status)
        self.status = status
        self.gone = gone


class Body:
    """A received body, kept in memory while small and in a temporary file otherwise."""

    def __init__(self) -> None:
        self.file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by ``close``
        self.length = 0

    def close(self) -> None:
        """Forget the body."""
        self.file.close()

    def replay(self) -> Receive:
        """A ``receive`` that gives the body from the start, piece by piece."""
        self.file.seek(0)
        left = self.length

        async def receive() -> Message:
            nonlocal left
            piece = self.file.read(min(PIECE, left)) if left else b""
            left -= len(piece)
            return {"type": "http.request", "body": piece, "more_body": bool(left and piece)}

        return receive


def most(path: str, headers: list[tuple[bytes, bytes]]) -> int:
    """How much may be sent there: a file only to the import, and only with a session cookie (Django checks whose)."""
    signed_in = any(name == b"cookie" and SESSION in value for name, value in headers)
    return LARGEST_FILE if signed_in and path.startswith(FILE_DOOR) else LARGEST


def declared_length(headers: list[tuple[bytes, bytes]], limit: int) -> int | None:
    """The length that the sender promises, or None. Raises BodyError for nonsense and for too much."""
    for name, value in headers:
        if name == b"content-length":
            if not value.isdigit() or len(value) > 15:
                raise BodyError(400)
            if int(value) > limit:
                raise BodyError(413)
            return int(value)
    return None


async def read(receive: Receive, headers: list[tuple[bytes, bytes]], path: str = "") -> Body:
    """The whole body. Raises BodyError; then nothing is kept."""
    limit = most(path, headers)
    declared_length(headers, limit)
    body = Body()
    began = time.monotonic()
    try:
        while True:
            async with asyncio.timeout(PATIENCE):
                message = await receive()
            if message["type"] == "http.disconnect":
                raise BodyError(400, gone=True)
            piece = message.get("body", b"")
            body.length += len(piece)
            if body.length > limit:
                raise BodyError(413)
            body.file.write(piece)
            if not message.get("more_body", False):
                return body
            if time.monotonic() - began > 30 + body.length / SLOWEST:
                raise BodyError(408)
    except TimeoutError:
        body.close()
        raise BodyError(408) from None
    except BaseException:
        body.close()
        raise
