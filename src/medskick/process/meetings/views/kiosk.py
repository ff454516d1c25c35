"""The kiosk: the questions on a borrowed tablet, one person after another, with nothing left of anybody.

A turn at the tablet is a *sitting*, named by its form's token. When it is over, nothing that was sent in it opens
anything again, whatever the browser's Back and Forward bring: no page of it may be kept, none has words or a code in
its address, and the server asks whether the sitting is over. It all works without a script, which only adds the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from medskick.ground.core import limits, tokens
from medskick.ground.core.access import PUBLIC
from medskick.process.contributions.asking import NOTHING, QuestionsForm, is_suspect, personal_data
from medskick.process.contributions.models import Submission
from medskick.process.cycle import region as regions
from medskick.process.meetings import actions, links, qr, queries
from medskick.process.meetings.models import Kiosk
from medskick.process.meetings.views.posts import token_of, unseen

FORM, TICKET = "meeting-kiosk", "meetings.kiosk.ticket"
# Nobody's address counts: a whole fair may share one. A link that is abused is closed by the staff.
PER_KIOSK = "600/10minute"
PER_SITTING = "60/hour"
SHOWN_FOR = 180  # seconds that a code may be shown again, for who loads the page anew
WARNING = 30  # seconds between the question whether anybody is there and beginning again
RECEIPT_WAITS = 60  # seconds that the code stands before the question
_TOO_OLD = gettext_lazy("Sidan hade stått öppen för länge. Börja om och skriv igen.")
_TOO_MANY = gettext_lazy("Det kommer väldigt många svar just nu. Vänta en minut och tryck på Skicka igen.")
_NOT_SAVED = gettext_lazy("Just nu går det inte att spara. Vänta en halv minut och tryck på Skicka igen.")

View = Callable[..., HttpResponse]


def at_kiosk(view: View) -> View:
    """Finds the kiosk of the secret in the address. An account must not be left signed in on a borrowed tablet."""

    @wraps(view)
    def inner(request: HttpRequest, secret: str, *args: Any, **kwargs: Any) -> HttpResponse:
        kiosk = queries.kiosk_by_secret(secret, PUBLIC)
        if kiosk is None:
            raise Http404("meetings.kiosk")
        if request.user.is_authenticated:
            return _page(request, kiosk, "signed_in", next=links.path_of_kiosk(kiosk))
        return view(request, kiosk, *args, **kwargs)

    return inner


@require_safe
@at_kiosk
def start(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """The first screen: the question, one button, the languages."""
    if not queries.kiosk_takes_answers(kiosk):
        return _page(request, kiosk, "closed", status=410)
    return _page(request, kiosk, "start", too_old="gammal" in request.GET)


@require_safe
@at_kiosk
def ask(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """The first of the questions, or all of them, empty."""
    if not queries.kiosk_takes_answers(kiosk):
        return _to_start(kiosk)
    return _step(request, kiosk, QuestionsForm(), tokens.issue(FORM), 0)


@tokens.visitor_form
@at_kiosk
def send(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """One step on or back, or everything, which is stored before the thanks are shown."""
    if request.method != "POST":
        return _to_start(kiosk)
    token = token_of(request, FORM)
    if token is None:
        return _to_start(kiosk, "?gammal")
    if actions.is_over(token.nonce):
        return _to_start(kiosk)
    steps = _steps(kiosk, QuestionsForm())
    last = len(steps) - 1
    here = min(_number(request.POST.get("step")), last)
    wanted = _number(request.POST.get("to"), default=here + 1)
    form = QuestionsForm(request.POST)
    back = "to" in request.POST and wanted < here
    if not back and ("send" in request.POST or wanted > last):
        return _sent(request, kiosk, form, token)
    if not back and _wrong_here(form, steps[here]):
        return _step(request, kiosk, form, request.POST[tokens.FIELD], here, status=422)
    kept = QuestionsForm(initial={name: form[name].value() for name in form.fields})
    return _step(request, kiosk, kept, request.POST[tokens.FIELD], wanted)


@require_safe
@at_kiosk
def thanks(request: HttpRequest, kiosk: Kiosk, ticket: str) -> HttpResponse:
    """The receipt's code, large, until the sitting is over. The address tells no code."""
    try:
        sitting, receipt = signing.loads(ticket, salt=TICKET, max_age=SHOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return _to_start(kiosk)
    found = None if actions.is_over(sitting) else queries.receipt_given(receipt, PUBLIC)
    if found is None:
        return _to_start(kiosk)
    address = request.build_absolute_uri(reverse("contributions:receipt", args=[found.code]))
    label = _("QR-kod som öppnar kvittot %(code)s") % {"code": " ".join(found.code.replace("-", ""))}
    return _page(
        request, kiosk, "thanks", receipt=found, address=address, qr=qr.svg(address, label),
        spelled=" ".join(found.code.replace("-", "")), sitting=ticket, wait=RECEIPT_WAITS,
    )  # fmt: skip


@tokens.visitor_form
@at_kiosk
def over(request: HttpRequest, kiosk: Kiosk) -> HttpResponse:
    """This sitting is over; on to the first screen."""
    if request.method == "POST" and (sitting := _sitting(request)):
        actions.end_sitting(sitting)
    return _to_start(kiosk)


def _sitting(request: HttpRequest) -> str:
    token = token_of(request, FORM)
    if token is not None:
        return token.nonce
    try:
        return str(signing.loads(request.POST.get("sitting", ""), salt=TICKET)[0])
    except (signing.BadSignature, ValueError, TypeError, IndexError):
        return ""


def _sent(request: HttpRequest, kiosk: Kiosk, form: QuestionsForm, token: tokens.Token) -> HttpResponse:
    shown = str(request.POST[tokens.FIELD])
    if not limits.allow("meetings.kiosk.sitting", token.nonce, PER_SITTING) or not limits.allow(
        "meetings.kiosk", str(kiosk.pk), PER_KIOSK
    ):
        form.add_error(None, str(_TOO_MANY))
        return _all_at_once(request, kiosk, form, shown, status=429)
    if not form.is_valid():
        return _all_at_once(request, kiosk, form, shown, status=422)
    found = personal_data(form)
    if found and not any(request.POST.getlist("reviewed")):
        return _all_at_once(request, kiosk, form, shown, found=found)
    try:
        submission = actions.answer(
            kiosk,
            lambda channel, source: form.answers(channel=channel, source=source),
            sitting=token.nonce,
            suspect=is_suspect(form, token),
        )
    except actions.Shut as shut:
        form.add_error(None, shut)
        return _all_at_once(request, kiosk, form, shown, status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return _all_at_once(request, kiosk, form, shown, status=422)
    except OperationalError:
        form.add_error(None, str(_NOT_SAVED))
        return _all_at_once(request, kiosk, form, shown, status=503)
    return _to_thanks(kiosk, submission, token.nonce)


def _to_thanks(kiosk: Kiosk, submission: Submission, sitting: str) -> HttpResponse:
    if (timezone.now() - submission.received_at).total_seconds() > SHOWN_FOR:
        return _to_start(kiosk)  # somebody else has come to what the browser had kept
    ticket = signing.dumps([sitting, submission.receipt_id], salt=TICKET)
    return _redirect(reverse("meetings:kiosk_thanks", args=[links.secret_of(kiosk), ticket]))


def _to_start(kiosk: Kiosk, query: str = "") -> HttpResponse:
    return _redirect(links.path_of_kiosk(kiosk) + query)


def _redirect(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return unseen(response)


@dataclass(frozen=True)
class Step:
    """One screen: the names of its fields; ``about``: those about the person, not the questions."""

    names: tuple[str, ...]
    about: bool = False


def _steps(kiosk: Kiosk, form: QuestionsForm) -> list[Step]:
    questions = tuple(bound.name for bound in form.answer_fields)
    about = [Step(_about(), about=True)] if kiosk.asks_about else []
    if kiosk.together:
        return [Step((*questions, *(about[0].names if about else ())))]
    return [*(Step((name,)) for name in questions), *about]


def _about() -> tuple[str, ...]:
    return ("municipality", "age_band") if regions.region().has_spread else ("age_band",)


def _wrong_here(form: QuestionsForm, step: Step) -> bool:
    """Whether something on this screen has to be put right. That nothing is written yet is no fault before the end."""
    wrong = form.errors.as_data()
    return any(error.code != NOTHING for name in step.names for error in wrong.get(name, []))


def _number(posted: str | None, default: int = 0) -> int:
    known = posted is not None and posted.isascii() and posted.isdecimal() and len(posted) < 4
    return int(posted or 0) if known else default


def _step(
    request: HttpRequest, kiosk: Kiosk, form: QuestionsForm, token: str, here: int, status: int = 200
) -> HttpResponse:
    steps = _steps(kiosk, form)
    return _asked(request, kiosk, form, token, steps[here], here, len(steps), status=status)


def _all_at_once(
    request: HttpRequest,
    kiosk: Kiosk,
    form: QuestionsForm,
    token: str,
    *,
    found: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Everything on one screen, for who has something to put right or to think over before it is stored."""
    names = tuple(bound.name for bound in form.answer_fields)
    every = Step((*names, *(_about() if kiosk.asks_about else ())))
    return _asked(request, kiosk, form, token, every, 0, 1, found=found, status=status)


def _asked(
    request: HttpRequest,
    kiosk: Kiosk,
    form: QuestionsForm,
    token: str,
    step: Step,
    here: int,
    steps: int,
    *,
    found: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    mine = [form[name] for name in step.names]
    for bound in mine:
        bound.field.widget.attrs |= {"autocomplete": "off", "autocorrect": "off"}
    questions = [bound for bound in mine if bound.name not in _about()]
    return _page(
        request,
        kiosk,
        "ask",
        status=status,
        form=form,
        questions=questions,
        about=[bound for bound in mine if bound not in questions],
        carried=[form[name] for name in form.fields if name in _words(form) and name not in step.names],
        here=here,
        before=here - 1,
        number=here + 1,
        steps=steps,
        is_last=here + 1 == steps,
        token=token,
        token_field=tokens.FIELD,
        found=found or [],
        wait=kiosk.wait,
    )


def _words(form: QuestionsForm) -> tuple[str, ...]:
    return (*(bound.name for bound in form.answer_fields), *_about())


def _page(request: HttpRequest, kiosk: Kiosk, name: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """A screen with nothing that leads away from it."""
    secret = links.secret_of(kiosk)
    context = {
        "kiosk": kiosk,
        "meeting": kiosk.meeting,
        "secret": secret,
        "home": links.path_of_kiosk(kiosk),
        "warning": WARNING,
        "menu": (),
        **({} if name == "start" else {"languages": ()}),
        **more,
    }
    return unseen(render(request, f"meetings/kiosk/{name}.html", context, status=status))
