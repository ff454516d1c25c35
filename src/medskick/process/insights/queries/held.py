"""What became of people's decisions in a run, for those who judge its result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from medskick.ground.core.access import Viewer, require
from medskick.process.cycle.region import Region
from medskick.process.insights.models import OutsideReason, Placement, Run, Theme
from medskick.process.insights.queries import book

NO_TEXT = "no_text"


@dataclass(frozen=True)
class Decided:
    """A decision about a statement: the contribution's number, the words where they show, and what was decided (a
    theme of the book, the entries of a codebook in words, why it lies outside)."""

    number: int
    line: book.Line | None
    theme: Theme | None
    entries: str
    reason: str


@dataclass(frozen=True)
class Held:
    """Decisions that the run could not hold as they were made. cut: the words stand there, but no statement of the
    run is what was decided about. unread: the text was hidden or taken back. elsewhere: they follow their words.
    ``more``: how many of all are not listed."""

    cut: tuple[Decided, ...] = ()
    unread: tuple[Decided, ...] = ()
    elsewhere: tuple[Decided, ...] = ()
    more: int = 0

    @property
    def any(self) -> bool:
        return bool(self.cut or self.unread or self.elsewhere)


def held(run: Run, region: Region, viewer: Viewer) -> Held:
    """What the run's page tells. Five queries however many there are."""
    require("insights.read", viewer)
    told = run.changes.get("decisions") or {}
    lost, elsewhere = told.get("lost", []), told.get("elsewhere", [])
    if not lost and not elsewhere:
        return Held()
    named = _named([*lost, *elsewhere], run, region)
    count = told["lost_count"] + told["elsewhere_count"]
    return Held(
        tuple(named(row) for row in lost if row["why"] != NO_TEXT),
        tuple(named(row) for row in lost if row["why"] == NO_TEXT),
        tuple(named(row) for row in elsewhere),
        count - len(lost) - len(elsewhere),
    )


def _named(rows: list[dict[str, Any]], run: Run, region: Region) -> Any:
    themes = Theme.objects.in_bulk({row["theme"] for row in rows if row["theme"]})
    lines = _lines(rows, run, region)
    reasons = dict(OutsideReason.choices)

    def named(row: dict[str, Any]) -> Decided:
        number, field, start, end = row["span"]
        return Decided(
            int(number),
            lines.get((int(number), field, start, end)),
            themes.get(row["theme"] or 0),
            row["entries"],
            str(reasons.get(row["reason"], "")),
        )

    return named


def _lines(
    rows: Iterable[dict[str, Any]], run: Run, region: Region
) -> dict[tuple[int, str, int, int], book.Line]:
    """The words of statements that stand in the book and show."""
    numbers = {int(row["span"][0]) for row in rows}
    places = Placement.objects.filter(book.SHOWN, cycle=run.cycle_id, contribution__number__in=numbers)
    return {
        (line.number, line.row.field, line.row.start, line.row.end): line
        for line in book.lines(places, region)
    }
