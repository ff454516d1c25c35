"""Short answers that the front gives by itself, in the words and with the headers of the rest of the
house.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

_SENTENCES = {
    400: "Vi kunde inte läsa det du skickade. Gå tillbaka och försök igen.",
    404: "Filen finns inte.",
    405: "Sidan går inte att öppna på det sättet. Gå tillbaka och försök igen.",
    408: "Det tog för lång tid att ta emot det du skickade. Försök igen, gärna med bättre uppkoppling.",
    413: "Det du skickade är för stort. En fil får vara högst 80 MB.",
    503: "Många är här just nu. Vänta en liten stund och försök igen.",
}
_ALWAYS: Headers = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"same-origin"),
]


async def sentence(send: Send, status: int, extra: Headers | None = None) -> None:
    """One sentence as a small page. The connection is closed after errors, whatever is left of the
    request.
    """
    page = (
        '<!doctype html><html lang="sv"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{status}</title><h1>{_SENTENCES[status]}</h1>"
    )
    await _answer(
        send, status, b"text/html; charset=utf-8", page.encode(), [(b"connection", b"close"), *(extra or [])]
    )


async def plain(send: Send, status: int, data: dict[str, Any]) -> None:
    """A small JSON answer for machines that look after us."""
    await _answer(send, status, b"application/json", json.dumps(data).encode(), [])


async def _answer(send: Send, status: int, kind: bytes, body: bytes, extra: Headers) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *_ALWAYS, *extra]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
