"""The themes that one chooses among when coding: in alphabetical order, the same for everybody, whoever the computer
prefers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import Theme

_LIVE = (Theme.State.PROPOSED, Theme.State.APPROVED)
_SWEDISH = str.maketrans("åäöÅÄÖ", "{|}{|}")  # å, ä and ö come last, in this order


@dataclass(frozen=True)
class Option:
    """A theme with its topics. ``digit``: the key that ticks it, 0 where there are no more keys."""

    pk: int
    name: str
    digit: int = 0
    topics: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Book:
    """All themes of a cycle, to read choices by: names, and which top theme each one counts as now."""

    names: dict[int, str]
    tops: dict[int, int]

    def top_set(self, themes: Iterable[int]) -> frozenset[int]:
        """The top themes of a choice; merged ones are what they were merged into. Empty: none fits."""
        return frozenset(self.tops[pk] for pk in themes if pk in self.tops)

    def called(self, themes: Iterable[int]) -> list[str]:
        """The names of a choice, in order."""
        return sorted((self.names[pk] for pk in themes if pk in self.names), key=in_swedish)


def options(cycle: StrategyCycle) -> list[Option]:
    """The themes of the book as it is now, each with its topics. One query."""
    topics: dict[int, list[Option]] = {}
    tops = []
    for theme in Theme.objects.filter(cycle=cycle, state__in=_LIVE).order_by("pk"):
        if theme.parent_id:
            topics.setdefault(theme.parent_id, []).append(Option(theme.pk, theme.name))
        else:
            tops.append(theme)
    tops.sort(key=lambda theme: (in_swedish(theme.name), theme.pk))
    return [
        Option(
            theme.pk,
            theme.name,
            number if number < 10 else 0,
            tuple(sorted(topics.get(theme.pk, ()), key=lambda one: (in_swedish(one.name), one.pk))),
        )
        for number, theme in enumerate(tops, 1)
    ]


def book(cycle: StrategyCycle) -> Book:
    """All themes that there have been. One query."""
    rows = list(Theme.objects.filter(cycle=cycle).values_list("pk", "name", "parent_id", "merged_into_id"))
    into = {pk: merged for pk, _name, _parent, merged in rows if merged}
    parents = {pk: parent for pk, _name, parent, _merged in rows if parent}

    def top(pk: int) -> int:
        for _step in range(len(rows)):
            if pk in into:
                pk = into[pk]
            elif pk in parents:
                pk = parents[pk]
            else:
                break
        return pk

    return Book({pk: name for pk, name, _parent, _merged in rows}, {row[0]: top(row[0]) for row in rows})


def in_swedish(name: str) -> str:
    """To sort names by as a Swedish dictionary does."""
    return name.casefold().translate(_SWEDISH)
