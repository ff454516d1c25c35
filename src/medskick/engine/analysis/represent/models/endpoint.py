"""A model behind an address that speaks OpenAI's embeddings protocol. Only where a person has asked for it by name.

Texts are sent as the analysis reads them, without what is masked. The key comes from the environment and is never
stored, shown or pickled to a file of results.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from ...addresses import check_address
from ...contract import AnalysisError
from .base import checked

KEY_FROM = "MEDSKICK_EMBEDDINGS_KEY"
BATCH = 64
MOST_CHARACTERS = 8_000
SECONDS, TRIES, PAUSE = 60, 4, 1.0
MOST_BYTES = 64 * 1024 * 1024
TRY_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class Endpoint:
    """`address` up to and with /v1; `model` as the server names it."""

    def __init__(self, address: str, model: str) -> None:
        check_address(address)
        self.name = model
        # Results name no machine.
        self.version = hashlib.sha256(address.rstrip("/").encode()).hexdigest()[:12]
        self._host = urlsplit(address).hostname
        self._address = address.rstrip("/") + "/embeddings"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        found = [
            self._batch([text[:MOST_CHARACTERS] or " " for text in texts[start : start + BATCH]])
            for start in range(0, len(texts), BATCH)
        ]
        if len({vectors.shape[1] for vectors in found}) > 1:
            raise self._error("svarade med olika många tal för olika texter")
        return checked(np.vstack(found) if found else np.zeros((0, 2)), len(texts), self.name)

    def _batch(self, texts: list[str]) -> np.ndarray:
        answer = self._ask({"model": self.name, "input": texts, "encoding_format": "float"})
        try:
            rows = sorted(answer["data"], key=lambda row: int(row["index"]))
            numbers = [int(row["index"]) for row in rows]
            vectors = np.array([row["embedding"] for row in rows], dtype=np.float32)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise self._error("svarade med något annat än vad som frågades efter") from None
        if numbers != list(range(len(texts))):
            raise self._error("svarade inte på alla texter")
        return checked(vectors, len(texts), self.name)

    def _ask(self, question: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if key := os.environ.get(KEY_FROM):
            headers["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(  # noqa: S310 - only http and https come this far
            self._address, json.dumps(question).encode(), headers, method="POST"
        )
        for attempt in range(1, TRIES + 1):
            try:
                with _OPENER.open(request, timeout=SECONDS) as answer:
                    body = _body(answer, time.monotonic() + SECONDS)
                if len(body) > MOST_BYTES:
                    raise self._error("svarade med mer än vad som kan tas emot")
                return json.loads(body)
            except urllib.error.HTTPError as error:
                error.close()
                if error.code not in TRY_AGAIN or attempt == TRIES:
                    raise self._error(f"svarade med felkod {error.code}") from None
            except (OSError, ValueError, RecursionError, http.client.HTTPException) as error:
                if attempt == TRIES:
                    raise self._error(f"svarade inte som den skulle ({type(error).__name__})") from None
            time.sleep(PAUSE * 2 ** (attempt - 1))
        raise AssertionError

    def _error(self, what: str) -> AnalysisError:
        return AnalysisError(
            f"Modellen på {self._host} {what}. Kontrollera adressen och modellens namn, eller kör utan --embeddings."
        )


def _body(answer: http.client.HTTPResponse, deadline: float) -> bytes:
    """What is answered, little more of it than may be. Raises TimeoutError where it drips on beyond the deadline."""
    parts: list[bytes] = []
    size = 0
    while size <= MOST_BYTES and (part := answer.read1(1 << 20)):
        parts.append(part)
        size += len(part)
        if time.monotonic() > deadline:
            raise TimeoutError
    return b"".join(parts)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Texts go to the address that was named and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _StayHere)
