"""The budget of the work itself: what it costs, who pays, and whether the two meet."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from medskick.ground.core.access import Viewer
from medskick.process.cycle.models import BudgetLine, BudgetSide, StrategyCycle


@dataclass(frozen=True)
class Bar:
    """A line and its share of the whole, 0–100."""

    line: BudgetLine
    share: float


@dataclass(frozen=True)
class Side:
    """One side of the budget with its sum in kronor."""

    kind: BudgetSide
    sum: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Budget:
    """Lines of costs and of sources in whole kronor. ``wanted``: somebody has said that it shall be public."""

    costs: tuple[BudgetLine, ...]
    sources: tuple[BudgetLine, ...]
    wanted: bool

    @property
    def cost(self) -> int:
        """What everything costs, in kronor."""
        return sum(line.amount for line in self.costs)

    @property
    def financed(self) -> int:
        """What the sources give, in kronor."""
        return sum(line.amount for line in self.sources)

    @property
    def missing(self) -> int:
        """How much the sources fall short of the costs, in kronor; below 0 when they give too much."""
        return self.cost - self.financed

    @property
    def too_much(self) -> int:
        """How much more the sources give than everything costs, in kronor."""
        return -self.missing

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides as they are drawn: bars to the scale of the larger sum."""
        whole = max(self.cost, self.financed, 1)
        return (
            Side(BudgetSide.COST, self.cost, _bars(self.costs, whole)),
            Side(BudgetSide.SOURCE, self.financed, _bars(self.sources, whole)),
        )

    @property
    def is_empty(self) -> bool:
        return not self.costs and not self.sources

    @property
    def stamp(self) -> str:
        """Another one whenever a line has changed: whoever saves tells by it what they had read."""
        lines = [[line.side, line.name, line.amount, line.note] for line in (*self.costs, *self.sources)]
        return hashlib.sha256(json.dumps(lines).encode()).hexdigest()[:16]

    @property
    def sums(self) -> bool:
        """Whether costs and sources are the same sum."""
        return not self.is_empty and self.missing == 0

    @property
    def is_public(self) -> bool:
        """Whether visitors see it: somebody wanted so, and it still sums."""
        return self.wanted and self.sums


def _bars(lines: tuple[BudgetLine, ...], whole: int) -> tuple[Bar, ...]:
    return tuple(Bar(line, round(100 * line.amount / whole, 1)) for line in lines)


def budget(cycle: StrategyCycle, viewer: Viewer) -> Budget:
    """The cycle's budget as staff work on it. Pages of visitors ask ``published_budget``."""
    lines = list(BudgetLine.objects.filter(cycle=cycle))
    return Budget(
        tuple(line for line in lines if line.side == BudgetSide.COST),
        tuple(line for line in lines if line.side == BudgetSide.SOURCE),
        cycle.budget_published_at is not None,
    )


def published_budget(cycle: StrategyCycle, viewer: Viewer) -> Budget | None:
    """The budget that visitors see; None before it is published and while it does not sum."""
    if cycle.budget_published_at is None:
        return None
    found = budget(cycle, viewer)
    return found if found.is_public else None
