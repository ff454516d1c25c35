"""Queueing a mail: it is written down with what it is about, and a worker sends it after the commit."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from medskick.ground.core import one_language
from medskick.ground.core.access import SYSTEM
from medskick.ground.core.chain import Ref
from medskick.ground.jobs import actions as jobs
from medskick.ground.post import kinds
from medskick.ground.post.models import Attachment, HeldBecause, Mail, State

JOB = "post.send"
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(; ?[a-z]+=[A-Za-z0-9_.-]+)*")


@dataclass(frozen=True)
class File:
    """A file to send along. ``content_type`` may have parameters, as ``text/calendar; method=REQUEST``."""

    name: str
    content_type: str
    content: bytes


def send(
    kind: str,
    to: str,
    slots: Mapping[str, Any],
    *,
    key: str,
    language: str,
    about: Ref | None = None,
    attachments: Iterable[File] = (),
    not_before: datetime.datetime | None = None,
    not_after: datetime.datetime | None = None,
    stop_address: str = "",
) -> Mail:
    """Queue exactly one mail inside the caller's transaction: the same ``key`` gives the same mail, never two.

    The caller has checked that it may. ``key`` tells apart what is sent once (``meetings.confirmed:77``) and holds no
    address. ``language`` is the reader's; one that the house does not have becomes the first. A mail of which that
    language lacks any text is Swedish as a whole, and says so in its headers. ``stop_address``: where a POST ends a
    subscription (RFC 8058). ``not_after``: when it becomes news of yesterday; what has not gone by then
    never goes. Without a mail server the mail is held and can be read in the outbox.

    Raises LookupError for an unknown kind or a missing slot, ValueError for a key or file that cannot be, and
    ValidationError for an address that cannot be.
    """
    known = kinds.find(kind)
    _check_key(key)
    if earlier := Mail.objects.filter(key=key).first():
        return earlier
    files = [_checked(one) for one in attachments]
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    asked = language
    with translation.override(asked):
        (subject, text), language = one_language.wholly(lambda: kinds.render(known, slots, asked))
    now = timezone.now()
    due = max(now, not_before) if not_before else now
    mail = Mail(
        kind=kind,
        key=key,
        to=clean_address(to),
        language=language,
        subject=subject,
        text=text,
        covered=kinds.hidden_words(known, slots),
        stop_address=_header_safe(stop_address),
        message_id=f"<{uuid.uuid4()}@{_domain()}>",
        about_kind=about.kind if about else "",
        about_key=about.key if about else "",
        state=State.QUEUED if settings.MAIL_IS_SET else State.HELD,
        held_because="" if settings.MAIL_IS_SET else HeldBecause.NO_SERVER,
        due_at=due,
        next_at=due,
        not_after=not_after,
    )
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
            Attachment.objects.bulk_create(
                Attachment(mail=mail, name=one.name, content_type=one.content_type, content=one.content)
                for one in files
            )
    except IntegrityError:  # somebody else was faster with the same key
        return Mail.objects.get(key=key)
    if mail.state == State.QUEUED and due <= now:
        transaction.on_commit(wake, robust=True)  # the mail is safe: a worker finds it anyway
    return mail


def wake() -> None:
    """Ask a worker to send what is due. Called after commit, so that no caller waits for another's transaction; a
    worker also looks by itself every half minute."""
    jobs.start(JOB, by=SYSTEM, key=JOB)


def clean_address(address: str) -> str:
    """The address as it is kept: without spaces around it, its domain in small letters. Raises ValidationError."""
    plain = address.strip()
    try:
        validate_email(plain)
    except ValidationError as error:
        raise ValidationError(_("Skriv en e-postadress, till exempel namn@exempel.se.")) from error
    if len(plain) > 254:
        raise ValidationError(_("E-postadressen är för lång. Högst 254 tecken."))
    local, _at, domain = plain.rpartition("@")
    return f"{local}@{domain.lower()}"


def _check_key(key: str) -> None:
    if not key or len(key) > 200 or "@" in key:
        raise ValueError("A mail's key has 1 to 200 characters and holds no address")


def _checked(file: File) -> File:
    if not _TYPE.fullmatch(file.content_type) or len(file.content_type) > 120:
        raise ValueError(f"Not a type of file: {file.content_type!r}")
    if not re.fullmatch(r"[\w.,() -]{1,120}", file.name) or file.name.startswith("."):
        raise ValueError(f"Not a plain name of a file: {file.name!r}")
    return file


def _header_safe(address: str) -> str:
    if address and not re.fullmatch(r"https?://[!-;=?-~]{1,480}", address):
        raise ValueError("Not an address that a header can hold")
    return address


def _domain() -> str:
    """The part after @ of our own address: it makes the ids of our mail unlike all others'."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
