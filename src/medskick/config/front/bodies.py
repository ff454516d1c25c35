"""Request bodies are read before a thread is given to the request, so that slow senders hold no thread."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from medskick.config.front.large import LargeBodies

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

LARGEST = 2 * 1024 * 1024  # any form
LARGEST_FILE = 80 * 1024 * 1024  # a table to import, by somebody who has signed in (``large``)
FILE_DOOR = "/arbetsyta/medskick/inlasning/"
FILE_DOORS = (FILE_DOOR, "/arbetsyta/sidor/images/", "/arbetsyta/sidor/documents/")
SESSION = b"medskick="
IN_MEMORY = 256 * 1024
PIECE = 64 * 1024
PATIENCE = 20.0  # seconds between two pieces
SLOWEST = 4 * 1024  # bytes per second over the whole body, after the first half minute


class BodyError(Exception):
    """The body is too large (413), came too slowly (408), its length is nonsense (400), or too many large ones come
    in already (503); ``gone``: nobody waits.
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
        self.place: LargeBodies | None = None

    def close(self) -> None:
        """Forget the body, and give its place among the large ones back."""
        self.file.close()
        if self.place is not None:
            self.place.leave()
            self.place = None

    async def grow(self, length: int, headers: list[tuple[bytes, bytes]], large: LargeBodies) -> None:
        """Make sure that a body of this length may come in. Raises BodyError."""
        if length > LARGEST and self.place is None:
            if status := await large.refusal(headers):
                raise BodyError(status)
            self.place = large

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
    """How much may be sent there at most: a file only to the import, and only with a session cookie."""
    signed_in = any(name == b"cookie" and SESSION in value for name, value in headers)
    return LARGEST_FILE if signed_in and path.startswith(FILE_DOORS) else LARGEST


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


async def read(
    receive: Receive, headers: list[tuple[bytes, bytes]], path: str = "", large: LargeBodies | None = None
) -> Body:
    """The whole body. Raises BodyError; then nothing is kept. ``large`` decides who may send more than a form."""
    limit = most(path, headers) if large else LARGEST
    declared = declared_length(headers, limit) or 0
    body = Body()
    began = time.monotonic()
    try:
        if large:
            await body.grow(declared, headers, large)
        while True:
            async with asyncio.timeout(PATIENCE):
                message = await receive()
            if message["type"] == "http.disconnect":
                raise BodyError(400, gone=True)
            piece = message.get("body", b"")
            body.length += len(piece)
            if body.length > limit:
                raise BodyError(413)
            if large:
                await body.grow(body.length, headers, large)
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
