"""Reads: accounts, invitations, who lacks a second factor."""

from __future__ import annotations

import datetime
import hashlib

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from medskick.ground.core.access import Role, Viewer, require
from medskick.ground.people.models import Invitation, User
from medskick.ground.people.rules import STRONG_ROLES

_SHOWN_FOR = datetime.timedelta(days=60)
_SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def _protected() -> Exists:
    return Exists(Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=_SECOND_FACTORS))


def accounts(viewer: Viewer) -> QuerySet[User]:
    """All accounts, active first, each with ``protected`` (has a second factor)."""
    require("people.manage", viewer)
    return User.objects.annotate(protected=_protected()).order_by("-is_active", "name", "id")


def account(user_id: int, viewer: Viewer) -> User | None:
    """One account with ``protected``, for administrators."""
    return accounts(viewer).filter(pk=user_id).first()


def open_invitations(viewer: Viewer) -> QuerySet[Invitation]:
    """Links to new accounts that nobody has used yet, also those that have expired."""
    require("people.manage", viewer)
    return Invitation.objects.filter(
        used_at=None, withdrawn_at=None, user=None, email__gt="", created_at__gt=timezone.now() - _SHOWN_FOR
    )


def invitation(pk: int, viewer: Viewer) -> Invitation | None:
    """One invitation to a new account, whatever its state, for administrators."""
    require("people.manage", viewer)
    return Invitation.objects.filter(pk=pk, user=None, email__gt="").first()


def invitation_for(secret: str) -> Invitation | None:
    """The invitation that a link's secret opens, whatever its state. The secret itself is the permission."""
    return Invitation.objects.select_related("user").filter(secret_hash=hash_of(secret)).first()


def hash_of(secret: str) -> str:
    """How a link's secret is kept. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def active_administrators() -> list[User]:
    """Accounts that can administer now. Roles are few and accounts hundreds at most, so Python filters."""
    return [user for user in User.objects.filter(is_active=True) if Role.ADMINISTRATOR in user.roles]


def lacks_second_factor(viewer: Viewer) -> bool:
    """The viewer has a role that publishes or administers, and only a password to protect it."""
    if viewer.user_id is None or not viewer.has(*STRONG_ROLES):
        return False
    return not Authenticator.objects.filter(user_id=viewer.user_id, type__in=_SECOND_FACTORS).exists()


def own_second_factors(viewer: Viewer) -> list[str]:
    """The kinds of the viewer's own second factors and recovery codes, one entry for each."""
    return list(Authenticator.objects.filter(user_id=viewer.user_id).values_list("type", flat=True))


def strong_accounts_without_second_factor() -> list[User]:
    """Active accounts that publish or administer with only a password."""
    unprotected = User.objects.filter(~_protected(), is_active=True)
    return [user for user in unprotected if STRONG_ROLES & set(user.roles)]


def search_accounts(found: QuerySet[User], words: str) -> QuerySet[User]:
    """Narrow to accounts whose name or address contains the words."""
    return found.filter(Q(name__icontains=words) | Q(email__icontains=words)) if words else found


def active_with(*roles: str) -> list[User]:
    """Accounts that have any of these roles now, by name. Callers decide who may see them."""
    return [user for user in User.objects.filter(is_active=True) if set(roles) & set(user.roles)]


def municipality_contacts(viewer: Viewer) -> list[User]:
    """Active accounts that speak for a municipality, or are to, by name."""
    require("people.place_contacts", viewer)
    return active_with(Role.MUNICIPALITY_CONTACT)
