"""Lines in the audit log for what people change about their own sign-in.

django-allauth owns those pages and tells about them only by signals; nothing but the log line happens here.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.utils.translation import gettext_noop

_WHAT = {
    "totp": gettext_noop("en app"),
    "webauthn": gettext_noop("en passernyckel"),
    "recovery_codes": gettext_noop("reservkoder"),
}


def listen() -> None:
    """Connect once, when the app is ready."""
    account.password_changed.connect(_password, dispatch_uid="people.password_changed")
    account.password_set.connect(_password, dispatch_uid="people.password_set")
    account.password_reset.connect(_password, dispatch_uid="people.password_reset")
    mfa.authenticator_added.connect(_added, dispatch_uid="people.authenticator_added")
    mfa.authenticator_reset.connect(_added, dispatch_uid="people.authenticator_reset")
    mfa.authenticator_removed.connect(_removed, dispatch_uid="people.authenticator_removed")


def _password(user: Any, **_kwargs: Any) -> None:
    _note(user, "people.password_changed")


def _added(user: Any, authenticator: Any, **_kwargs: Any) -> None:
    _note(user, "people.second_factor_added", what=_WHAT[authenticator.type])


def _removed(user: Any, authenticator: Any, **_kwargs: Any) -> None:
    _note(user, "people.second_factor_removed", what=_WHAT[authenticator.type])


def _note(user: Any, action: str, **details: str) -> None:
    from medskick.ground.people import actions

    actions.note(user, action, **details)
