"""Running a meeting: move it, call it off, note that it was held, write to those who come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from medskick.ground.core.access import require, staff_required
from medskick.ground.post.asking import mail_works
from medskick.process.meetings import actions, queries
from medskick.process.meetings.forms import CancelForm, MessageForm, MoveForm, when_and_where
from medskick.process.meetings.notes import actions as note_actions
from medskick.process.meetings.notes import queries as notes
from medskick.process.meetings.views.staff import done, theirs


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Another time or place."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    form = MoveForm(request.POST or None, initial=when_and_where(found))

    def act() -> Any:
        return actions.move(found, form.values(), why=form.cleaned_data["why"], by=viewer)

    texts = {
        "heading": _("Flytta mötet"),
        "lead": _("Alla som har plats eller väntar får veta det. Den som har lämnat en adress får ett mejl."),
        "button": _("Flytta och berätta för alla"),
    }
    said = _("Mötet är flyttat, och alla anmälda ser det på sin sida.")
    return _act(request, number, form, act, texts, said)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Call it off."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    form = CancelForm(request.POST or None)

    def act() -> Any:
        return actions.cancel(found, form.cleaned_data["why"], by=viewer)

    texts = {
        "heading": _("Ställ in mötet"),
        "lead": _("Sidan finns kvar och säger att mötet är inställt. Det går inte att ångra."),
        "button": _("Ställ in och berätta för alla"),
        "danger": True,
    }
    return _act(request, number, form, act, texts, _("Mötet är inställt."))


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, number: int) -> HttpResponse:
    """Write to those who come."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    form = MessageForm(request.POST or None)

    def act() -> Any:
        data = form.cleaned_data
        actions.tell(found, data["subject"], data["text"], to_waiting=data["to_waiting"], by=viewer)
        return True

    texts = {
        "heading": _("Skriv till deltagarna"),
        "lead": _(
            "Meddelandet visas på allas egna sidor. Den som har lämnat en adress får det också som mejl."
        ),
        "button": _("Skicka"),
    }
    return _act(request, number, form, act, texts, _("Meddelandet är skickat."))


def _act(
    request: HttpRequest,
    number: int,
    form: forms.Form,
    act: Callable[[], Any],
    texts: dict[str, Any],
    said: str,
) -> HttpResponse:
    viewer, found = theirs(request, number)
    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, said)
        return redirect("meetings_staff:meeting", number)
    context = {"form": form, "meeting": found, "audience": queries.audience(found, viewer), **texts}
    context["no_mail"] = not mail_works()
    return render(request, "meetings/staff/act.html", context, status=422 if form.errors else 200)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def mark_held(request: HttpRequest, number: int) -> HttpResponse:
    """Note that it has taken place. Where notes wait at tables, they are named and asked about first."""
    viewer, found = theirs(request, number)
    require("meetings.edit", viewer, found)
    waiting = notes.not_handed_in(viewer, found)
    if request.method == "POST":
        try:
            if request.POST.get("notes") == "hand_in":
                note_actions.hand_in_all(found, by=viewer)
            actions.mark_held(found, anyway=request.POST.get("notes") == "leave", by=viewer)
        except actions.NotHandedIn:
            return redirect("meetings_staff:mark_held", number)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Mötet är genomfört. Räkna gärna hur många som kom."))
        return redirect("meetings_staff:meeting", number)
    if not waiting:
        return redirect("meetings_staff:meeting", number)
    return render(request, "meetings/staff/held.html", {"meeting": found, "waiting": waiting})
