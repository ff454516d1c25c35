"""Where a contribution's statements are moved, for staff who have been told that it lies in the wrong theme."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from medskick.ground.core.access import Viewer, allowed
from medskick.ground.core.chain import Move
from medskick.process.cycle.queries import current_cycle
from medskick.process.insights.models import EditionTheme, Placement, Theme
from medskick.process.insights.queries.book import SHOWN


def where_to_move(moves: list[Move], viewer: Viewer) -> dict[Move, str]:
    """The board with the contribution's statements, those of the wrong theme ticked and the right one chosen.

    Three queries. Only of the current cycle, whose board it is.
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
    names = {name for move in moves for name in (move.out_of, move.into) if name}
    # By the names that were published: what the sender read. The newest edition that bore one decides.
    published = EditionTheme.objects.filter(edition__cycle=cycle, parent=None, name__in=names)
    themes = dict(published.order_by("edition__number").values_list("name", "theme"))
    merged = dict(
        Theme.objects.filter(cycle=cycle, state=Theme.State.MERGED).values_list("pk", "merged_into")
    )

    def now(name: str) -> int:
        own = themes.get(name, 0)
        while own in merged:
            own = merged[own] or 0
        return own

    def address(move: Move) -> str:
        asked = {"medskick": move.ref.key, "ur": now(move.out_of), "till": now(move.into)}
        return f"{reverse('insights_staff:review')}?{urlencode({k: v for k, v in asked.items() if v})}"

    return {move: address(move) for move in moves if move.ref.key.isdecimal() and int(move.ref.key) in there}
