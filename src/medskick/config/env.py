"""Everything an operator may set from outside, typed and in one table.

The variables are listed in docs/subsystems/config.md; a test compares the two.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path


def _flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", None}:
        return default
    if value in {"1", "true", "yes", "ja"}:
        return True
    if value in {"0", "false", "no", "nej"}:
        return False
    raise SystemExit(f"{name} ska vara 1 eller 0, inte {value!r}.")


def _number(name: str) -> int:
    value = os.environ.get(name, "").strip()
    if value and not value.isdigit():
        raise SystemExit(f"{name} ska vara ett heltal, inte {value!r}.")
    return int(value or 0)


def _list(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


@dataclass(frozen=True)
class Env:
    """Read once at start. Empty values mean the default of that variable."""

    data: Path = field(default_factory=lambda: Path(os.environ.get("MEDSKICK_DATA") or "data").resolve())
    database: str = field(default_factory=lambda: os.environ.get("MEDSKICK_DATABASE", ""))
    hosts: list[str] = field(default_factory=lambda: _list("MEDSKICK_HOSTS"))
    address: str = field(default_factory=lambda: os.environ.get("MEDSKICK_ADDRESS", "").rstrip("/"))
    region: str = field(default_factory=lambda: os.environ.get("MEDSKICK_REGION", ""))
    demo: bool = field(default_factory=lambda: _flag("MEDSKICK_DEMO"))
    second_factor: bool = field(default_factory=lambda: _flag("MEDSKICK_SECOND_FACTOR"))
    debug: bool = field(default_factory=lambda: _flag("MEDSKICK_DEBUG"))
    mail: str = field(default_factory=lambda: os.environ.get("MEDSKICK_MAIL", ""))
    mail_days: int = field(default_factory=lambda: _number("MEDSKICK_MAIL_DAYS") or 30)
    proxies: int = field(default_factory=lambda: _number("MEDSKICK_PROXIES"))

    def secret(self) -> str:
        """The installation's secret key: made once, kept in the data folder, readable by the owner only."""
        path = self.data / "secret"
        if path.exists():
            return path.read_text(encoding="ascii").strip()
        import secrets

        self.data.mkdir(parents=True, exist_ok=True)
        value = secrets.token_urlsafe(50)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(value + "\n")
        return value
