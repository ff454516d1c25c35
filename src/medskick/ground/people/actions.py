"""Writes: one-time links, accounts, roles, second factors. Every one leaves a line in the audit log.

Only sessions that have run out are removed without one: nobody decides that.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable
from importlib import import_module

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import PUBLIC, SYSTEM, Role, Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.people import places, queries
from medskick.ground.people.models import Invitation, User

INVITATION_LASTS = datetime.timedelta(days=7)
FIRST_LINK_LASTS = datetime.timedelta(hours=24)


def ref(user: User) -> Ref:
    """The account in the chain and the audit log."""
    return Ref("account", str(user.pk))


def first_administrator_link(base_url: str = "", *, rescue: bool = False) -> str | None:
    """A one-time link for the first administrator, good for 24 hours; None when there is an active one.

    The first person in is process lead too: somebody has to be able to do everything before there are others.
    Each call makes the earlier links void. ``rescue`` makes a link although there is an administrator: for whoever
    runs the server, when everybody who could has lost their access.
    """
    if not rescue and queries.active_administrators():
        return None
    with transaction.atomic():
        now = timezone.now()
        Invitation.objects.filter(email="", user=None, used_at=None, withdrawn_at=None).update(
            withdrawn_at=now
        )
        roles = [Role.ADMINISTRATOR.value] if rescue else [Role.ADMINISTRATOR.value, Role.PROCESS_LEAD.value]
        secret = _new_link(SYSTEM, FIRST_LINK_LASTS, roles=roles)
        audit.record(SYSTEM, "people.first_link")
    return _address(secret, base_url)


def invite(
    email: str, name: str, roles: Iterable[str], by: Viewer, *, municipality: str = "", base_url: str = ""
) -> str:
    """Invite somebody to an account; the link, good for seven days. Earlier links to the same address become void.

    ``municipality``: the code of the one that a municipality's contact will speak for; others have none.
    Raises ValidationError for a bad address, no or unknown roles, a contact without a known municipality, or an
    address that has an account.
    """
    require("people.manage", by)
    email, name, chosen = _clean_email(email), _clean_name(name), _clean_roles(roles)
    municipality, place = _clean_place(municipality, chosen)
    if User.objects.filter(email=email).exists():
        raise ValidationError(
            {"email": _("Det finns redan ett konto med den adressen. Ändra det kontot i stället.")}
        )
    with transaction.atomic():
        earlier = Invitation.objects.filter(email=email, used_at=None, withdrawn_at=None)
        earlier.update(withdrawn_at=timezone.now())
        secret = _new_link(
            by, INVITATION_LASTS, email=email, name=name, roles=chosen, municipality=municipality
        )
        said = _in_words(chosen) + (f" ({place})" if place else "")
        audit.record(by, "people.invited", name=name, email=email, roles=said)
    return _address(secret, base_url)


def renew_invitation(invitation: Invitation, by: Viewer, *, base_url: str = "") -> str:
    """A fresh link for an invitation that has expired or got lost; the old link becomes void."""
    return invite(
        invitation.email,
        invitation.name,
        invitation.roles,
        by,
        municipality=invitation.municipality,
        base_url=base_url,
    )


def withdraw_invitation(invitation: Invitation, by: Viewer) -> None:
    """Make the link void."""
    require("people.manage", by)
    with transaction.atomic():
        changed = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
        if not changed.update(withdrawn_at=timezone.now()):
            raise ValidationError(_("Länken är redan använd eller återkallad."))
        audit.record(by, "people.invitation_withdrawn", name=invitation.name, email=invitation.email)


def password_link(user: User, by: Viewer, *, base_url: str = "") -> str:
    """A one-time link with which the owner of an account sets a new password, good for seven days."""
    require("people.manage", by)
    if not user.is_active:
        raise ValidationError(_("Kontot är avstängt. Öppna det först."))
    with transaction.atomic():
        user.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
        secret = _new_link(by, INVITATION_LASTS, user=user, email=user.email, name=user.name)
        audit.record(by, "people.password_link", ref(user), name=user.name)
    return _address(secret, base_url)


def accept(secret: str, *, name: str, password: str, email: str = "") -> User:
    """Use a one-time link: make the account, or set the new password. Works once.

    Raises ValidationError for a used or expired link, a weak password, or a missing name or address.
    """
    with transaction.atomic():
        invitation = queries.invitation_for(secret)
        if invitation is None or not invitation.is_open():
            raise ValidationError(_("Länken gäller inte längre. Be en administratör om en ny."))
        claimed = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
        if not claimed.update(used_at=timezone.now()):
            raise ValidationError(_("Länken är redan använd. Logga in med ditt lösenord."))
        if invitation.user:
            return _set_password(invitation.user, password)
        return _open_account(invitation, _clean_email(invitation.email or email), _clean_name(name), password)


def _open_account(invitation: Invitation, email: str, name: str, password: str) -> User:
    if User.objects.filter(email=email).exists():
        raise ValidationError({"email": _("Det finns redan ett konto med den adressen. Logga in med det.")})
    _check_password(password, User(email=email, name=name))
    user = User.objects.create_user(
        email,
        password,
        name=name,
        roles=_clean_roles(invitation.roles),
        municipality=invitation.municipality,
    )
    audit.record(viewer_for(user), "people.account_opened", ref(user), roles=_in_words(user.roles))
    return user


def _set_password(user: User, password: str) -> User:
    if not user.is_active:
        raise ValidationError(_("Kontot är avstängt. Be en administratör öppna det."))
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(viewer_for(user), "people.password_set", ref(user))
    return user


def change_roles(user: User, roles: Iterable[str], by: Viewer) -> None:
    """Give an account other roles. They count from the next page it opens."""
    require("people.manage", by)
    chosen = _clean_roles(roles)
    with transaction.atomic():
        user = _locked(user)
        if sorted(chosen) == sorted(user.roles):
            return
        if Role.ADMINISTRATOR not in chosen:
            _keep_one_administrator(user)
        before = _in_words(user.roles)
        user.roles = chosen
        user.save(update_fields=["roles"])
        user.join_groups()
        audit.record(
            by, "people.roles_changed", ref(user), name=user.name, before=before, roles=_in_words(chosen)
        )


def rename(user: User, name: str, by: Viewer) -> None:
    """Change the name on an account: one's own, or as administrator."""
    if by.user_id != user.pk:
        require("people.manage", by)
    else:
        require("people.edit_own", by, user)
    name = _clean_name(name)
    with transaction.atomic():
        before = user.name
        if name == before:
            return
        user.name = name
        user.save(update_fields=["name"])
        audit.record(by, "people.renamed", ref(user), before=before, name=name)


def place_contact(user: User, municipality: str, name: str, by: Viewer) -> None:
    """Let a municipality's contact speak for the municipality with this code (empty: for none) called ``name``.

    The caller, a room that knows the region, has checked the code.
    """
    require("people.place_contacts", by)
    with transaction.atomic():
        user = _locked(user)
        if user.municipality == municipality:
            return
        user.municipality = municipality
        user.save(update_fields=["municipality"])
        audit.record(by, "people.contact_placed", ref(user), name=user.name, municipality=name or "–")


def deactivate(user: User, by: Viewer) -> None:
    """Close an account: its sessions end at once and its links become void. Nothing it did is removed."""
    require("people.manage", by)
    with transaction.atomic():
        user = _locked(user)
        if not user.is_active:
            return
        _keep_one_administrator(user)
        User.objects.filter(pk=user.pk).update(is_active=False, session_epoch=F("session_epoch") + 1)
        user.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now())
        audit.record(by, "people.deactivated", ref(user), name=user.name)


def reactivate(user: User, by: Viewer) -> None:
    """Open a closed account again, with the roles it had."""
    require("people.manage", by)
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            return
        audit.record(by, "people.reactivated", ref(user), name=user.name)


def reset_second_factor(user: User, reason: str, by: Viewer) -> None:
    """Remove an account's app, passkeys and recovery codes, and end its sessions: for a lost phone, with a reason."""
    require("people.manage", by)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Skriv varför. Det syns i loggen.")})
    with transaction.atomic():
        removed, _each = Authenticator.objects.filter(user_id=user.pk).delete()
        if not removed:
            raise ValidationError(_("Kontot har ingen andra faktor att ta bort."))
        User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
        audit.record(by, "people.second_factor_reset", ref(user), name=user.name, reason=reason)


def remove_old_sessions() -> None:
    """Remove sessions that have run out: nobody can use them, and they hold who was signed in."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def end_sessions(user: User, by: Viewer) -> User:
    """Sign the account out everywhere. The fresh row is returned, so that a caller can keep its own session."""
    if by.user_id != user.pk:
        require("people.manage", by)
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
        audit.record(by, "people.sessions_ended", ref(user), name=user.name)
    return User.objects.get(pk=user.pk)


def note(user: User, action: str, **details: str) -> None:
    """A line about something an account did by itself through the sign-in pages (``people.signed_in`` …)."""
    audit.record(viewer_for(user), action, ref(user), **details)


def note_failed_sign_in(user: User) -> None:
    """A line about a wrong password, by somebody we do not know."""
    audit.record(PUBLIC, "people.sign_in_failed", ref(user), name=user.name)


def viewer_for(user: User) -> Viewer:
    """The viewer that an account is, outside a request."""
    return Viewer(user.pk, user.get_full_name(), frozenset(user.role_names()), municipality=user.municipality)


def _new_link(by: Viewer, lasts: datetime.timedelta, **fields: object) -> str:
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(
        secret_hash=queries.hash_of(secret), created_by=by.name, expires_at=timezone.now() + lasts, **fields
    )
    return secret


def _address(secret: str, base_url: str) -> str:
    base = base_url or settings.SITE_ADDRESS
    return base.rstrip("/") + reverse("people_link", args=[secret])


def _locked(user: User) -> User:
    """The current row. All accounts are locked, so that two administrators cannot remove each other at once."""
    return {row.pk: row for row in User.objects.select_for_update().order_by("pk")}[user.pk]


def _keep_one_administrator(user: User) -> None:
    others = [row for row in queries.active_administrators() if row.pk != user.pk]
    if user.is_active and Role.ADMINISTRATOR in user.roles and not others:
        raise ValidationError(_("Det måste finnas minst en administratör. Ge rollen till någon annan först."))


def _clean_email(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError(
            {"email": _("Skriv en e-postadress, till exempel fornamn.efternamn@region.se.")}
        ) from error
    return email


def _clean_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": _("Skriv ett namn.")})
    if len(name) > 200:
        raise ValidationError({"name": _("Namnet är för långt. Högst 200 tecken.")})
    return name


def _clean_roles(roles: Iterable[str]) -> list[str]:
    wanted = set(roles)
    if not wanted or not wanted <= set(Role.values):
        raise ValidationError({"roles": _("Välj minst en roll.")})
    return [role.value for role in Role if role.value in wanted]


def _clean_place(municipality: str, roles: list[str]) -> tuple[str, str]:
    """Code and name of the municipality that an account with these roles speaks for; nothing for other roles."""
    known = places.known()
    if Role.MUNICIPALITY_CONTACT not in roles or not known:
        return "", ""
    if municipality not in known:
        raise ValidationError(
            {
                "municipality": _(
                    "Välj vilken kommun kommunkontakten ska företräda. Personen skriver bara om den."
                )
            }
        )
    return municipality, known[municipality]


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error


def _in_words(roles: Iterable[str]) -> str:
    return ", ".join(str(Role(role).label).lower() for role in roles)
