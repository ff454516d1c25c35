"""Senders who said that a thought came wrong: what they asked for is closed when a person moves it, and open again when
that is taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from medskick.ground.core.access import Viewer
from medskick.process.contributions import actions as contributions
from medskick.process.contributions.models import Correction, State
from medskick.process.contributions.queries.placing import Misplaced, answers, misplaced
from medskick.process.insights.models import Placement, Theme
from medskick.process.insights.queries.moving import themes_called


def answer(cycle: Any, rows: Sequence[Placement], to: Theme | None, *, by: Viewer) -> list[int]:
    """Close what senders said of statements that a person has just moved to ``to``; answers the corrections' keys.

    ``rows``: the statements with the theme that they lay in. One that stays where it is closes nothing.
    """
    target = _top(to)
    moved = [row for row in rows if _top(row.theme) != target]
    waiting = Correction.objects.filter(contribution__in={row.contribution_id for row in moved})
    found = [
        (one, said)
        for one in waiting.exclude(contribution__state=State.WITHDRAWN).order_by("pk")
        if (said := misplaced(one.text))
    ]
    done = answers(one for one, _said in found)
    found = [(one, said) for one, said in found if one.pk not in done]
    if not found:
        return []
    called = themes_called({name for _one, said in found for name in (said.lies_in, said.belongs_in)}, cycle)
    closed = []
    for one, said in found:
        own = [row for row in moved if row.contribution_id == one.contribution_id]
        if _is_about(said, own, called) and contributions.answer_misplaced(
            one,
            as_asked=bool(target and target in called.get(said.belongs_in, ())),
            taken_out=not target,
            by=by,
        ):
            closed.append(one.pk)
    return closed


def reopen(corrections: Iterable[int], *, by: Viewer) -> None:
    """The move that closed these was taken back."""
    for one in Correction.objects.filter(pk__in=list(corrections)).order_by("pk"):
        contributions.reopen_misplaced(one, by=by)


def _is_about(said: Misplaced, moved: Sequence[Placement], called: dict[str, set[int]]) -> bool:
    """Whether one of the moved statements is the one that the sender named, or lay in the theme called wrong.

    Where no theme is called so any more, a text of a single thought leaves no doubt; of several nothing is closed.
    """
    if said.start:
        return any(str(row.start) == said.start for row in moved)
    if said.lies_in and said.lies_in not in called:
        whole = Placement.objects.filter(contribution__in={row.contribution_id for row in moved})
        return bool(moved) and all(row.theme_id for row in moved) and whole.count() == 1
    wrong = called.get(said.lies_in, {0})
    return any(_top(row.theme) in wrong for row in moved)


def _top(theme: Theme | None) -> int:
    return (theme.parent_id or theme.pk) if theme else 0
