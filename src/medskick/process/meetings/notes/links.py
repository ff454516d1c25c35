"""The secret link of a table's note-taker, made as that of a sign-up is (``meetings.links``)."""

from __future__ import annotations

import base64

from django.urls import reverse
from django.utils.crypto import salted_hmac

from medskick.process.meetings.models import NoteLink


def secret_of(link: NoteLink) -> str:
    """The secret in its address."""
    digest = salted_hmac("medskick.meetings.notes", link.seed.hex, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def path_of(link: NoteLink) -> str:
    """The path of the note-taker's page, in the language of the moment."""
    return reverse("meetings:notes", args=[secret_of(link)])
