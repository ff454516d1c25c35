"""Where a contribution's statements are moved, for staff who have been told that it lies in the wrong theme."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from medskick.ground.core.access import Viewer, allowed
from medskick.ground.core.chain import Move
from medskick.process.cycle.models import StrategyCycle
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights.models import EditionTheme, Placement, Theme
from medskick.process.insights.queries.book import SHOWN


def where_to_move(moves: list[Move], viewer: Viewer) -> dict[Move, str]:
    """The board with the contribution's statements, those of the wrong theme ticked and the right one chosen.

    Three queries. Only of the current cycle, whose board it is. Of one part of it (``Move.part``) only that is ticked.
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
    now = themes_called({name for move in moves for name in (move.out_of, move.into)}, cycle)

    def address(move: Move) -> str:
        places = {"ur": now.get(move.out_of), "till": now.get(move.into)}
        asked = {"medskick": move.ref.key, **places, "tanke": move.part}
        return f"{reverse('insights_staff:review')}?{urlencode({k: v for k, v in asked.items() if v})}"

    return {move: address(move) for move in moves if move.ref.key.isdecimal() and int(move.ref.key) in there}


def themes_called(names: Iterable[str], cycle: StrategyCycle) -> dict[str, int]:
    """The book's theme by a name that was published, merges followed: what a sender read. Two queries.

    The newest edition that bore the name decides.
    """
    published = EditionTheme.objects.filter(edition__cycle=cycle, parent=None, name__in=set(names) - {""})
    themes = dict(published.order_by("edition__number").values_list("name", "theme"))
    merged = dict(
        Theme.objects.filter(cycle=cycle, state=Theme.State.MERGED).values_list("pk", "merged_into")
    )
    found = {}
    for name, own in themes.items():
        while own in merged:
            own = merged[own] or 0
        found[name] = own
    return found
