"""Staff accounts and the one-time links that open them. Inhabitants never have an account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from medskick.ground.core.access import Role


def known_roles(value: Any) -> None:
    """A list of names of roles, nothing else."""
    if not isinstance(value, list) or not set(value) <= set(Role.values):
        raise ValidationError(_("Okänd roll."))


class UserManager(BaseUserManager["User"]):
    """Creates accounts by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An account that signs in with ``email``; without a password it is invited by a one-time link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        user.join_groups()
        return user


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    """A member of staff: signs in with an e-mail address and has one or more roles.

    Our own rules ask for roles. Groups of the same names exist for the editor of pages, which asks for groups.
    """

    email = models.EmailField(_("e-postadress"), unique=True)
    name = models.CharField(_("namn"), max_length=200)
    roles = models.JSONField(_("roller"), default=list, validators=[known_roles], blank=True)
    # The code of the municipality that its contact speaks for. A higher room knows which codes there are.
    municipality = models.CharField(_("kommun"), max_length=4, blank=True)
    is_active = models.BooleanField(_("aktivt konto"), default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    # Part of every session's signature: one more, and all sessions of the account have ended.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name that the audit log prints."""
        return self.name or self.email

    def role_names(self) -> list[str]:
        """The roles that count now."""
        return list(self.roles) if self.is_active else []

    def join_groups(self) -> None:
        """Be a member of one group for each role, and of no other."""
        self.groups.set([Group.objects.get_or_create(name=role)[0] for role in self.roles])

    def role_labels(self) -> list[str]:
        """The roles as people read them, in the order of ``Role``."""
        return [str(role.label) for role in Role if role.value in self.roles]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        parts = f"{self.password}:{self.session_epoch}"
        return salted_hmac("medskick.people.session", parts, secret=secret, algorithm="sha256").hexdigest()


class Invitation(models.Model):
    """A one-time link. It makes a new account, or lets the owner of ``user`` set a new password.

    Only a hash of the link's secret is kept. The very first link has no e-mail address: whoever opens it states one.
    """

    email = models.EmailField(_("e-postadress"), blank=True)
    name = models.CharField(_("namn"), max_length=200, blank=True)
    roles = models.JSONField(_("roller"), default=list, validators=[known_roles], blank=True)
    # For a municipality's contact: the code of the one that it will speak for.
    municipality = models.CharField(_("kommun"), max_length=4, blank=True)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name or self.email or str(_("Första administratören"))

    def is_open(self) -> bool:
        """Whether the link still works."""
        return self.used_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()

    def role_labels(self) -> list[str]:
        """The roles as people read them, in the order of ``Role``."""
        return [str(role.label) for role in Role if role.value in self.roles]
