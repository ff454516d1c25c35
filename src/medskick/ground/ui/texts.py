"""The sentences that scripts say. They are translated here and handed over once per page, as data."""

from __future__ import annotations

from django.utils.translation import gettext as _


def script_texts() -> dict[str, str]:
    """All of them in the current language; `{name}` is filled in by the script."""
    return {
        "copied": _("Kopierat"),
        "rows_shown": _("{shown} av {total} rader visas"),
        "draft_restored": _("Vi har kvar det du skrev förut på den här enheten."),
        "draft_discard": _("Släng och börja om"),
        "word": _("{words} ord"),
        "words": _("{words} ord"),
        "characters_left": _("{left} tecken kvar"),
        "privacy_title": _("Det ser ut som att texten innehåller personuppgifter."),
        "privacy_help": _(
            "Vi döljer dem innan någon annan får läsa. Du kan ändra texten, eller skicka den som den är."
        ),
        "confirm_yes": _("Ja, fortsätt"),
        "confirm_no": _("Avbryt"),
        "selected": _("{chosen} valda"),
        "request_failed": _("Det gick inte att spara just nu. Kontrollera nätet och försök igen."),
    }
