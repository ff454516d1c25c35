"""Where a contribution's statements are moved, for staff who have been told that it lies in the wrong theme."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from medskick.ground.core.access import PUBLIC, Viewer, allowed
from medskick.ground.core.chain import Move
from medskick.process.cycle.models import StrategyCycle
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights.models import EditionTheme, Placement, Theme
from medskick.process.insights.queries import editions
from medskick.process.insights.queries.book import SHOWN


def where_to_move(moves: list[Move], viewer: Viewer) -> dict[Move, str]:
    """The board with the contribution's statements, those of the wrong theme ticked and the right one chosen.

    Three queries, and those of the newest edition's names where a theme was read under words in place of its name. Only
    of the current cycle, whose board it is. Of one part of it (``Move.part``) only that is ticked.
    """
    cycle = current_cycle(viewer)
    if cycle is None or not allowed("insights.review", viewer):
        return {}
    numbers = {int(move.ref.key) for move in moves if move.ref.key.isdecimal()}
    there = set(
        Placement.objects.filter(SHOWN, cycle=cycle, contribution__number__in=numbers)
        .order_by()
        .values_list("contribution__number", flat=True)
        .distinct()
    )
    read = themes_called({name for move in moves for name in (move.out_of, move.into)}, cycle)
    now = {name: next(iter(themes)) for name, themes in read.items() if len(themes) == 1}

    def address(move: Move) -> str:
        places = {"ur": now.get(move.out_of), "till": now.get(move.into)}
        asked = {"medskick": move.ref.key, **places, "tanke": move.part}
        return f"{reverse('insights_staff:review')}?{urlencode({k: v for k, v in asked.items() if v})}"

    return {move: address(move) for move in moves if move.ref.key.isdecimal() and int(move.ref.key) in there}


def themes_called(names: Iterable[str], cycle: StrategyCycle) -> dict[str, set[int]]:
    """The book's themes by what a sender read, merges followed; nothing for what no theme is called. Two queries.

    Of a name that was published the newest edition that bore it decides. Otherwise it is what stands in place of a name
    that may not show ("Tema utan namn"), which several may be called: as the newest edition shows them now.
    """
    wanted = set(names) - {""}
    published = EditionTheme.objects.filter(edition__cycle=cycle, parent=None, name__in=wanted)
    rows = published.order_by("edition__number").values_list("name", "theme")
    themes = {name: {own} for name, own in rows}
    if (other := wanted - set(themes)) and (edition := editions.newest(cycle, PUBLIC)):
        for one in editions.published_themes(edition, PUBLIC):
            if one.name in other:
                themes.setdefault(one.name, set()).add(one.row.theme_id)
    merged = dict(
        Theme.objects.filter(cycle=cycle, state=Theme.State.MERGED).values_list("pk", "merged_into")
    )
    return {name: {_where_it_went(own, merged) for own in found} for name, found in themes.items()}


def _where_it_went(theme: int, merged: dict[int, int | None]) -> int:
    while theme in merged:
        theme = merged[theme] or 0
    return theme
