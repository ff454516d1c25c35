"""Who is looking: every query takes a viewer, every action is done by one.

A viewer is a value, not a database row, so that the same rules serve pages, jobs, exports and tests.
Rules are registered with the ``rules`` library under dotted names and take ``(viewer, object)``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import rules
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Roles with an account. Inhabitants and groups never have one."""

    PROCESS_LEAD = "process_lead", _("Processledare")
    EDITOR = "editor", _("Redaktör")
    MODERATOR = "moderator", _("Moderator")
    ANALYST = "analyst", _("Analytiker")
    OFFICER = "officer", _("Handläggare")
    EXPERT = "expert", _("Sakkunnig")
    REGISTRAR = "registrar", _("Registrator")
    MUNICIPALITY_CONTACT = "municipality_contact", _("Kommunkontakt")
    ELECTED = "elected", _("Förtroendevald")
    ADMINISTRATOR = "administrator", _("Administratör")


@dataclass(frozen=True)
class Viewer:
    """A person or process that reads or acts.

    ``user_id`` is None for visitors and for the system itself; ``name`` is what the audit log prints;
    ``municipality`` is the code of the one that a municipality's contact speaks for.
    """

    user_id: int | None
    name: str
    roles: frozenset[str] = frozenset()
    is_system: bool = False
    municipality: str = ""

    @property
    def is_staff(self) -> bool:
        """Has signed in with an account that has at least one role."""
        return bool(self.roles) or self.is_system

    def has(self, *roles: str) -> bool:
        """Has any of these roles. The system has all of them."""
        return self.is_system or not self.roles.isdisjoint(roles)


PUBLIC = Viewer(None, "besökare")
SYSTEM = Viewer(None, "Medskick", is_system=True)


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer behind a request: a visitor, or a member of staff who has signed in."""
    return _viewer(getattr(request, "user", None))


def viewer_now(user_id: int) -> Viewer:
    """The person with this account and the roles they have now; a visitor where the account is gone or closed."""
    return _viewer(get_user_model()._default_manager.filter(pk=user_id).first())


def _viewer(user: Any) -> Viewer:
    if user is None or not user.is_authenticated or not user.is_active:
        return PUBLIC
    name = user.get_full_name() or user.get_username()
    return Viewer(user.pk, name, frozenset(user.role_names()), municipality=user.municipality)


def has_role(*roles: str) -> Any:
    """A ``rules`` predicate: the viewer has any of the roles, whatever the object."""

    def predicate(viewer: Viewer, _obj: Any = None) -> bool:
        return viewer.has(*roles)

    return rules.predicate(predicate, name="has_role:" + "|".join(roles))


def allowed(rule: str, viewer: Viewer, obj: Any = None) -> bool:
    """Whether the rule lets this viewer do it. An unknown rule is an error, never a yes."""
    if not rules.rule_exists(rule):
        raise LookupError(f"No such rule: {rule}")
    return bool(rules.test_rule(rule, viewer, obj))


def require(rule: str, viewer: Viewer, obj: Any = None) -> None:
    """Raise PermissionDenied unless the rule lets this viewer do it."""
    if not allowed(rule, viewer, obj):
        raise PermissionDenied(rule)


def staff_required(view: Callable[..., Any]) -> Callable[..., Any]:
    """Views of the workspace: visitors are sent to the sign-in page, everybody else must have a role."""
    from functools import wraps

    from django.contrib.auth.views import redirect_to_login

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        viewer = viewer_of(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not viewer.is_staff:
            raise PermissionDenied("core.workspace")
        request.viewer = viewer  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return inner
