"""The note-taker's page: with the table's secret link, or signed in as somebody who runs the meeting.

One address takes everything in by ``core.outbox``: from the browser's outbox, or from an ordinary form without scripts.
"""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from medskick.ground.core import outbox, tokens
from medskick.ground.core.access import PUBLIC, Viewer, require, staff_required
from medskick.process.meetings.models import LINK_DAYS
from medskick.process.meetings.notes import actions, photos, queries
from medskick.process.meetings.notes.desk import Desk
from medskick.process.meetings.notes.forms import CountForm, PhotoForm, SeatsForm, note_form, seats_form
from medskick.process.meetings.notes.keeping import keep, ready
from medskick.process.meetings.views.posts import unseen
from medskick.process.meetings.views.staff import theirs

PURPOSE = "meeting-notes"
LARGEST = 2_000_000  # bytes: a photo, which the browser has made smaller where it can


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
def with_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The table that a secret opens, without account."""
    desk = _linked(secret)
    if not queries.may_open(desk, PUBLIC) and not (request.method == "POST" and outbox.wants_json(request)):
        return _closed(request, desk)
    return _desk(request, desk, PUBLIC)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_staff(request: HttpRequest, number: int, table: int) -> HttpResponse:
    """The same page for somebody who runs the meeting."""
    viewer, desk = _theirs(request, number, table)
    require("meetings.take_notes", viewer, desk)
    return _desk(request, desk, viewer)


@require_safe
def photo_with_link(request: HttpRequest, secret: str, key: uuid.UUID) -> HttpResponseBase:
    """A photo of the table, for its note-taker."""
    return _photo(_linked(secret), key, PUBLIC)


@staff_required
@require_safe
def photo_by_staff(request: HttpRequest, number: int, table: int, key: uuid.UUID) -> HttpResponseBase:
    """A photo of the table, for those who run the meeting."""
    viewer, desk = _theirs(request, number, table)
    return _photo(desk, key, viewer)


def _linked(secret: str) -> Desk:
    link = queries.link_by_secret(secret, PUBLIC)
    if link is None:
        raise Http404("meetings.notes")
    return Desk(link.table, link)


def _theirs(request: HttpRequest, number: int, table: int) -> tuple[Viewer, Desk]:
    viewer, meeting = theirs(request, number)
    found = queries.table(meeting, table, viewer)
    if found is None:
        raise Http404(table)
    return viewer, Desk(found)


def _photo(desk: Desk, key: uuid.UUID, viewer: Viewer) -> HttpResponseBase:
    found = queries.photo(desk, key, viewer)
    path = photos.path_of(found.file) if found else None
    if path is None or not path.is_file():
        raise Http404("meetings.photo")
    response = FileResponse(
        path.open("rb"), content_type="image/png" if path.suffix == ".png" else "image/jpeg"
    )
    return unseen(response)  # type: ignore[arg-type]


def _desk(request: HttpRequest, desk: Desk, viewer: Viewer) -> HttpResponse:
    if request.method != "POST":
        return _page(request, desk, viewer)
    door = outbox.Door(
        scope=f"meetings.table.{desk.table.pk}",
        rule="meetings.take_notes",
        on=desk,
        by=viewer,
        purpose=PURPOSE if desk.link else "",
        largest=LARGEST,
    )
    answer = outbox.receive(request, door, lambda sending: keep(desk, sending, by=viewer), ready=ready)
    if outbox.wants_json(request):
        return unseen(answer.as_json())
    if not answer.is_kept:
        return _page(request, desk, viewer, refused=answer)
    kept = answer.kept or {}
    anchor = f"#fraga-{kept['question']}" if "question" in kept else ""
    response = HttpResponseRedirect(f"{request.path}?nu={kept.get('what', '')}{anchor}")
    response.status_code = 303
    return unseen(response)


def _page(
    request: HttpRequest, desk: Desk, viewer: Viewer, *, refused: outbox.Answer | None = None
) -> HttpResponse:
    page = queries.page(desk, viewer)
    typed = request.POST if refused and refused.status != 413 else None
    edited = _edited(request, desk, viewer)
    asked = []
    for question, notes in page.questions:
        form = _form_of(question.pk, typed, edited if edited and edited.question_id == question.pk else None)
        asked.append({"question": question, "notes": notes, "form": form, "edited": edited in notes})
    context: dict[str, Any] = {
        "page": page,
        "desk": desk,
        "table": desk.table,
        "meeting": desk.table.meeting,
        "questions": asked,
        "address": request.path,
        "back": "" if desk.link else reverse("meetings_staff:tables", args=[desk.table.meeting_id]),
        "photo_form": PhotoForm(initial={"what": "photo", "photo_key": uuid.uuid4()}, auto_id="foto-%s"),
        "count_form": _count_form(typed, page.counts),
        "seats_form": _seats_form(typed, page),
        "said": _SAID.get(request.GET.get("nu", "")),
        "just_handed_in": request.GET.get("nu") == "hand_in" and bool(page.handed_in),
        "refused": refused.error if refused else "",
        "token": tokens.issue(PURPOSE) if desk.link else "",
        "token_field": tokens.FIELD,
        "client_id": uuid.uuid4,  # called anew by the template for each form
        "link_days": LINK_DAYS,
        "menu": [],  # nothing on a borrowed tablet that leads astray
        "workspace_tasks": [],
    }
    status = refused.status if refused else 200
    return unseen(render(request, "meetings/notes/desk.html", context, status=status))


def _edited(request: HttpRequest, desk: Desk, viewer: Viewer) -> Any:
    """The note that a link asks to change, or None."""
    try:
        key = uuid.UUID(request.GET.get("andra", ""))
    except ValueError:
        return None
    return queries.note(desk, key, viewer)


def _form_of(question: int, typed: Any, edited: Any) -> forms.Form:
    """Empty, with the words of the note that is changed, or with what was typed and could not be kept."""
    if typed and typed.get("what") == "note" and typed.get("question") == str(question):
        return note_form(question, data=typed)
    if edited:
        return note_form(question, key=edited.key, initial={"text": edited.text, "persons": edited.persons})
    return note_form(question)


def _count_form(typed: Any, counts: dict[str, int]) -> CountForm:
    if typed and typed.get("what") == "count":
        return CountForm(typed)
    return CountForm(initial={"what": "count", **counts})


def _seats_form(typed: Any, page: queries.Page) -> SeatsForm:
    most = actions.most_seated(page.desk)
    asks = typed and typed.get("what") in ("hand_in", "seats") and "seated" in typed
    return seats_form(page.seated, page.persons, most, data=typed if asks else None)


def _closed(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The link opens nothing any more; what was typed is given back."""
    typed = request.POST.get("text", "") if request.method == "POST" else ""
    context = {"meeting": desk.table.meeting, "table": desk.table, "typed": typed, "menu": []}
    return unseen(render(request, "meetings/notes/closed.html", context, status=410))


# What has just been done, as the page says it after an ordinary form.
_SAID = {
    "note": gettext_lazy("Anteckningen är sparad."),
    "take_back": gettext_lazy("Anteckningen är borttagen."),
    "photo": gettext_lazy("Fotot är sparat."),
    "remove_photo": gettext_lazy("Fotot är borttaget."),
    "count": gettext_lazy("Antalet är sparat."),
    "hand_in": gettext_lazy("Anteckningarna är inlämnade. Tack!"),
    "seats": gettext_lazy("Antalet är sparat."),
    "withdraw": gettext_lazy("Inlämningen är tillbakatagen."),
}
