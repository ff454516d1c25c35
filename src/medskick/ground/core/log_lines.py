"""Lines of the process log without what opens anything. Django writes the path of every refused request, and the path
of a private link is the whole permission: whoever reads the log must not be able to use it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from django.http import HttpRequest

# Parts of addresses that open something, by the names that the URL patterns give them.
SECRET_PARTS = frozenset({"secret", "ticket", "code", "key", "token"})
# An address that leads nowhere may still hold such a part: a link with a letter too many at its end. Names of pages
# are small letters with hyphens.
_LOOKS_SECRET = re.compile(r"(?=.{8}).*[A-Z:]|.*(?=[a-z]*\d)[a-z0-9]{16}")
_HIDDEN = "[…]"


class WithoutSecrets(logging.Formatter):
    """Writes a record as usual, its traceback too, with the secret parts of its request's address left out."""

    def format(self, record: logging.LogRecord) -> str:
        """The line or lines."""
        said = super().format(record)
        request = getattr(record, "request", None)
        return without_secrets(said, request) if isinstance(request, HttpRequest) else said


def without_secrets(said: str, request: HttpRequest) -> str:
    """The text with ``[…]`` in place of each secret part of the request's address."""
    for part in sorted(set(_secrets_in(request)), key=len, reverse=True):
        said = said.replace(part, _HIDDEN)
    return said


def _secrets_in(request: HttpRequest) -> Iterator[str]:
    match = request.resolver_match
    for name, value in (match.kwargs if match else {}).items():
        if name in SECRET_PARTS and value:
            yield str(value)
    for part in request.path.split("/"):
        if _LOOKS_SECRET.match(part):
            yield part
