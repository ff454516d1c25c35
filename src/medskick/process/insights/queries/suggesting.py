"""What the computer suggests for each theme and topic by the four criteria, as numbers. A person decides.

The shares of cooperation and long-term are counted from the statements that lie in the theme now, so they follow when
people move, merge and split. Breadth, reach and words are those of the latest run that knew the theme: statements tell
their likeliest scope only, which is not calibrated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from django.db.models import Count, Q, Sum

from medskick.process.contributions.models import State
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.models import Criterion, OutsideReason, Placement, Theme

WITHIN = "in"
YES, NO, UNSURE = "yes", "no", "unsure"
HALF = 0.5
CLEAR = 0.15  # so far from half, or farther, is the whole interval of a clear suggestion
NINETY_PER_CENT = 1.645


@dataclass(frozen=True)
class Reached:
    """How many groups of a dimension raise the matter, of those large enough to tell."""

    dimension: str
    reached: int
    of: int


@dataclass(frozen=True)
class Suggestion:
    """One criterion of one theme. ``low`` and ``high`` are an interval of 90 % in hundredths: of statements, or, for
    what is shared by many, of a typical group's persons (``overall``: of all persons). Empty ``value``: nothing."""

    criterion: str
    value: str = ""
    clear: bool = False
    low: int = 0
    high: int = 0
    judged: int = 0
    words: tuple[str, ...] = ()
    overall: int = 0
    groups: tuple[Reached, ...] = ()
    outside: Mapping[str, int] = field(default_factory=dict)
    run: int = 0

    @property
    def middle(self) -> float:
        """What to sort by; nothing comes last."""
        return (self.low + self.high) / 2 if self.value else -1.0


@dataclass
class _Sums:
    judged: int = 0
    inside: int = 0
    cooperation: float = 0.0
    long_term: float = 0.0
    outside: dict[str, int] = field(default_factory=dict)

    def add(self, row: Mapping[str, Any]) -> None:
        self.judged += row["judged"]
        self.inside += row["inside"]
        self.cooperation += row["cooperates"] or 0.0
        self.long_term += row["lasts"] or 0.0
        for reason in OutsideReason.values:
            self.outside[reason] = self.outside.get(reason, 0) + row[f"as_{reason}"]


Suggestions = dict[int, dict[str, Suggestion]]


def suggestions(cycle: StrategyCycle, themes: Sequence[Theme]) -> Suggestions:
    """Every criterion of these themes and topics, by ``Theme.pk``. One query."""
    sums = _sums(cycle, themes)
    return {theme.pk: _of(theme, sums.get(theme.pk, _Sums())) for theme in themes}


def _sums(cycle: StrategyCycle, themes: Iterable[Theme]) -> dict[int, _Sums]:
    rows = Placement.objects.filter(cycle=cycle, contribution__state=State.VISIBLE).exclude(
        Q(suggested_scope="") | Q(theme=None)
    )
    counted = {
        f"as_{reason}": Count("pk", filter=Q(suggested_scope=reason)) for reason in OutsideReason.values
    }
    found: dict[int, _Sums] = {}
    grouped = rows.values("theme_id", "theme__parent_id").order_by("theme_id")
    for row in grouped.annotate(
        judged=Count("pk"),
        inside=Count("pk", filter=Q(suggested_scope=WITHIN)),
        cooperates=Sum("cooperation"),
        lasts=Sum("long_term"),
        **counted,
    ):
        for pk in (row["theme_id"], row["theme__parent_id"]):
            if pk:
                found.setdefault(pk, _Sums()).add(row)
    return found


def _of(theme: Theme, sums: _Sums) -> dict[str, Suggestion]:
    words = theme.criteria.get("words", {})
    run = theme.criteria.get("run", 0)
    reach = theme.criteria.get("reach")
    parts = {
        Criterion.COOPERATION: sums.cooperation,
        Criterion.LONG_TERM: sums.long_term,
        Criterion.WITHIN_REACH: float(sums.inside) if reach is None else reach * sums.judged,
    }
    found = {str(Criterion.SHARED): _shared(theme.criteria.get("breadth"), run)}
    for criterion, part in parts.items():
        found[str(criterion)] = _share(
            str(criterion), part, sums, tuple(words.get(criterion, ())), tuple(words.get("outside", ())), run
        )
    return found


def _share(
    criterion: str, part: float, sums: _Sums, words: tuple[str, ...], against: tuple[str, ...], run: int
) -> Suggestion:
    if not sums.judged:
        return Suggestion(criterion)
    mean = min(1.0, part / sums.judged)
    margin = NINETY_PER_CENT * sqrt(mean * (1 - mean) / sums.judged)
    low, high = max(0.0, mean - margin), min(1.0, mean + margin)
    value, clear = leaning(low, high)
    about_outside = criterion == Criterion.WITHIN_REACH and value == NO
    return Suggestion(
        criterion,
        value,
        clear,
        round(100 * low),
        round(100 * high),
        sums.judged,
        against if about_outside else words,
        outside=sums.outside if criterion == Criterion.WITHIN_REACH else {},
        run=run,
    )


def _shared(breadth: Mapping[str, Any] | None, run: int) -> Suggestion:
    """Shared by many when a typical group raises it at least half as often as people do on the whole."""
    if not breadth or not breadth["overall"]:
        return Suggestion(str(Criterion.SHARED))
    low, high, overall = breadth["low"], breadth["high"], breadth["overall"]
    value, clear = leaning(min(1.0, low / overall), min(1.0, high / overall))
    return Suggestion(
        str(Criterion.SHARED),
        value,
        clear,
        round(100 * low),
        round(100 * high),
        overall=round(100 * overall),
        groups=tuple(
            Reached(name, one["reached"], one["of"]) for name, one in sorted(breadth["groups"].items())
        ),
        run=run,
    )


def leaning(low: float, high: float) -> tuple[str, bool]:
    """Yes or no where the whole interval is on one side of half, else unsure; and whether it is well on that side."""
    if low >= HALF:
        return YES, low >= HALF + CLEAR
    if high <= HALF:
        return NO, high <= HALF - CLEAR
    return UNSURE, False
