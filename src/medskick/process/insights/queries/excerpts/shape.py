"""What a page shows of a theme's excerpts. Quotes are whatever the reader described statements as.

``persons`` is None where the number is not told: fewer than five, or another such number could be worked out from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """A sentence of a summary, and how many persons speak of something alike: of the matter, not of one view on it."""

    quote: Any
    persons: int | None


@dataclass(frozen=True)
class Coverage:
    """How many of 100 persons a summary covers, and what random samples reach: their mean, and what 90 of 100 do.

    ``covered`` is None where it would tell of a small group. ``holds``: at least as much as random samples on average;
    ``groups_hold``: so it is in every group that is large enough to compare.
    """

    covered: int | None
    random: int
    low: int
    high: int
    samples: int
    holds: bool
    groups_hold: bool


@dataclass(frozen=True)
class Summary:
    """Sentences that people wrote. ``others``: persons who speak of something else (``some_others``: there are any).

    ``unseen``: persons who speak of what a sentence said that shows no more (``some_unseen``: there are any); they are
    none of the others. ``coverage`` is None, and ``changed`` true, where the theme is not what was measured any more.
    """

    sentences: tuple[Sentence, ...]
    others: int | None
    some_others: bool
    estimated: bool
    coverage: Coverage | None
    unseen: int | None = 0
    some_unseen: bool = False
    sentence_away: bool = False

    @property
    def changed(self) -> bool:
        return self.coverage is None


@dataclass(frozen=True)
class Side:
    """One side of a tension: ``persons`` who stand on it and not on the other too. ``percent``: of all who take a side,
    those on both among them; None together with ``persons``."""

    side: str
    persons: int | None
    percent: int | None
    quotes: tuple[Any, ...]


@dataclass(frozen=True)
class Tension:
    """Two sides of one matter, always both. ``told``: how many they are may be said.

    ``both``: persons who speak for both sides, counted on neither of them, so that the three shares are a hundred;
    ``both_percent``: their share. ``neither``: persons who name the matter
    without taking a side (``some_neither``: there are any). ``sampled``: read
    in a part of the statements only.
    """

    label: str
    question: str
    sides: tuple[Side, Side]
    told: bool
    neither: int | None
    some_neither: bool
    sampled: bool
    both: int = 0
    both_percent: int = 0

    @property
    def quotes_away(self) -> bool:
        """No words of either side show any more, though the sides stand."""
        return not any(side.quotes for side in self.sides)


@dataclass(frozen=True)
class Circle:
    """A small circle, or a leaf: words they share, how many, and in whose words."""

    label: str
    persons: int | None
    quotes: tuple[Any, ...]


@dataclass(frozen=True)
class Excerpts:
    """All excerpts of one theme or topic."""

    summary: Summary | None = None
    tensions: tuple[Tension, ...] = ()
    few: tuple[Circle, ...] = ()
    leaves: tuple[Circle, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.summary or self.tensions or self.few or self.leaves)
