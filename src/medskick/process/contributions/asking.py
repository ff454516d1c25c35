"""Asking the questions, on whichever page: what one answers is read and weighed alike at the form and at a kiosk."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from medskick.engine.text.personal import find_personal_data
from medskick.ground.core import proof
from medskick.ground.core.tokens import Token
from medskick.process.contributions.forms.visitor import NOTHING, QuestionsForm
from medskick.process.contributions.models import Mask

TOO_FAST = 2.0  # seconds: nobody reads two questions faster

__all__ = ["LOOKS_LIKE", "NOTHING", "TOO_FAST", "QuestionsForm", "is_suspect", "personal_data"]

LOOKS_LIKE = {
    Mask.Kind.PHONE: gettext_lazy("ett telefonnummer"),
    Mask.Kind.EMAIL: gettext_lazy("en e-postadress"),
    Mask.Kind.PERSONAL_NUMBER: gettext_lazy("ett personnummer"),
    Mask.Kind.COORDINATION_NUMBER: gettext_lazy("ett samordningsnummer"),
    Mask.Kind.ADDRESS: gettext_lazy("en adress"),
    Mask.Kind.NAME: gettext_lazy("ett namn"),
    Mask.Kind.OTHER: gettext_lazy("en uppgift som leder till en person"),
}


def personal_data(form: QuestionsForm) -> list[dict[str, Any]]:
    """What looks like personal data in the answers: its kind in words, the words, and the field. Of a valid form."""
    return [
        {"label": LOOKS_LIKE[Mask.Kind(hit.kind)], "words": text[hit.start : hit.end], "field": bound.auto_id}
        for bound in form.printed_fields
        for text in [form.cleaned_data[bound.name]]
        for hit in find_personal_data(text)
    ]


def is_suspect(form: QuestionsForm, token: Token) -> bool:
    """Whether a person has to read the answers, whatever rules are approved: sent too fast, the hidden field filled in,
    or no proof of work. Of a valid form."""
    data = form.cleaned_data
    return token.age < TOO_FAST or bool(data["homepage"]) or not proof.holds(data["altcha"])
