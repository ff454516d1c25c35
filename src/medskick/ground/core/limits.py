"""How often somebody may do something.

The address alone never decides: a whole school shares one. Callers combine a wide limit per address with a narrow one
per form token. All web processes count together (``counts``); one that cannot reach the counts goes on by itself.
Addresses are never stored: only hashes with a salt that changes every day and is then forgotten.
"""

from __future__ import annotations

import datetime
import hashlib
import logging
import secrets

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from medskick.ground.core import counts

log = logging.getLogger("medskick.limits")

_storage = MemoryStorage()
_limiter = MovingWindowRateLimiter(_storage)
_salt: tuple[datetime.date, str] = (datetime.date.min, "")
_realm = ""


def allow(what: str, key: str, rate: str) -> bool:
    """Count one more ``what`` by ``key``; False when it is over ``rate`` (such as ``"30/minute"``)."""
    limit = parse(rate)
    try:
        return counts.hit(_name(what, key), limit.amount, _seconds(limit))
    except counts.Failures as error:
        log.warning("Limits are counted in this process only: %s", error)
        return _limiter.hit(limit, what, key)


def is_left(what: str, key: str, rate: str) -> bool:
    """Whether one more ``what`` by ``key`` would be within ``rate``. Counts nothing."""
    limit = parse(rate)
    try:
        return counts.is_left(_name(what, key), limit.amount, _seconds(limit))
    except counts.Failures as error:
        log.warning("Limits are counted in this process only: %s", error)
        return _limiter.test(limit, what, key)


def _name(what: str, key: str) -> str:
    """What is counted, without telling it: a key may hold a code."""
    return hashlib.sha256("\0".join((_realm, what, key)).encode()).hexdigest()[:32]


def _seconds(limit: RateLimitItem) -> float:
    return float(limit.get_expiry())


def address_of(request: HttpRequest) -> str:
    """A hash of the caller's address, good for today only. Trusts as many proxies as the operator declared."""
    salt = _salt_of_today()
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        passed = [
            part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
        ]
        if len(passed) >= proxies:
            address = passed[-proxies]
    return hashlib.sha256(f"{salt}:{address}".encode()).hexdigest()[:24]


def _salt_of_today() -> str:
    global _salt
    today = datetime.date.today()
    if _salt[0] != today:
        try:
            _salt = (today, counts.salt_of(today.isoformat()))
        except counts.Failures as error:
            log.warning("Limits are counted in this process only: %s", error)
            _salt = (today, secrets.token_hex(16))
    return _salt[1]


def reset() -> None:
    """Forget all counts (tests): what is counted from now on is counted apart from what was."""
    global _realm
    _realm = secrets.token_hex(8)
    _storage.reset()
