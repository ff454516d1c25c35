"""Signing up without an account, and the private page with which one changes it or leaves."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from medskick.ground.core import limits, tokens
from medskick.ground.core.access import PUBLIC
from medskick.ground.post.asking import mail_works
from medskick.process.meetings import actions, calendars, links, mail, qr, queries
from medskick.process.meetings.forms import SignUpForm, add_errors, as_written
from medskick.process.meetings.models import Meeting, Notice, SignUp
from medskick.process.meetings.views import toll
from medskick.process.meetings.views.listed import listed
from medskick.process.meetings.views.posts import token_of, unseen, within_limits
from medskick.process.meetings.views.public import calendar_file, site_of

SIGN_UP, CHANGE, LEAVE = "meeting-sign-up", "meeting-change", "meeting-leave"
_TOO_OLD = gettext_lazy("Sidan har varit öppen länge. Det du skrev finns kvar. Tryck på knappen igen.")
_TOO_MANY = gettext_lazy("Det kommer många anmälningar just nu. Vänta en minut och försök igen.")
CHANGES = "20/day"  # each of them may be a mail
_TOO_OFTEN = gettext_lazy("Anmälan har ändrats många gånger i dag. Ändra den igen i morgon, eller avboka.")
_NOT_SAVED = gettext_lazy("Just nu går det inte att spara. Vänta en halv minut och försök igen.")


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
def sign_up(request: HttpRequest, number: int) -> HttpResponse:
    """The form, and what is sent with it."""
    meeting = queries.meeting(number, PUBLIC)
    if meeting is None or not meeting.takes_signups:
        raise Http404(number)
    if request.method != "POST":
        if not meeting.signup_is_open:
            return redirect("meetings:meeting", number)
        form = SignUpForm(meeting=meeting, initial={"client_key": str(uuid.uuid4())})
        return _form(request, meeting, form, tokens.issue(SIGN_UP))
    form = SignUpForm(request.POST, meeting=meeting)
    token = token_of(request, SIGN_UP)
    if refused := _refused(request, form, token):
        return _form(request, meeting, form, tokens.issue(SIGN_UP), status=refused)
    assert token is not None
    shown = str(request.POST[tokens.FIELD])
    if not form.is_valid():
        return _form(request, meeting, form, shown, status=422)
    key = form.cleaned_data["client_key"] or f"token-{token.nonce}"
    is_new = actions.earlier(meeting, form.wish(), key) is None  # the same press again costs nothing
    if is_new and (refused := toll.refused(request, meeting, form, token)):
        return _form(request, meeting, form, shown, status=refused)
    try:
        signup = actions.sign_up(meeting, form.wish(), client_key=key, by=PUBLIC)
    except ValidationError as error:
        add_errors(form, error)
        return _form(request, meeting, form, shown, status=422)
    except OperationalError:
        form.add_error(None, str(_NOT_SAVED))
        return _form(request, meeting, form, shown, status=503)
    return _to_own_page(signup, "anmald" if actions.is_as_wished(signup, form.wish()) else "redan")


def _form(
    request: HttpRequest, meeting: Meeting, form: SignUpForm, token: str, *, status: int = 200
) -> HttpResponse:
    context = {"shown": listed([meeting], PUBLIC)[0], "meeting": meeting, "form": form}
    context |= {"token": token, "token_field": tokens.FIELD}
    return unseen(render(request, "meetings/sign_up.html", context, status=status))


def _refused(request: HttpRequest, form: Any, token: tokens.Token | None) -> int:
    """The status of an answer to a post whose token or pace is wrong; 0 where nothing is."""
    if token is None:
        form.add_error(None, str(_TOO_OLD))
        return 400
    if not within_limits(request, token):
        form.add_error(None, str(_TOO_MANY))
        return 429
    return 0


def _to_own_page(signup: SignUp, said: str) -> HttpResponse:
    response = HttpResponseRedirect(f"{links.path_of(signup)}?nu={said}")
    response.status_code = 303
    return unseen(response)


def _opened(secret: str) -> SignUp:
    found = queries.signup_by_secret(secret, PUBLIC)
    if found is None:
        raise Http404("meetings.own")
    return found


@require_safe
def own(request: HttpRequest, secret: str) -> HttpResponse:
    """The private page: place or number on the waiting list, in plain words, and what the hosts have told."""
    signup = _opened(secret)
    mine = queries.own(signup, PUBLIC)
    at_door = reverse("meetings_staff:door", args=[mine.meeting.number])
    context = {
        "own": mine,
        "signup": signup,
        "shown": listed([mine.meeting], PUBLIC)[0],
        "meeting": mine.meeting,
        "secret": secret,
        "address": request.build_absolute_uri(request.path),
        "qr": qr.svg(request.build_absolute_uri(f"{at_door}?kod={signup.code}"), _("QR-kod för dörren")),
        "now": request.GET.get("nu", ""),
        "mailed": bool(signup.email) and mail_works(),
        "was": _was(mine),
        "no_mail": bool(signup.email) and not mail_works(),
    }
    return unseen(render(request, "meetings/own.html", context))


def _was(mine: queries.Own) -> dict[str, str] | None:
    """When and where the meeting was to be before it was last moved."""
    moves = (one for one in mine.notices if one.about == Notice.About.MOVED)
    last = next(moves, None)
    return mail.before_the_move(last, mine.meeting) if last else None


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
def change(request: HttpRequest, secret: str) -> HttpResponse:
    """Other words, or more or fewer persons."""
    signup = _opened(secret)
    mine = queries.own(signup, PUBLIC)
    if not mine.may_change:
        return unseen(redirect("meetings:own", secret))
    posted = request.POST if request.method == "POST" else None
    form = SignUpForm(posted, meeting=mine.meeting, initial=as_written(signup))
    status = 200
    if request.method == "POST":
        token = token_of(request, CHANGE)
        status = _refused(request, form, token) or 422
        if status == 422 and form.is_valid() and not limits.allow("meetings.change", str(signup.pk), CHANGES):
            form.add_error(None, str(_TOO_OFTEN))
            status = 429
        if status == 422 and form.is_valid():
            try:
                return _to_own_page(actions.change(signup, form.wish(), by=PUBLIC), "andrad")
            except ValidationError as error:
                add_errors(form, error)
            except OperationalError:
                form.add_error(None, str(_NOT_SAVED))
                status = 503
    context = {"own": mine, "meeting": mine.meeting, "secret": secret, "form": form}
    context |= {"token": tokens.issue(CHANGE), "token_field": tokens.FIELD}
    return unseen(render(request, "meetings/change.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
def leave(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the place back, after a question."""
    signup = _opened(secret)
    mine = queries.own(signup, PUBLIC)
    if not mine.may_change:
        return unseen(redirect("meetings:own", secret))
    sentence, status = "", 200
    if request.method == "POST":
        if token_of(request, LEAVE) is None:
            sentence, status = str(_TOO_OLD), 400
        else:
            try:
                return _to_own_page(actions.leave(signup, by=PUBLIC), "avbokad")
            except ValidationError as error:
                sentence, status = " ".join(error.messages), 422
            except OperationalError:
                sentence, status = str(_NOT_SAVED), 503
    context = {"own": mine, "meeting": mine.meeting, "secret": secret, "sentence": sentence}
    context |= {"token": tokens.issue(LEAVE), "token_field": tokens.FIELD}
    return unseen(render(request, "meetings/leave.html", context, status=status))


@require_safe
def own_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The meeting for one's own calendar, with the address on the net where one has a place."""
    mine = queries.own(_opened(secret), PUBLIC)
    content = calendars.calendar(
        [mine.meeting], with_link=bool(mine.link), own=mine.signup, site=site_of(request)
    )
    return unseen(calendar_file(content, f"mote-{mine.meeting.number}.ics"))
