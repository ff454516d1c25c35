"""What is changed is read anew and held until it is stored, so that the second of two sees what the first did."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from medskick.process.cycle.models import Milestone, Phase


def hold(row: Milestone | Phase, read: int | None = None, *, changed: str = "") -> None:
    """The row as it is now, held until the transaction ends.

    ``read``: the revision that was worked on. Raises ValidationError, with the words ``changed``, where somebody has
    changed it since.
    """
    rows: Any = type(row)._default_manager.select_for_update()
    row.refresh_from_db(from_queryset=rows)
    if read is not None and read != row.revision:
        raise ValidationError(
            changed
            or _(
                "Någon annan har ändrat det här sedan du öppnade sidan. Se vad som gäller nu och försök igen."
            )
        )
