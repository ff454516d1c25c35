"""Outgoing mail from one address: ``smtp://user:password@host:port/?tls=1&from=noreply@region.example``.

After the question mark: ``tls=1`` (STARTTLS), ``from`` (who writes), ``timeout`` (seconds to wait for an answer, 20).
Without ``from`` the mail is written by noreply@ the site's own host; where there is none, nothing is sent.
"""

from __future__ import annotations

import ipaddress
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def mail_settings(address: str, site: str = "") -> dict[str, Any]:
    """Django's EMAIL_* settings from ``MEDSKICK_MAIL``; ``site`` is the public address of the site."""
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SystemExit(
            "MEDSKICK_MAIL ska se ut så här: smtp://användare:lösenord@server:587/?tls=1&from=adress"
        )
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    timeout = query.get("timeout", "20")
    if not timeout.isdecimal() or not 1 <= int(timeout) <= 120:
        raise SystemExit("timeout i MEDSKICK_MAIL ska vara mellan 1 och 120 sekunder.")
    sender = query.get("from", "")
    if sender and "@" not in parseaddr(sender)[1]:
        raise SystemExit(f"from i MEDSKICK_MAIL ska vara en e-postadress, inte {sender!r}.")
    return {
        "EMAIL_BACKEND": "medskick.ground.post.smtp.Backend",
        "EMAIL_TIMEOUT": int(timeout),
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": query.get("tls") == "1" and parts.scheme == "smtp",
        "DEFAULT_FROM_EMAIL": sender or sender_of(site),
    }


def sender_of(site: str) -> str:
    """Who writes where nobody has said: noreply@ the site's host. Nobody where others cannot find that host."""
    host = (urlsplit(site).hostname or "").removeprefix("www.")
    try:
        ipaddress.ip_address(host)
        return ""
    except ValueError:
        return f"noreply@{host}" if "." in host else ""
