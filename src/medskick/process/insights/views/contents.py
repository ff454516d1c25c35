"""What stands on a long page: the headings that lists of contents lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from medskick.process.insights.models import Edition
from medskick.process.insights.queries.register import Entry

# Fewer are seen at a glance.
FEWEST = 4
Contents = list[tuple[str, str]]


def of_themes(page: Mapping[str, Any]) -> Contents:
    """The sections of the page of all themes. page: its context."""
    outside = page["outside_themes"] or page["outside"] or page["outside_suggested"]
    return _shown(
        (page["map"], "karta", _("Karta över temana")),
        (True, "alla-teman", _("Alla teman")),
        (page["few"], "fa", _("Få men tydliga")),
        (page["differing"], "isar", _("Här går åsikterna isär")),
        (page["criteria"], "kriterier", _("Passar det i en strategi?")),
        (page["spread_title"], "spridning", page["spread_title"]),
        (page["groups"] or page["untold"], "vilka", _("Vilka har skickat med något?")),
        (outside, "utanfor", _("Utanför strategins räckvidd")),
        (True, "rakenskap", _("Alla röster räknas")),
        (page["changes"], "andrat", _changed(page["edition"])),
        (len(page["editions"]) > 1, "utgavor", _("Andra utgåvor")),
    )


def _changed(edition: Edition) -> str:
    return _("Ändrat sedan utgåva %(number)s") % {"number": edition.changes.get("since", "")}


def of_theme(page: Mapping[str, Any]) -> Contents:
    """The sections of a theme's page. page: its context."""
    excerpts = page["excerpts"]
    return _shown(
        (excerpts["summary"], "sammanfattat", _("Sammanfattat i människors egna ord")),
        (page["voices"], "roster", _("Röster")),
        (excerpts["tensions"], "isar", _("Här går åsikterna isär")),
        (excerpts["few"], "fa-men-tydliga", _("Få men tydliga")),
        (excerpts["parts"], "delar", _("Det här ingår")),
        (excerpts["leaves"], "nastan-samma", _("De säger nästan samma sak")),
        (page["tables"], "spridning", _("Vilka säger det?")),
        (page["criteria"], "kriterier", _("Passar det i en strategi?")),
        (page["theme"].keywords, "ord", _("Ord som många använder")),
        (True, "tankar", _("Alla tankar")),
    )


def of_method(page: Mapping[str, Any]) -> Contents:
    """The sections of the page that tells how it is done. page: its context."""
    return _shown(
        (True, "orden", _("Röst, medskick och tanke")),
        (True, "vagen", _("Från din text till ett tema")),
        (True, "inte", _("Vad datorn inte får göra")),
        (True, "skydd", _("Hur vi skyddar den som skriver")),
        (True, "brister", _("Kända brister")),
        (True, "sammanfattningar", _("Sammanfattningar i människors egna ord")),
        (True, "isar", _("Där åsikterna går isär")),
        (True, "kriterier", _("Passar det i en strategi?")),
        (page["agreement"], "overens", _("Hur ofta är människor och datorn överens?")),
        (True, "register", _("Register över vad datorn har gjort")),
        (page["run"], "rakna-om", _("För den som vill räkna om")),
    )


def of_register(entries: Iterable[Entry]) -> Contents:
    """The entries of the register of AI, and the rules for a language model."""
    own = [(True, f"ai-{one.key}", one.name) for one in entries]
    return _shown(*own, (True, "ai-regler", _("Så hindras en språkmodell från att hitta på")))


def _shown(*sections: tuple[Any, str, str]) -> Contents:
    found = [(key, title) for there, key, title in sections if there]
    return found if len(found) >= FEWEST else []
