"""What a codebook takes over from a published edition: an entry for each theme, and those that cannot be one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from medskick.engine.text.normalise import normal_form
from medskick.engine.text.tokens import stem
from medskick.ground.core.access import Viewer, require
from medskick.process.insights.models import Edition, EditionTheme, Part
from medskick.process.insights.queries import editions, words
from medskick.process.insights.queries.editions import PublishedTheme

MOST_WORDS = 8
LONGEST_LABEL, LONGEST_SENTENCE = 120, 1_000
_SENTENCE = re.compile(r".+?[.!?…](?=\s|$)", re.DOTALL)


@dataclass(frozen=True)
class Carried:
    """One entry. ``theme``: key of the book's theme that it fills in the edition's own cycle."""

    key: str
    label: str
    definition: str
    theme: int


@dataclass(frozen=True)
class Left:
    """A theme that cannot be an entry: what staff read of it, and why."""

    name: str
    why: str


def carried(edition: Edition, viewer: Viewer) -> tuple[list[Carried], list[Left]]:
    """The edition's themes as entries, those with most voices first, and those that no word may stand for."""
    require("insights.read", viewer)
    shown = editions.published_themes(edition, viewer)
    there = {one.row.pk for one in shown}
    entries, left = [], []
    for one in shown:
        if label := _label(one):
            entries.append(Carried(_key(one), label, _definition(one), one.row.theme_id))
        else:
            left.append(Left(one.name, _("inga ord om det får visas")))
    for row in edition.themes.filter(parent=None).exclude(pk__in=there):
        left.append(Left(_known_name(row), _("inget i det visas längre")))
    return entries, left


def _label(one: PublishedTheme) -> str:
    """Its name, or words in place of it; empty where there are none."""
    if (one.name_holds or one.row.named_by_person) and not one.name_away:
        return one.row.name
    return words.label_instead(one.keywords, LONGEST_LABEL)


def _key(one: PublishedTheme) -> str:
    """Its address, or its number where the words of that may not show."""
    held = one.name_holds or one.row.named_by_person
    return one.row.slug if held and not one.barred else editions.numbered(one.row)


def _known_name(row: EditionTheme) -> str:
    told = row.name if row.named_by_person else words.instead_of_name(())
    return row.away(Part.NAME) or told


def _definition(one: PublishedTheme) -> str:
    """The first sentence of the summary, and a few words of its parts and of its own."""
    named = (part for part in one.topics if part.name_holds or part.row.named_by_person)
    parts = [part.row.name for part in named if not part.name_away]
    told = ", ".join(few([*parts, *one.keywords]))
    return " ".join(filter(None, (_first_sentence(one.summary), told)))


def _first_sentence(text: str) -> str:
    text = " ".join(text.split())
    found = _SENTENCE.match(text)
    return Truncator(found[0] if found else text).chars(LONGEST_SENTENCE)


def few(told: Iterable[str]) -> list[str]:
    """At most ``MOST_WORDS`` words in all, none that says in another form what stands there already."""
    found: list[str] = []
    seen: set[str] = set()
    for one in told:
        forms = [stem(word) for word in normal_form(one).split()]
        if not forms or seen.issuperset(forms):
            continue
        if sum(len(kept.split()) for kept in found) + len(forms) > MOST_WORDS:
            continue
        seen.update(forms)
        found.append(one)
    return found
