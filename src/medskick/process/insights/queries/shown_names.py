"""Themes that visitors read under other words than staff do: too few voices use the words of the computer's name."""

from __future__ import annotations

from dataclasses import dataclass

from medskick.ground.core.access import Viewer, require
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import EditionTheme, Part
from medskick.process.insights.queries import editions, words


@dataclass(frozen=True)
class OtherWords:
    """What visitors read in the newest edition in place of the theme's name.

    few: the words of the name that fewer than ``words.FEWEST`` voices use openly. renamed: the book calls the theme
    something else by now, which the next edition shows.
    """

    shown: str
    few: tuple[str, ...]
    edition: int
    renamed: bool = False


def other_words(cycle: StrategyCycle, viewer: Viewer) -> dict[int, OtherWords]:
    """By key of the book's theme, those whose name the newest edition does not show. Five queries at most."""
    require("insights.read", viewer)
    edition = editions.newest(cycle, viewer)
    if edition is None:
        return {}
    rows = [row for row in _by_machine(edition.pk) if Part.NAME not in row.taken]
    visible = words.visible_among(word for row in rows for word in (*row.keywords, *row.name_words))
    found = {}
    for row in rows:
        held = words.shown(row.name_words, visible)
        few = tuple(word["word"] for word in row.name_words if word["word"] not in held)
        shown = words.instead_of_name(words.shown(row.keywords, visible), part=bool(row.parent_id))
        if few and shown != row.theme.name:
            renamed = row.theme.name != row.name
            found[row.theme_id] = OtherWords(shown, few, edition.number, renamed)
    return found


def _by_machine(edition: int) -> list[EditionTheme]:
    named = EditionTheme.objects.filter(edition=edition, named_by_person=False)
    return list(named.select_related("theme"))
