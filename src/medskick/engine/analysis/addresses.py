"""Where a model may be asked: texts of people go in clear to this machine only, and sealed to any other."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from .contract import AnalysisError


def check_address(url: str) -> None:
    """Raise AnalysisError unless `url` is https, or http on this very machine, without user, query or fragment."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise AnalysisError(
            f"Modellens adress ska börja med https:// och ha ett datornamn, inte ”{url[:60]}”."
        )
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise AnalysisError("Modellens adress får inte innehålla användarnamn, lösenord, ? eller #.")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise AnalysisError(
            "Modellens adress ska börja med https://. http:// går bara för en modell på samma dator."
        )


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
