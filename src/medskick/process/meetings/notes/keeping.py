"""What the note-taker's page sends, by its field ``what``: read by a form, done by an action, told in a few words."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer
from medskick.ground.core.outbox import Sending
from medskick.ground.core.pictures import only_what_is_seen
from medskick.process.meetings.notes import actions
from medskick.process.meetings.notes.desk import Desk
from medskick.process.meetings.notes.forms import CountForm, NoteForm, PhotoForm, SeatsForm


def ready(sending: Sending) -> Sending:
    """With the photo already read and written anew. Raises ValidationError."""
    photo = sending.files.get("photo")
    if sending.fields.get("what") != "photo" or photo is None:
        return sending
    return dataclasses.replace(sending, files=sending.files | {"photo": only_what_is_seen(photo)})


def keep(desk: Desk, sending: Sending, *, by: Viewer) -> dict[str, Any]:
    """Do what was asked for. Raises ValidationError, and PermissionDenied where the desk is closed meanwhile."""
    what = sending.fields.get("what", "")
    if what not in _ACTS:
        raise ValidationError(_("Sidan är för gammal. Ladda om den och försök igen."))
    return {"what": what, **_ACTS[what](desk, sending, by)}


def _note(desk: Desk, sending: Sending, by: Viewer) -> dict[str, Any]:
    data = _valid(NoteForm(sending.fields))
    note = actions.write(desk, data["note"], data["question"], data["text"], data["persons"], by=by)
    return {"note": str(note.key), "question": note.question_id}


def _take_back(desk: Desk, sending: Sending, by: Viewer) -> dict[str, Any]:
    key = _key(sending, "note")
    actions.take_back(desk, key, by=by)
    return {"note": str(key)}


def _photo(desk: Desk, sending: Sending, by: Viewer) -> dict[str, Any]:
    files = MultiValueDict({name: [file] for name, file in sending.files.items()})
    data = _valid(PhotoForm(sending.fields, files))  # type: ignore[arg-type]
    photo = actions.add_photo(desk, data["photo_key"], data["photo"], by=by)
    return {"photo": str(photo.key)}


def _remove_photo(desk: Desk, sending: Sending, by: Viewer) -> dict[str, Any]:
    key = _key(sending, "photo")
    actions.remove_photo(desk, key, by=by)
    return {"photo": str(key)}


def _count(desk: Desk, sending: Sending, by: Viewer) -> dict[str, Any]:
    form = CountForm(sending.fields)
    _valid(form)
    return {"persons": actions.count(desk, form.persons(), by=by)}


def _hand_in(desk: Desk, sending: Sending, by: Viewer) -> dict[str, Any]:
    data = _valid(SeatsForm(sending.fields)) if "seated" in sending.fields else None
    seated = actions.Seated(data["seated"], data["seen"]) if data else None
    return {"handed_in": len(actions.hand_in(desk, seated, by=by))}


def _seats(desk: Desk, sending: Sending, by: Viewer) -> dict[str, Any]:
    data = _valid(SeatsForm(sending.fields))
    return {"seated": actions.tell_persons(desk, data["seated"], by=by)}


def _withdraw(desk: Desk, sending: Sending, by: Viewer) -> dict[str, Any]:
    return {"withdrawn": actions.withdraw(desk, sending.fields.get("code", ""), by=by)}


def _valid(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise ValidationError([str(said) for errors in form.errors.values() for said in errors])
    return form.cleaned_data


def _key(sending: Sending, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(sending.fields.get(name, ""))
    except ValueError as error:
        raise ValidationError(_("Sidan är för gammal. Ladda om den och försök igen.")) from error


_ACTS: dict[str, Callable[[Desk, Sending, Viewer], dict[str, Any]]] = {
    "note": _note,
    "take_back": _take_back,
    "photo": _photo,
    "remove_photo": _remove_photo,
    "count": _count,
    "hand_in": _hand_in,
    "seats": _seats,
    "withdraw": _withdraw,
}
