"""How often somebody may do something.

The address alone never decides: a whole school shares one. Callers combine a wide limit per address with a narrow one
per form token. Addresses are hashed with a salt that changes every day and are never stored.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(_storage)
_salt: tuple[datetime.date, str] = (datetime.date.min, "")


def allow(what: str, key: str, rate: str) -> bool:
    """Count one more ``what`` by ``key``; False when it is over ``rate`` (such as ``"30/minute"``)."""
    return _limiter.hit(parse(rate), what, key)


def is_left(what: str, key: str, rate: str) -> bool:
    """Whether one more ``what`` by ``key`` would be within ``rate``. Counts nothing."""
    return _limiter.test(parse(rate), what, key)


def address_of(request: HttpRequest) -> str:
    """A hash of the caller's address, good for today only. Trusts as many proxies as the operator declared."""
    global _salt
    today = datetime.date.today()
    if _salt[0] != today:
        _salt = (today, secrets.token_hex(16))
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        passed = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
        ]
        if len(passed) >= proxies:
            address = passed[-proxies]
    return hashlib.sha256(f"{_salt[1]}:{address}".encode()).hexdigest()[:24]


def reset() -> None:
    """Forget all counts (tests)."""
    _storage.reset()
