"""How often the judge of criteria was right, on texts it had not seen: the figures of docs/model-card.md."""

from __future__ import annotations

from dataclasses import dataclass

# (said, was): the judge's mean answer in a fifth of the texts, and the share of them where a person said yes.
COOPERATION = ((0.27, 0.20), (0.57, 0.61), (0.81, 0.84), (0.93, 0.94), (0.98, 0.98))
LONG_TERM = ((0.33, 0.33), (0.72, 0.73), (0.91, 0.88), (0.96, 1.00), (0.99, 0.98))
SCOPE_F1, OUTSIDE_AUC, COOPERATION_AUC, LONG_TERM_AUC = 0.65, 0.95, 0.88, 0.89
TEXTS = 251
SIDE = 100


@dataclass(frozen=True)
class Point:
    """One fifth of the texts, in hundredths; ``y`` counts from the top, for a drawing of ``SIDE`` units."""

    said: int
    was: int

    @property
    def x(self) -> int:
        return self.said

    @property
    def y(self) -> int:
        return SIDE - self.was


def points(pairs: tuple[tuple[float, float], ...]) -> list[Point]:
    """The pairs as points of a drawing and lines of a table."""
    return [Point(round(100 * said), round(100 * was)) for said, was in pairs]


def farthest() -> int:
    """The largest difference between what was said and what was, in hundredths."""
    return max(round(100 * abs(said - was)) for said, was in (*COOPERATION, *LONG_TERM))
