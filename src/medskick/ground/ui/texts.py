"""The sentences that scripts say. They are translated here and handed over once per page, as data."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def script_texts() -> dict[str, str]:
    """All of them in the current language; `{name}` is filled in by the script."""
    return {
        "copied": _("Kopierat"),
        "rows_shown": _("{shown} av {total} rader visas"),
        "draft_restored": _("Vi har kvar det du skrev förut på den här enheten."),
        "draft_kept": _("Det du skriver sparas på den här enheten tills du skickar, men högst ett dygn."),
        "draft_throw": _("Släng"),
        "draft_thrown": _("Det du skrev är slängt."),
        "draft_sent": _("Det du skrev är redan skickat. Vill du skriva något mer?"),
        "word": pgettext("one", "{words} ord"),
        "words": pgettext("several", "{words} ord"),
        "characters_left": _("{left} tecken kvar"),
        "characters_over": _("{over} tecken för mycket"),
        "privacy_title": _("Det ser ut som att texten innehåller personuppgifter."),
        "privacy_help": _(
            "Vi täcker över dem innan någon annan får läsa. Du kan ändra texten, eller skicka den som den är."
        ),
        "privacy_send": _("Skicka som det är"),
        "privacy_change": _("Ändra"),
        "confirm_yes": _("Ja, fortsätt"),
        "confirm_no": _("Avbryt"),
        "selected": _("{chosen} valda"),
        "request_failed": _("Det gick inte att spara just nu. Kontrollera nätet och försök igen."),
    }
