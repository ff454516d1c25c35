"""The private link of a sign-up, and the link that opens a kiosk.

The secret is 256 bits, made from the row's seed with the installation's secret key: the server can write the same link
into a later mail, while the database, which holds seed and hash alone, opens no link.
"""

from __future__ import annotations

import base64
import hashlib

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from medskick.process.meetings.models import Kiosk, SignUp


def secret_of(row: SignUp | Kiosk) -> str:
    """The secret in the address of its page."""
    salt = "medskick.meetings.kiosk" if isinstance(row, Kiosk) else "medskick.meetings.signup"
    digest = salted_hmac(salt, row.seed.hex, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(secret: str) -> str:
    """How a secret is kept. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def path_of(signup: SignUp) -> str:
    """The path of its private page, in the language of the moment."""
    return reverse("meetings:own", args=[secret_of(signup)])


def address_of(signup: SignUp) -> str:
    """The whole address of its private page, in the language it was made in."""
    with translation.override(signup.language):
        return settings.SITE_ADDRESS + path_of(signup)


def path_of_kiosk(kiosk: Kiosk) -> str:
    """The path of a kiosk's first screen, in the language it was opened in."""
    with translation.override(kiosk.language):
        return reverse("meetings:kiosk", args=[secret_of(kiosk)])
