"""Writes: cycles and phases, milestones, the budget, reminders of the election."""

from medskick.process.cycle.actions.budget import (
    LineGiven,
    publish_budget,
    save_budget,
    unpublish_budget,
)
from medskick.process.cycle.actions.milestones import (
    add_milestone,
    change_milestone,
    complete_milestone,
    put_back_milestone,
    reopen_milestone,
    withdraw_milestone,
)
from medskick.process.cycle.actions.phases import (
    close_phase,
    follow_plan,
    open_phase,
    plan_phase,
    start_cycle,
)
from medskick.process.cycle.actions.reminders import remind, see_reminder

__all__ = [
    "LineGiven",
    "add_milestone",
    "change_milestone",
    "close_phase",
    "complete_milestone",
    "follow_plan",
    "open_phase",
    "plan_phase",
    "publish_budget",
    "put_back_milestone",
    "remind",
    "reopen_milestone",
    "save_budget",
    "see_reminder",
    "start_cycle",
    "unpublish_budget",
    "withdraw_milestone",
]
