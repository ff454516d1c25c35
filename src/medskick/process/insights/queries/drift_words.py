"""What the engine's proposals say in words, for staff."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core.numbers import counted

FEWEST = 5


@dataclass(frozen=True)
class Proposal:
    """A sentence for staff on how the edition fits, and the statements behind it, as far as they show."""

    text: str
    statements: tuple[str, ...] = ()
    theme: str = ""

    @property
    def numbers(self) -> list[int]:
        """The contributions behind it, at most thirty, each once."""
        return sorted({int(own.rpartition(".")[0]) for own in self.statements})[:30]


def in_words(row: Mapping[str, Any], shown: Set[int], names: Mapping[str, str]) -> Proposal | None:
    """One proposal, or None where too little of it shows now.

    ``shown``: numbers of contributions that show. ``names``: of the edition's themes, by key.
    """
    theme = names.get(str(row.get("theme") or ""), "")
    if row["kind"] == "new_topic":
        own = [key for key in row["statements"] if int(key.rpartition(".")[0]) in shown]
        if len(own) < FEWEST:
            return None
        text = ngettext(
            "%(n)s ny tanke liknar varandra men inget tema i utgåvan.",
            "%(n)s nya tankar liknar varandra men inget tema i utgåvan.",
            len(own),
        ) % {"n": counted(len(own))}
        if theme:
            text += " " + _("Närmast ligger ”%(name)s”.") % {"name": theme}
        return Proposal(text, tuple(own), theme)
    if row["theme"] and not theme:
        return None
    figures = {
        "far": counted(row["new_far"]),
        "n": counted(row["new"]),
        "share": round(100 * row["new_far"] / row["new"]),
        "usual": round(100 * row["old_far"] / row["old"]),
        "name": theme,
    }
    if theme:
        sentence = _(
            "%(far)s av %(n)s nya tankar i ”%(name)s” ligger långt från allt i utgåvan, %(share)s procent. "
            "Bland dem som finns där gör %(usual)s procent det."
        )
    else:
        sentence = _(
            "%(far)s av %(n)s nya tankar ligger långt från allt i utgåvan, %(share)s procent. "
            "Bland dem som finns där gör %(usual)s procent det."
        )
    return Proposal(sentence % figures, (), theme)
