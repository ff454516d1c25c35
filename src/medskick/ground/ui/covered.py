"""What stands in the empty place of covered words, in the language of the page. What is stored is never touched."""

from __future__ import annotations

from django.utils.translation import gettext as _


def covered(kind: str) -> str:
    """The words for a kind of personal data ("namn dolt"), as in the engine's files; empty for a kind unknown here."""
    words = {
        "phone": _("telefonnummer dolt"),
        "email": _("e-post dold"),
        "personal_number": _("personnummer dolt"),
        "coordination_number": _("samordningsnummer dolt"),
        "address": _("adress dold"),
        "name": _("namn dolt"),
        "other": _("uppgift dold"),
    }
    return words.get(kind, "")
