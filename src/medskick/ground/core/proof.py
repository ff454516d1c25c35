"""A proof of work against robots (ALTCHA v2), made and checked here, with no service outside.

Ordinary browsers solve the puzzle in about a second while somebody writes. Without a script there is no proof; what is
sent so is taken all the same, but read by a person before it shows, or held to narrower limits.
"""

from __future__ import annotations

import struct
import time
from typing import Any

import altcha
from django.utils.crypto import salted_hmac

from medskick.ground.core import limits

ALGORITHM = "PBKDF2/SHA-256"
COST = 2_000
PREFIX = "00"  # one key in 256: some 256 tries of 2 000 rounds
VALID = 24 * 60 * 60
_LONGEST = 4_000


def _secret() -> str:
    return salted_hmac("medskick.core.proof", "altcha").hexdigest()


def puzzle() -> dict[str, Any]:
    """A fresh puzzle for one showing of a form, as the browser's solver reads it."""
    challenge = altcha.create_challenge(
        ALGORITHM, COST, key_prefix=PREFIX, expires_at=int(time.time()) + VALID, hmac_secret=_secret()
    )
    return challenge.to_dict()


def holds(payload: str) -> bool:
    """Whether ``payload`` is a solution of a puzzle of ours that has not been used before. Uses it up."""
    if not payload or len(payload) > _LONGEST:
        return False
    try:
        proved = altcha.Payload.from_base64(payload)
        if not altcha.verify_solution(proved, _secret()).verified:
            return False
        signature = str(proved.challenge.signature)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError, struct.error):
        return False
    return limits.allow("core.proof", signature, "1/day")
