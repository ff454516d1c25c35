"""Asking for mail, on whichever page: the form is read and weighed here, so that every door is as narrow.

A form that a person fills in without a script has no proof of work: it is taken, but an address of the network gets
fewer of them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from medskick.ground.core import limits, proof, tokens
from medskick.ground.post.forms import AddressForm

TOO_FAST = 2.0  # seconds
PER_TOKEN = "20/hour"  # noqa: S105 - a rate, not a password
PROVED = "600/10minute"
UNPROVED = "60/10minute"

__all__ = ["AddressForm", "mail_works", "taken"]

log = logging.getLogger("medskick.post")


def taken(request: HttpRequest, form: AddressForm, purpose: str, ask: Callable[[AddressForm], None]) -> int:
    """Read a posted form and, where it may be, ``ask``. The status to answer with: 303 when it is done.

    A robot that fills in the hidden field is told what everybody is told, and nothing is sent.
    """
    token = _token(request, purpose)
    if token is None:
        form.add_error(
            None, _("Sidan har varit öppen länge. Det du skrev finns kvar. Tryck på knappen igen.")
        )
        return 400
    if not form.is_valid():
        return 422
    if token.age < TOO_FAST:
        form.add_error(None, _("Det gick väldigt fort. Vänta ett par sekunder och tryck på knappen igen."))
        return 422
    if not _within_limits(request, token, proof.holds(form.cleaned_data["altcha"])):
        form.add_error(None, _("Det kommer mycket på en gång just nu. Vänta en stund och försök igen."))
        return 429
    if form.cleaned_data["homepage"]:
        return 303
    try:
        ask(form)
    except ValidationError as error:
        _add_errors(form, error)
        return 422
    except OperationalError:
        log.exception("A visitor's address could not be stored")
        form.add_error(None, _("Just nu går det inte att spara. Vänta en halv minut och försök igen."))
        return 503
    return 303


def mail_works() -> bool:
    """Whether there is a server that sends what we write."""
    return bool(settings.MAIL_IS_SET)


def _token(request: HttpRequest, purpose: str) -> tokens.Token | None:
    try:
        return tokens.check(request.POST.get(tokens.FIELD, ""), purpose)
    except tokens.TokenError:
        return None


def _within_limits(request: HttpRequest, token: tokens.Token, proved: bool) -> bool:
    by_token = limits.allow("post.ask.token", token.nonce, PER_TOKEN)
    what = "post.ask.proved" if proved else "post.ask.unproved"
    return limits.allow(what, limits.address_of(request), PROVED if proved else UNPROVED) and by_token


def _add_errors(form: AddressForm, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
