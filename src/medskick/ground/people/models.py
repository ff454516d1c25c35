"""Staff accounts. Inhabitants never have one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
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
        return user


class User(AbstractBaseUser):
    """A member of staff: signs in with an e-mail address and has one or more roles."""

    email = models.EmailField(_("e-postadress"), unique=True)
    name = models.CharField(_("namn"), max_length=200)
    roles = models.JSONField(_("roller"), default=list, validators=[known_roles], blank=True)
    is_active = models.BooleanField(_("aktivt konto"), default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name that the audit log prints."""
        return self.name or self.email

    def role_names(self) -> list[str]:
        """The roles that count now."""
        return list(self.roles) if self.is_active else []
