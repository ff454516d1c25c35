"""One call to an OpenAI-compatible endpoint that is trusted with nothing: not with time, size, type or direction."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from .settings import LanguageModel

LARGEST_ANSWER = 256 * 1024
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
UNKNOWN_PARAMETER = frozenset({400, 422})


class NoAnswerError(Exception):
    """The endpoint gave nothing to read. `reason` is a short Swedish phrase without anything that it said."""

    def __init__(self, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


class Client:
    """Asks one endpoint, within the budget of `model`. Follows no redirect, uses no proxy, checks certificates."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._left = model.budget
        parts = urlsplit(model.url)
        self._secure = parts.scheme == "https"
        self._host, self._port = parts.hostname or "", parts.port
        self._path = parts.path.rstrip("/") + "/chat/completions"

    def ask(self, messages: Sequence[dict[str, str]], parameters: dict[str, Any]) -> str:
        """The content of the first choice. Raises NoAnswerError when there is none after the allowed retries."""
        body = {"model": self._model.name, "messages": list(messages), "stream": False, **parameters}
        for attempt in range(self._model.retries + 1):
            try:
                return self._asked(body)
            except NoAnswerError as error:
                if not error.again or attempt == self._model.retries or self._left <= 0:
                    raise
                self._spend(self._model.pause * 2**attempt)
        raise AssertionError("unreachable")

    def _asked(self, body: dict[str, Any]) -> str:
        status, content = self._call(body)
        if status in UNKNOWN_PARAMETER and "response_format" in body:
            plain = {name: value for name, value in body.items() if name != "response_format"}
            status, content = self._call(plain)
        if status in AGAIN:
            raise NoAnswerError(f"svarade med fel {status}", again=True)
        if 300 <= status < 400:
            raise NoAnswerError("ville skicka frågan vidare till en annan adress")
        if status != 200:
            raise NoAnswerError(f"svarade med fel {status}")
        return _content(content)

    def _call(self, body: dict[str, Any]) -> tuple[int, bytes]:
        allowed = min(self._model.timeout, self._left)
        if allowed <= 0:
            raise NoAnswerError("tiden för språkmodellen är slut")
        began = time.monotonic()
        try:
            return self._exchange(json.dumps(body, ensure_ascii=False).encode(), began + allowed)
        finally:
            self._left -= time.monotonic() - began

    def _exchange(self, body: bytes, deadline: float) -> tuple[int, bytes]:
        left = max(0.01, deadline - time.monotonic())
        connection = http.client.HTTPConnection(self._host, self._port, timeout=left)
        guard = None
        try:
            headers = {
                "Content-Type": "application/json",
                "Accept": "application/json",
                "User-Agent": "Medskick",
            }
            if self._model.key:
                headers["Authorization"] = f"Bearer {self._model.key}"
            connection.sock, secure = self._socket(left)
            # A server that drips a byte now and then never times out by itself.
            guard = threading.Timer(max(0.01, deadline - time.monotonic()), _cut, [connection.sock])
            guard.daemon = True
            guard.start()
            if secure:
                secure.do_handshake()
            connection.request("POST", self._path, body, headers)
            response = connection.getresponse()
            if response.status == 200 and response.headers.get_content_type() != "application/json":
                raise NoAnswerError("svarade med något annat än JSON")
            content = response.read(LARGEST_ANSWER + 1)
        except (OSError, http.client.HTTPException, ValueError):
            late = time.monotonic() >= deadline - 0.01
            reason = "svarade inte i tid" if late else "gick inte att nå eller bröt av"
            raise NoAnswerError(reason, again=not late) from None
        finally:
            if guard:
                guard.cancel()
            connection.close()
        if time.monotonic() >= deadline:
            raise NoAnswerError("svarade inte i tid")
        if len(content) > LARGEST_ANSWER:
            raise NoAnswerError("svarade med för mycket text")
        return response.status, content

    def _socket(self, left: float) -> tuple[socket.socket, ssl.SSLSocket | None]:
        """A connected socket; over https wrapped, with the handshake still to do."""
        port = self._port or (443 if self._secure else 80)
        plain = socket.create_connection((self._host, port), timeout=left)
        if not self._secure:
            return plain, None
        safe = ssl.create_default_context()
        wrapped = safe.wrap_socket(plain, server_hostname=self._host, do_handshake_on_connect=False)
        return wrapped, wrapped

    def _spend(self, seconds: float) -> None:
        pause = max(0.0, min(seconds, self._left))
        time.sleep(pause)
        self._left -= pause


def _cut(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _content(answer: bytes) -> str:
    try:
        content = json.loads(answer.decode("utf-8"))["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NoAnswerError("svarade i ett okänt format") from None
    if not isinstance(content, str) or not content.strip():
        raise NoAnswerError("svarade med tystnad")
    return content
