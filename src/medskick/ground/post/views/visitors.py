"""/prenumerera/: mail for those who ask, without account, cookie or need of a script."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from medskick.ground.core import limits, proof, tokens
from medskick.ground.post import actions, links, queries
from medskick.ground.post.asking import mail_works, taken
from medskick.ground.post.forms import AddressForm, ManageForm, SubscribeForm
from medskick.ground.post.models import Subscriber
from medskick.ground.post.queries.subscribers import labels, offered_keys

PURPOSE = "subscribe"


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
def subscribe(request: HttpRequest) -> HttpResponse:
    """The form; after it, a page that says the same whoever has the address."""
    if request.method != "POST":
        if "skickat" in request.GET:
            return _asked(request)
        form = SubscribeForm(
            initial={"everything": True} if "amne" not in request.GET else None,
            chosen=request.GET.getlist("amne"),
        )
        return _form(request, form)
    form = SubscribeForm(request.POST)

    def ask(filled: AddressForm) -> None:
        data = filled.cleaned_data
        actions.ask(
            data["address"], language=_language(), everything=data["everything"], topics=form.topics()
        )

    status = taken(request, form, PURPOSE, ask)
    if status == 303:
        return _see(reverse("post:subscribe") + "?" + _told(form))
    return _form(request, form, status)


def _told(form: SubscribeForm) -> str:
    """What the next page repeats: the topics, never the address."""
    narrower = {"smalare": "1"} if form.narrowed else {}
    return urlencode({"skickat": "1", "amne": form.topics(), **narrower}, doseq=True)


def _asked(request: HttpRequest) -> HttpResponse:
    offered = offered_keys()
    chosen = [key for key in dict.fromkeys(request.GET.getlist("amne")) if key in offered]
    context = {
        "mail_works": mail_works(),
        "topics": labels(chosen, _language()),
        "narrowed": bool(chosen) and "smalare" in request.GET,
    }
    return _unseen(render(request, "post/asked.html", context))


def _form(request: HttpRequest, form: SubscribeForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "token": tokens.issue(PURPOSE),
        "token_field": tokens.FIELD,
        "mail_works": mail_works(),
    }
    if status == 422 and tokens.FIELD in request.POST:
        context["token"] = request.POST[tokens.FIELD]  # as old as it is: a corrected form is not too fast
    response = render(request, "post/subscribe.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def challenge(request: HttpRequest) -> JsonResponse:
    """A puzzle for the visitor's browser."""
    if not limits.allow("post.challenge", limits.address_of(request), "6000/10minute"):
        return JsonResponse({"error": _("Vänta en stund och försök igen.")}, status=429)
    response = JsonResponse(proof.puzzle())
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """The link in the mail. Opening it does nothing (mail programs open links by themselves): the button does."""
    asked = queries.open_request(secret)
    if asked is None:
        return _unseen(render(request, "post/old_link.html", status=410))
    if request.method != "POST":
        context = {
            "asked": asked,
            "topics": labels(asked.topics, _language()),
            "address": covered_address(asked.address),
        }
        return _unseen(render(request, "post/confirm.html", context))
    try:
        subscriber = actions.confirm(asked)
    except ValidationError:
        return _unseen(render(request, "post/old_link.html", status=410))
    return _see(_manage(subscriber) + "?klart=1")


@require_http_methods(["GET", "HEAD", "POST"])
@tokens.visitor_form
def manage(request: HttpRequest, secret: str) -> HttpResponse:
    """What one subscribes to, to change."""
    subscriber = queries.subscriber_of(secret)
    if subscriber is None:
        return _gone(request, secret)
    has = [one.topic for one in subscriber.interests.all()]
    if request.method != "POST":
        start = {"everything": subscriber.everything, "language": subscriber.language}
        return _manage_page(request, secret, subscriber, ManageForm(initial=start, also=has, chosen=has))
    form = ManageForm(request.POST, also=has)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.change(
                subscriber, everything=data["everything"], topics=form.topics(), language=data["language"]
            )
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        else:
            return _see(
                reverse("post:manage", args=[secret]) + ("?smalare=1" if form.narrowed else "?sparat=1")
            )
    return _manage_page(request, secret, subscriber, form, 422)


def _manage_page(
    request: HttpRequest, secret: str, subscriber: Subscriber, form: ManageForm, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "secret": secret,
        "address": covered_address(subscriber.address),
        "followings": list(subscriber.followings.all()),
        "done": next(
            (word for word in ("klart", "sparat", "smalare", "losskopplad") if word in request.GET), ""
        ),
    }
    return _unseen(render(request, "post/manage.html", context, status=status))


@require_POST
@tokens.visitor_form
def disconnect(request: HttpRequest, secret: str, following_id: int) -> HttpResponse:
    """Take the tie to a receipt away."""
    subscriber = queries.subscriber_of(secret)
    if subscriber is None:
        return _gone(request, secret)
    actions.disconnect(subscriber, following_id)
    if queries.subscriber_of(secret) is None:
        return _see(reverse("post:stop", args=[secret]))
    return _see(reverse("post:manage", args=[secret]) + "?losskopplad=1")


@csrf_exempt  # RFC 8058: the reader's mail server posts here, from anywhere; the link itself is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """End it: at once by POST, after a question for whoever opens the link."""
    subscriber = queries.subscriber_of(secret)
    if subscriber is None:
        return _gone(request, secret)
    if request.method != "POST":
        return _unseen(render(request, "post/stop.html", {"address": covered_address(subscriber.address)}))
    actions.stop(subscriber)
    return _gone(request, secret)


def _gone(request: HttpRequest, secret: str) -> HttpResponse:
    """Nobody gets mail by this link. A link of ours that has ended is told so with 200: stopping twice is no error."""
    ours = links.opened(links.MANAGE, secret) is not None
    return _unseen(render(request, "post/stopped.html", {"ours": ours}, status=200 if ours else 404))


def covered_address(address: str) -> str:
    """Enough of an address to know it again: a…n@exempel.se."""
    local, _at, domain = address.rpartition("@")
    return f"{local[:1]}…{local[-1:] if len(local) > 2 else ''}@{domain}"


def _manage(subscriber: Subscriber) -> str:
    return reverse("post:manage", args=[links.signed(links.MANAGE, subscriber.key)])


def _language() -> str:
    return get_language() or "sv"


def _see(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return _unseen(response)


def _unseen(response: HttpResponse) -> HttpResponse:
    """Kept nowhere, found by no search engine."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
