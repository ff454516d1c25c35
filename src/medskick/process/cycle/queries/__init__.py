"""Reads: which cycle is current, where it stands, what is promised and held, the election ahead, the budget."""

from medskick.process.cycle.queries.budget import Budget, budget, published_budget
from medskick.process.cycle.queries.election import (
    AHEAD,
    Deadline,
    deadline,
    months_before,
    unseen,
    unseen_reminder,
)
from medskick.process.cycle.queries.milestones import milestone, milestones, milestones_by_key
from medskick.process.cycle.queries.next_cycle import left_behind, others
from medskick.process.cycle.queries.phases import (
    Stop,
    accepts_contributions,
    all_cycles,
    current_cycle,
    current_phase,
    cycle_by_key,
    is_open,
    may_open,
    municipality_topic,
    phase,
    phase_line,
    phases,
    today,
)
from medskick.process.cycle.queries.timeline import (
    MilestoneEntry,
    PhaseEntry,
    address,
    happenings,
    timeline,
)

__all__ = [
    "AHEAD",
    "Budget",
    "Deadline",
    "MilestoneEntry",
    "PhaseEntry",
    "Stop",
    "accepts_contributions",
    "address",
    "all_cycles",
    "budget",
    "current_cycle",
    "current_phase",
    "cycle_by_key",
    "deadline",
    "happenings",
    "is_open",
    "left_behind",
    "may_open",
    "milestone",
    "milestones",
    "milestones_by_key",
    "months_before",
    "municipality_topic",
    "others",
    "phase",
    "phase_line",
    "phases",
    "published_budget",
    "timeline",
    "today",
    "unseen",
    "unseen_reminder",
]
