"""The receiving end of the browser's outbox (``frontend/src/outbox``).

What somebody writes where the network comes and goes lies in their browser, with an id that the browser has made, until
this has answered that it is kept. So the same sending may come twice, or ten times, and is kept once: within a scope an
id stands for one content for ever. A room gives a ``Door`` and what to do with a sending; everything else is here.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    SuspiciousOperation,
    ValidationError,
)
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import limits, tokens
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.models import Arrival
from medskick.ground.core.pictures import Busy

FIELD = "client_id"
# What belongs to the page that sends and not to what is sent: another page may send the same again.
_OF_THE_PAGE = (FIELD, tokens.FIELD, "csrfmiddlewaretoken")
_READABLE = ("application/x-www-form-urlencoded", "multipart/form-data")
RETRY_AFTER = 15  # seconds
REMEMBERED = datetime.timedelta(days=400)  # far longer than any link that opens a door

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Door:
    """Where something is sent. ``rule`` with ``on`` says whether ``by`` may; ids are one within ``scope``.

    ``purpose`` names the visitor's token that the form carries; empty where Django's own check of the form has been
    made (staff). ``largest`` is in bytes of the whole sending; the rates count new sendings, by scope and by address.
    """

    scope: str
    rule: str
    on: Any
    by: Viewer
    purpose: str = ""
    largest: int = 100_000
    per_scope: str = "600/10minute"
    per_address: str = "3000/10minute"


@dataclass(frozen=True)
class Sending:
    """What was sent: its id, its fields (each name once, the last value) and its files."""

    id: uuid.UUID
    fields: dict[str, str]
    files: dict[str, File[bytes]]


@dataclass(frozen=True)
class Answer:
    """What the sender is told. ``kept`` is what the room said that it kept, None where nothing was.

    Status 200 with ``repeated``: it had come before. 409: the id stands for something else. ``again`` (seconds):
    nothing is wrong with the sending, it may be sent again by itself. ``token``: a new one for a page that is old.
    """

    status: int
    kept: dict[str, Any] | None = None
    error: str = ""
    repeated: bool = False
    again: int = 0
    token: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the sender may forget it."""
        return self.status in (200, 201)

    def as_json(self) -> JsonResponse:
        """The answer to a script. Only ``kept`` means that it is kept: a proxy's own page says nothing of the kind."""
        said: dict[str, Any] = {"kept": self.kept}
        said |= {"repeated": self.repeated} if self.is_kept else {"error": self.error}
        if self.token:
            said["token"] = self.token
        response = JsonResponse(said, status=self.status)
        response["Cache-Control"] = "no-store"
        if self.again:
            response["Retry-After"] = str(self.again)
        return response


class _Refused(Exception):
    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.error)
        self.answer = answer


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, and not a form of a page without one."""
    return request.headers.get("Accept", "").startswith("application/json")


def receive(
    request: HttpRequest,
    door: Door,
    keep: Callable[[Sending], dict[str, Any]],
    *,
    ready: Callable[[Sending], Sending] | None = None,
) -> Answer:
    """Take in one sending and return the answer, after commit.

    ``ready`` does what takes time (a photo is read) outside the transaction, so that nobody waits to write meanwhile.
    ``keep`` stores it inside the transaction and returns a few words that may be told again whenever the same sending
    comes (ids and numbers: they are stored, so nothing that must be forgotten). Both raise ValidationError with a
    sentence for what cannot be taken. What is kept is never said not to be: a repeat is answered before any limit.
    """
    try:
        sending = _read(request, door)
        require(door.rule, door.by, door.on)
        print_ = fingerprint(sending)
        if found := _earlier(door, sending, print_):
            return found
        _count(request, door)
        return _kept(door, ready(sending) if ready else sending, print_, keep)
    except _Refused as refused:
        return refused.answer
    except PermissionDenied:
        return Answer(403, error=_("Länken gäller inte längre, eller så får du inte göra det här."))
    except Busy as error:
        return Answer(503, error=" ".join(error.messages), again=RETRY_AFTER)
    except ValidationError as error:
        return Answer(422, error=" ".join(error.messages))
    except OperationalError:
        log.exception("A sending could not be stored")
        return Answer(
            503, error=_("Just nu går det inte att spara. Vänta en stund och försök igen."), again=RETRY_AFTER
        )


def forget_old() -> int:
    """Remove what arrived so long ago that no door through which it came can still be open; how many it was.

    A tablet that has lain in a drawer since then and never heard that a thing was kept is the one that could send it
    again; rooms keep what they store under keys of its own, so that even then it is not there twice.
    """
    count, _each = Arrival.objects.filter(arrived_at__lt=timezone.now() - REMEMBERED).delete()
    return count


def fingerprint(sending: Sending) -> str:
    """A digest of everything that was sent, whatever page sent it."""
    files = {name: _digest_of(file) for name, file in sending.files.items()}
    return hashlib.sha256(json.dumps([sending.fields, files], sort_keys=True).encode()).hexdigest()


def _digest_of(file: File[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _read(request: HttpRequest, door: Door) -> Sending:
    """Raises _Refused for what is too large, cannot be read, comes with an old token or without an id."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal()) or request.content_type not in _READABLE:
        raise _Refused(
            Answer(400, error=_("Det du skickade gick inte att läsa. Ladda om sidan och försök igen."))
        )
    if int(length) > door.largest:
        raise _Refused(
            Answer(413, error=_("Det är för stort för att skickas. Dela upp det eller välj en mindre bild."))
        )
    try:
        posted, files = request.POST, request.FILES
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError) as error:
        told = _("Det du skickade gick inte att läsa. Ladda om sidan och försök igen.")
        raise _Refused(Answer(400, error=told)) from error
    if door.purpose:
        _check_token(posted.get(tokens.FIELD, ""), door.purpose)
    try:
        key = uuid.UUID(posted.get(FIELD, ""))
    except ValueError as error:
        told = _("Det du skickade saknar sitt nummer. Ladda om sidan och försök igen.")
        raise _Refused(Answer(400, error=told)) from error
    fields = {name: posted[name] for name in posted if name not in _OF_THE_PAGE}
    return Sending(key, fields, {name: one for name in files if isinstance(one := files[name], UploadedFile)})


def _check_token(token: str, purpose: str) -> None:
    try:
        tokens.check(token, purpose)
    except tokens.TokenError as error:
        told = _("Sidan har varit öppen länge. Det du skrev finns kvar. Tryck på knappen igen.")
        raise _Refused(Answer(400, error=told, again=1, token=tokens.issue(purpose))) from error


def _earlier(door: Door, sending: Sending, print_: str) -> Answer | None:
    """The answer to an id that has come before: the same again, or that it stands for something else."""
    found = Arrival.objects.filter(scope=door.scope, client_id=sending.id).first()
    if found is None:
        return None
    if found.fingerprint == print_:
        return Answer(200, found.kept, repeated=True)
    return Answer(
        409, found.kept, error=_("Något annat är redan sparat med samma nummer. Skicka det som nytt.")
    )


def _count(request: HttpRequest, door: Door) -> None:
    by_scope = limits.allow("outbox.scope", door.scope, door.per_scope)
    if not (limits.allow("outbox.address", limits.address_of(request), door.per_address) and by_scope):
        told = _("Det kommer för mycket på en gång just nu. Vänta en minut och försök igen.")
        raise _Refused(Answer(429, error=told, again=60))


def _kept(door: Door, sending: Sending, print_: str, keep: Callable[[Sending], dict[str, Any]]) -> Answer:
    """The id is claimed first: another with the same waits for this to end, and then finds it."""
    try:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    arrival = Arrival.objects.create(
                        scope=door.scope, client_id=sending.id, fingerprint=print_
                    )
            except IntegrityError as error:
                raise _Taken from error
            arrival.kept = keep(sending)
            arrival.save(update_fields=["kept"])
    except _Taken:
        return _earlier(door, sending, print_) or Answer(
            503, error=_("Just nu går det inte att spara. Vänta en stund och försök igen."), again=RETRY_AFTER
        )
    return Answer(201, arrival.kept)


class _Taken(Exception):
    """Somebody else claimed the id in the same moment."""
