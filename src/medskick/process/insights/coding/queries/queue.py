"""What a coder meets: their own statements in their own order, the words, what they chose themselves.

Nothing here reads the computer's choice or the other coder's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from medskick.engine.text.masking import Segment
from medskick.ground.core.access import Viewer, require
from medskick.ground.people.queries import active_with
from medskick.process.contributions.models import Contribution, State
from medskick.process.contributions.queries.public import active_masks
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.coding.queries.options import Option
from medskick.process.insights.models import FIRST, Coding, CodingPlan, CodingSeat, Draw, SampleUnit
from medskick.process.insights.queries.statements import words_of
from medskick.process.insights.rules import CODERS

AROUND = 700  # characters of the rest of the text on each side
RECENT, RECENT_OF = 5, 12


@dataclass(frozen=True)
class Progress:
    """How far one coder has come, over all drawings of the cycle."""

    total: int
    done: int
    skipped: int
    promised: bool

    @property
    def left(self) -> int:
        return self.total - self.done


@dataclass(frozen=True)
class Words:
    """A statement between what stands before and after it in the same text, all with masks."""

    title: tuple[Segment, ...]
    before: tuple[Segment, ...]
    statement: tuple[Segment, ...]
    after: tuple[Segment, ...]
    cut_before: bool
    cut_after: bool
    language: str


@dataclass(frozen=True)
class SeatLine:
    """One coder of a drawing, for those who follow the work: how many are coded, and days on which they looked."""

    name: str
    done: int
    looked: int


@dataclass(frozen=True)
class DrawLine:
    """One drawing as a row."""

    draw: Draw
    units: int
    lost: int
    seats: tuple[SeatLine, ...]


@dataclass(frozen=True)
class _Span:
    field: str
    start: int
    end: int


def progress(cycle: StrategyCycle, viewer: Viewer) -> Progress:
    """The viewer's own work. Three queries."""
    require("insights.agreement", viewer)
    own = _own(cycle, viewer)
    done, skipped = (own.filter(state=state).count() for state in (Coding.State.DONE, Coding.State.SKIPPED))
    asked = CodingSeat.objects.filter(draw__cycle=cycle, coder_id=viewer.user_id or 0, promised_at=None)
    return Progress(own.count(), done, skipped, not asked.exists())


def next_unit(cycle: StrategyCycle, viewer: Viewer) -> SampleUnit | None:
    """The next one to code: what one has opened again, then new ones, then skipped ones."""
    require("insights.code", viewer)
    turn = Case(When(state=Coding.State.OPEN, then=0), When(state=Coding.State.SKIPPED, then=2), default=1)
    own = Case(When(seat=FIRST, then=F("first_order")), default=F("second_order"))
    left = _own(cycle, viewer).exclude(state=Coding.State.DONE)
    return left.annotate(turn=turn, own=own).order_by("turn", "answered_at", "draw_id", "own").first()


def unit_of(pk: int, viewer: Viewer) -> SampleUnit | None:
    """A statement of the viewer's own, whether it shows or not."""
    require("insights.code", viewer)
    return (
        SampleUnit.objects.of_coder(viewer)
        .select_related("cycle", "draw", "contribution")
        .filter(pk=pk)
        .first()
    )


def own_coding(unit: SampleUnit, viewer: Viewer) -> Coding | None:
    """What the viewer has chosen."""
    return Coding.objects.filter(unit=unit, coder_id=viewer.user_id or 0).first()


def last_answered(cycle: StrategyCycle, viewer: Viewer) -> Coding | None:
    """What the viewer chose or skipped last and has not opened again."""
    own = Coding.objects.filter(unit__cycle=cycle, coder_id=viewer.user_id or 0)
    own = own.exclude(state=Coding.State.OPEN).select_related("unit__draw", "unit__contribution")
    return own.order_by("-at", "-pk").first()


def recent(cycle: StrategyCycle, viewer: Viewer, offered: Iterable[Option]) -> list[Option]:
    """The themes that the viewer used last, newest first."""
    known = {one.pk: one for top in offered for one in (top, *top.topics)}
    own = Coding.objects.filter(unit__cycle=cycle, coder_id=viewer.user_id or 0, state=Coding.State.DONE)
    used = own.order_by("-at", "-pk").values_list("themes", flat=True)[:RECENT_OF]
    order = dict.fromkeys(pk for themes in used for pk in themes if pk in known)
    return [known[pk] for pk in list(order)[:RECENT]]


def words(unit: SampleUnit) -> Words:
    """The statement and what stands around it. Two queries."""
    owner = Contribution.objects.prefetch_related(active_masks()).get(pk=unit.contribution_id)
    text = getattr(owner, unit.field)
    first, last = max(0, unit.start - AROUND), min(len(text), unit.end + AROUND)

    def part(field: str, start: int, end: int) -> tuple[Segment, ...]:
        return words_of(_Span(field, start, end), owner) if end > start else ()

    return Words(
        part("title", 0, len(owner.title)) if unit.field != "title" else (),
        part(unit.field, first, unit.start),
        part(unit.field, unit.start, unit.end),
        part(unit.field, unit.end, last),
        first > 0,
        last < len(text),
        owner.language,
    )


def plan(cycle: StrategyCycle, viewer: Viewer) -> CodingPlan | None:
    """Who codes, and what is drawn by itself."""
    require("insights.agreement", viewer)
    return CodingPlan.objects.filter(cycle=cycle).first()


def candidates(viewer: Viewer) -> list[tuple[int, str]]:
    """Who may be asked to code: number and name."""
    require("insights.sample", viewer)
    return [(user.pk, user.get_full_name()) for user in active_with(*CODERS)]


def draws(cycle: StrategyCycle, viewer: Viewer) -> list[DrawLine]:
    """All drawings, newest first, with how far the coders have come. Three queries."""
    require("insights.agreement", viewer)
    shows = Q(units__contribution__state=State.VISIBLE)
    rows = Draw.objects.filter(cycle=cycle).annotate(
        in_all=Count("units"), showing=Count("units", filter=shows)
    )
    counted = Coding.objects.filter(
        unit__cycle=cycle, state=Coding.State.DONE, unit__contribution__state=State.VISIBLE
    )
    done = {
        (draw, seat): number
        for draw, seat, number in counted.order_by().values_list("unit__draw", "seat").annotate(n=Count("pk"))
    }
    return [
        DrawLine(
            row,
            row.in_all,
            row.in_all - row.showing,
            tuple(
                SeatLine(seat.coder_name, done.get((row.pk, seat.seat), 0), len(seat.looked_on))
                for seat in row.seats.all()
            ),
        )
        for row in rows.prefetch_related("seats")
    ]


def waiting(viewer: Viewer) -> int | None:
    """How many statements of the current cycle wait for this coder; None when there are none. One query."""
    if viewer.user_id is None:
        return None
    done = Coding.objects.filter(unit=OuterRef("pk"), coder_id=viewer.user_id or 0).values("state")[:1]
    own = SampleUnit.objects.of_coder(viewer).filter(
        cycle__is_current=True, contribution__state=State.VISIBLE
    )
    left = own.annotate(state=Coalesce(Subquery(done), Value(""))).exclude(state=Coding.State.DONE)
    return left.count() or None


def unfinished(cycle: StrategyCycle, viewer: Viewer) -> set[int]:
    """Drawings of which this coder has statements left that show. One query."""
    left = _own(cycle, viewer).exclude(state=Coding.State.DONE)
    return set(left.order_by().values_list("draw_id", flat=True).distinct())


def _own(cycle: StrategyCycle, viewer: Viewer) -> QuerySet[Any]:
    """The viewer's statements that show, each with the ``state`` and time of their own choice (empty where none)."""
    own = Coding.objects.filter(unit=OuterRef("pk"), coder_id=viewer.user_id or 0)
    mine = SampleUnit.objects.of_coder(viewer).filter(cycle=cycle, contribution__state=State.VISIBLE)
    return mine.annotate(
        state=Coalesce(Subquery(own.values("state")[:1]), Value("")),
        answered_at=Subquery(own.values("at")[:1]),
    )
