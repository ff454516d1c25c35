"""Links in mail: whole addresses, and links that open something to whoever has them."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

CONFIRM, MANAGE = "post.confirm", "post.manage"


def absolute(path: str) -> str:
    """The whole address of a path of ours. Without ``MEDSKICK_ADDRESS`` it leads to this machine only."""
    if path.startswith(("https://", "http://")):
        return path
    return (settings.SITE_ADDRESS or "http://localhost:8000").rstrip("/") + path


def page(name: str, *args: Any, language: str) -> str:
    """The whole address of a page, in that language."""
    with translation.override(language):
        return absolute(reverse(name, args=args))


def signed(purpose: str, key: uuid.UUID) -> str:
    """The secret part of a link: the row's random key and our signature, so that the database alone opens nothing."""
    return signing.Signer(salt=purpose, sep=".").sign(key.hex)


def opened(purpose: str, secret: str) -> uuid.UUID | None:
    """The key in a link's secret part, or None for what we have not signed."""
    try:
        return uuid.UUID(hex=signing.Signer(salt=purpose, sep=".").unsign(secret))
    except (signing.BadSignature, ValueError):
        return None
