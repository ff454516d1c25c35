"""Shape of insights: private runs, the living book of themes, and published editions whose structure is frozen."""

from medskick.process.insights.models.book import (
    BookChange,
    Origin,
    OutsideReason,
    Placement,
    QuoteChoice,
    StrengthClass,
    Theme,
)
from medskick.process.insights.models.editions import (
    Edition,
    EditionStatement,
    EditionTable,
    EditionTheme,
    Outcome,
)
from medskick.process.insights.models.live import Drift, LivePlacement
from medskick.process.insights.models.runs import Run, RunStatement, RunTheme
from medskick.process.insights.models.veil import Part, Veiled, away

__all__ = [
    "BookChange",
    "Drift",
    "Edition",
    "EditionStatement",
    "EditionTable",
    "EditionTheme",
    "LivePlacement",
    "Origin",
    "Outcome",
    "OutsideReason",
    "Part",
    "Placement",
    "QuoteChoice",
    "Run",
    "RunStatement",
    "RunTheme",
    "StrengthClass",
    "Theme",
    "Veiled",
    "away",
]
