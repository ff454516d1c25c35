"""The two databases we know: SQLite as one file in the data folder, PostgreSQL by address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SQLITE_START = ";".join(
    [
        "PRAGMA journal_mode=WAL",
        # Acknowledged means durable: an answered write survives a power cut.
        "PRAGMA synchronous=FULL",
        "PRAGMA journal_size_limit=67108864",
        "PRAGMA mmap_size=134217728",
        "PRAGMA cache_size=-20000",
    ]
)


def sqlite(path: Path) -> dict[str, Any]:
    """Options measured in the design: without IMMEDIATE and a timeout, concurrent writers fail."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START},
    }


def postgresql(address: str) -> dict[str, Any]:
    """``postgresql://user:password@host:port/name``; an empty host means the local socket."""
    parts = urlsplit(address)
    options: dict[str, Any] = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def database(address: str, data: Path) -> dict[str, Any]:
    """Settings for ``DATABASES['default']`` from ``MEDSKICK_DATABASE`` (empty means SQLite)."""
    if address.startswith(("postgresql://", "postgres://")):
        return postgresql(address)
    if address:
        raise SystemExit("MEDSKICK_DATABASE ska vara tom (SQLite) eller börja med postgresql://")
    return sqlite(data / "medskick.sqlite3")
