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


def outbox_texts() -> dict[str, str]:
    """What the outbox says (`frontend/src/outbox`), for the pages that have one."""
    return {
        "outbox_here": _("Sparat här"),
        "outbox_sending": _("Skickas"),
        "outbox_there": _("Framme"),
        "outbox_stuck": _("Gick inte att skicka"),
        "outbox_all_there": _("Allt är framme."),
        "outbox_one_here": _("En sak är sparad på den här enheten. Vi skickar den när nätet är tillbaka."),
        "outbox_some_here": _(
            "{n} saker är sparade på den här enheten. Vi skickar dem när nätet är tillbaka."
        ),
        "outbox_some_sending": _("Skickar. {n} kvar."),
        "outbox_some_stuck": _("Något gick inte att skicka. Det är märkt här på sidan."),
        "outbox_again": _("Försök igen"),
        "outbox_throw": _("Ta bort härifrån"),
        "outbox_too_large": _("Det är för stort för att skickas."),
        "outbox_reload": _("Ladda om sidan, eller öppna den på nytt. Det du sparade finns kvar."),
        "outbox_full": _("Det finns inget utrymme kvar på enheten. Vänta tills det som väntar är framme."),
        "outbox_person": pgettext("one", "{n} person"),
        "outbox_persons": pgettext("several", "{n} personer"),
        "outbox_save": _("Spara anteckningen"),
        "outbox_save_change": _("Spara ändringen"),
        "outbox_write_first": _("Skriv vad som sades."),
        "outbox_choose_photo": _("Välj ett foto."),
        "outbox_photo": _("Foto av lappar"),
        "outbox_seats": _("Skriv ett tal mellan 1 och {most}, eller lämna rutan tom."),
        "outbox_handing_in": _("Lämnas in när allt annat är framme"),
        "outbox_back_change": _(
            "Du höll på att ändra en anteckning. Det du skrev är kvar men inte sparat än."
        ),
        "outbox_back_changed": _(
            "Någon har ändrat anteckningen medan du skrev. Det som gäller nu står i listan ovanför. "
            "Spara bara om dina ord ska stå där i stället."
        ),
        "outbox_back_gone": _(
            "Anteckningen du höll på att ändra är borttagen eller inlämnad. "
            "Dina ord är kvar här. Sparar du dem blir de en ny anteckning."
        ),
    }
