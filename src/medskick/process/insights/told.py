"""How decisions about the book, versions of codebooks and endings of runs are told (``core.told``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.numbers import counted
from medskick.ground.core.told import Teller, register
from medskick.process.insights.models import Criterion, ExcerptKind, OutsideReason, Verdict

Slots = Mapping[str, Any]


def _label(choices: Any) -> Teller:
    """A choice by its value; what is no choice any more by the value itself."""
    labels = dict(choices.choices)
    return lambda slots: str(labels.get(slots["value"], slots["value"]))


def _moved(slots: Slots) -> str:
    told = ngettext(
        "%(n)s tanke flyttades till ”%(to)s”", "%(n)s tankar flyttades till ”%(to)s”", slots["count"]
    )
    return told % {"n": counted(slots["count"]), "to": slots["to"]}


def _split(slots: Slots) -> str:
    told = ngettext(
        "”%(new)s” bröts ut ur ”%(old)s” med %(n)s tanke",
        "”%(new)s” bröts ut ur ”%(old)s” med %(n)s tankar",
        slots["count"],
    )
    return told % {"new": slots["new"], "old": slots["name"], "n": counted(slots["count"])}


def _outside(slots: Slots) -> str:
    told = ngettext(
        "%(n)s tanke ligger utanför: %(reason)s", "%(n)s tankar ligger utanför: %(reason)s", slots["count"]
    )
    return told % {"n": counted(slots["count"]), "reason": slots["reason"]}


def _inside(slots: Slots) -> str:
    told = ngettext("%(n)s tanke hör till strategin", "%(n)s tankar hör till strategin", slots["count"])
    return told % {"n": counted(slots["count"])}


def _undone(slots: Slots) -> str:
    if slots.get("again"):
        return _("Gäller igen: beslutet om en tanke i medskick %(again)s") % slots
    return _("Ångrat: %(what)s") % slots


def _what(slots: Slots) -> str:
    return f"{slots['what']} ({slots['label']})" if slots.get("label") else str(slots["what"])


def _read_from_file(slots: Slots) -> str:
    told = ngettext("%(n)s tema lästes in ur %(file)s", "%(n)s teman lästes in ur %(file)s", slots["count"])
    return told % {"n": counted(slots["count"]), "file": slots["file"]}


def _files_gone(slots: Slots) -> str:
    return (
        _(
            "Filerna från analys %(number)s finns inte kvar på den här datorn, eller har ändrats, så det går inte "
            "att gå vidare från den. Lägg tillbaka mappen %(folder)s från en säkerhetskopia, eller välj under Val "
            "att börja om från början. Det ni har bestämt ligger kvar vilket ni än väljer."
        )
        % slots
    )


TELLERS: dict[str, Teller] = {
    # Decisions about the book, by their verb (``BookChange.verb``).
    "theme_renamed": lambda slots: _("”%(old)s” fick namnet ”%(new)s”") % slots,
    "theme_name_kept": lambda slots: _("Namnet ”%(name)s” behölls; kodboken kallar det ”%(called)s”") % slots,
    "theme_named_by_book": lambda slots: (
        _("Kodboken ”%(book)s” kallar ”%(old)s” för ”%(new)s” (analys %(number)s)") % slots
    ),
    "theme_summarised": lambda slots: _("Sammanfattningen av ”%(name)s” ändrades") % slots,
    "theme_approved": lambda slots: _("”%(name)s” godkändes") % slots,
    "theme_unapproved": lambda slots: _("Godkännandet av ”%(name)s” togs tillbaka") % slots,
    "theme_outside": lambda slots: _("”%(name)s” ligger utanför: %(reason)s") % slots,
    "theme_inside": lambda slots: _("”%(name)s” hör till strategin") % slots,
    "theme_scope_open": lambda slots: _("Om ”%(name)s” hör till strategin lämnades öppet") % slots,
    "criterion_decided": lambda slots: _("”%(name)s” bedömdes. %(criterion)s: %(value)s") % slots,
    "theme_merged": lambda slots: _("”%(name)s” slogs ihop med ”%(into)s”") % slots,
    "theme_split": _split,
    "statements_moved": _moved,
    "statements_outside": _outside,
    "statements_inside": _inside,
    "quote_chosen": lambda slots: _("Ett citat valdes i ”%(name)s”") % slots,
    "quote_refused": lambda slots: _("Ett citat valdes bort i ”%(name)s”") % slots,
    "quote_forgotten": lambda slots: _("Ett citatval i ”%(name)s” togs bort") % slots,
    "excerpt_refused": lambda slots: (
        _("Togs bort ur ”%(name)s”: %(what)s") % {"name": slots["name"], "what": _what(slots)}
    ),
    "excerpt_allowed": lambda slots: (
        _("Visas igen i ”%(name)s”: %(what)s") % {"name": slots["name"], "what": _what(slots)}
    ),
    "statement_coded": lambda slots: _("En tanke i medskick %(number)s hör till %(to)s") % slots,
    "statement_uncoded": lambda slots: (
        _("Beslutet att en tanke i medskick %(number)s hör till %(to)s togs tillbaka") % slots
    ),
    "undone": _undone,
    # Versions of a codebook.
    "codebook.made": lambda slots: _("Kodboken lades upp"),
    "codebook.carried_on": lambda slots: _("Teman från utgåva %(number)s") % slots,
    "codebook.added": lambda slots: _("”%(label)s” lades till") % slots,
    "codebook.changed": lambda slots: _("”%(label)s” ändrades") % slots,
    "codebook.removed": lambda slots: _("”%(label)s” togs bort") % slots,
    "codebook.shifted": lambda slots: _("”%(label)s” flyttades i listan") % slots,
    "codebook.read": _read_from_file,
    # How a run ended.
    "run.left": lambda slots: _("Den användes inte. Temana är som de var."),
    "run.left_for": lambda slots: (
        _("Den användes inte: analys %(number)s startades i stället. Temana är som de var.") % slots
    ),
    "run.files_gone": _files_gone,
    "run.gone": lambda slots: _("Arbetet försvann innan det blev klart. Starta en ny analys."),
    # Why a theme could not keep its name under a codebook.
    "name_not_kept.may_not": lambda slots: _("Den som ville behålla det får inte längre ändra teman."),
    "name_not_kept.taken": lambda slots: (
        _("Det finns redan ett tema som heter ”%(name)s”. Välj ett annat namn eller slå ihop dem.") % slots
    ),
    # What fills them.
    "no_theme": lambda slots: _("Inte i något tema"),
    "fits_none": lambda slots: _("inget tema"),
    "outside_reason": _label(OutsideReason),
    "criterion": _label(Criterion),
    "verdict": _label(Verdict),
    "excerpt": _label(ExcerptKind),
}

for _key, _teller in TELLERS.items():
    register(f"insights.{_key}", _teller)
