"""Shape of what inhabitants send. The original text never changes: everything else is a layer over it."""

from medskick.process.contributions.models.contribution import (
    LARGE_GROUP,
    SEES_ALL,
    AgeBand,
    Channel,
    Contribution,
    HiddenReason,
    SenderKind,
    State,
    Submission,
)
from medskick.process.contributions.models.imports import ImportBatch
from medskick.process.contributions.models.layers import Correction, Mask
from medskick.process.contributions.models.moderation import (
    REPORT_REASONS,
    Appeal,
    ApprovalRule,
    Decision,
    Report,
)

__all__ = [
    "LARGE_GROUP",
    "REPORT_REASONS",
    "SEES_ALL",
    "AgeBand",
    "Appeal",
    "ApprovalRule",
    "Channel",
    "Contribution",
    "Correction",
    "Decision",
    "HiddenReason",
    "ImportBatch",
    "Mask",
    "Report",
    "SenderKind",
    "State",
    "Submission",
]
