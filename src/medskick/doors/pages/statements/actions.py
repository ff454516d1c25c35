"""Saving statements, receiving reports and answering them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.doors.pages.models import (
    AccessibilityStatement,
    Failing,
    HindranceReport,
    PersonalDataStatement,
)
from medskick.doors.pages.statements import letters
from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref


@transaction.atomic
def save_accessibility(
    statement: AccessibilityStatement, failings: Iterable[Failing], *, read: int | None = None, by: Viewer
) -> AccessibilityStatement:
    """Show this statement from now on. The older ones are kept.

    ``read``: number of the one that was worked on, 0 for none. Raises ValidationError where there is a newer one.
    """
    require("pages.statements", by)
    _still_newest(AccessibilityStatement, read)
    statement.pk, statement.saved_at, statement.saved_by = None, timezone.now(), by.name
    statement._state.adding = True
    statement.save()
    for one in failings:
        one.pk, one.statement = None, statement
        one._state.adding = True
        one.save()
    audit.record(by, "pages.accessibility_saved", degree=statement.get_conformity_display())
    return statement


@transaction.atomic
def save_personal_data(
    statement: PersonalDataStatement, *, read: int | None = None, by: Viewer
) -> PersonalDataStatement:
    """Show this statement from now on. The older ones are kept. ``read`` as for ``save_accessibility``."""
    require("pages.statements", by)
    _still_newest(PersonalDataStatement, read)
    statement.pk, statement.saved_at, statement.saved_by = None, timezone.now(), by.name
    statement._state.adding = True
    statement.save()
    audit.record(by, "pages.personal_data_saved")
    return statement


def _still_newest(kind: type[AccessibilityStatement] | type[PersonalDataStatement], read: int | None) -> None:
    newest = kind.objects.values_list("pk", flat=True).first() or 0
    if read is not None and read != newest:
        raise ValidationError(
            _(
                "Någon annan har sparat texten medan du skrev. Det du har skrivit står kvar här. "
                "Öppna sidan i en ny flik och jämför. Sparar du igen gäller det som står här."
            )
        )


def report(
    text: str, *, page: str, email: str, language: str, client_key: str, suspect: bool, by: Viewer
) -> HindranceReport:
    """Store what a visitor says about a hindrance. The same words with the same key are stored once; other words from
    the same showing of the form are another report, since each of them is thanked for."""
    if not text.strip():
        raise ValidationError(_("Skriv vad som inte fungerar, så att vi kan rätta det."))
    told = {"text": text, "page": page, "email": email, "language": language, "suspect": suspect}
    said = hashlib.sha256("\0".join((client_key, text, page, email)).encode()).hexdigest()
    found, _made = HindranceReport.objects.get_or_create(client_key=said, defaults=told)
    return found


def read(report: HindranceReport, *, by: Viewer) -> None:
    """Somebody has read it and is looking into it."""
    require("pages.statements", by)
    with transaction.atomic():
        one = HindranceReport.objects.select_for_update().get(pk=report.pk)
        if one.state == HindranceReport.State.NEW:
            one.state = HindranceReport.State.READ
            one.save(update_fields=["state"])
            audit.record(by, "pages.hindrance_read", Ref("hindrance", str(one.pk)))


def answer(report: HindranceReport, words: str, *, by: Viewer) -> bool:
    """Answer a report. Whether a letter was queued. Raises ValidationError where it has been answered already."""
    require("pages.statements", by)
    if not words.strip():
        raise ValidationError(_("Skriv ett svar först."))
    with transaction.atomic():
        one = HindranceReport.objects.select_for_update().get(pk=report.pk)
        if one.state == HindranceReport.State.ANSWERED:
            raise ValidationError(_("Någon har redan svarat på den här."))
        one.state, one.answer = HindranceReport.State.ANSWERED, words.strip()
        one.answered_at, one.answered_by = timezone.now(), by.name
        one.save(update_fields=["state", "answer", "answered_at", "answered_by"])
        audit.record(by, "pages.hindrance_answered", Ref("hindrance", str(one.pk)))
        return letters.answered(one)
