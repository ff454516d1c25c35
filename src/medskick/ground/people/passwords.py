"""What a password must be, said in words a person can act on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough:
    """Length is what protects: no demands for digits or signs."""

    def __init__(self, min_length: int = 12) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when the password is too short."""
        if len(password) < self.min_length:
            raise ValidationError(
                _("Lösenordet är för kort. Använd minst %(count)d tecken, gärna några ord i rad.")
                % {"count": self.min_length},
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        """One sentence beside the field."""
        return _("Minst %(count)d tecken. Några ord i rad är lätta att minnas och svåra att gissa.") % {
            "count": self.min_length
        }
