"""Writes of the continuous sample: one function per verb, with permission, transaction and a line in the audit log."""

from medskick.process.insights.actions import ChangedMeanwhileError
from medskick.process.insights.coding.actions.answer import Chosen, answer, promise, skip, take_back
from medskick.process.insights.coding.actions.draw import MOST_AT_ONCE, draw_due, draw_more, set_plan
from medskick.process.insights.coding.actions.looked import looked
from medskick.process.insights.coding.actions.publish import publish_agreement, take_back_agreement
from medskick.process.insights.coding.actions.settle import accept, propose, send_to_board
from medskick.process.insights.coding.actions.stability import check_stability

__all__ = [
    "MOST_AT_ONCE",
    "ChangedMeanwhileError",
    "Chosen",
    "accept",
    "answer",
    "check_stability",
    "draw_due",
    "draw_more",
    "looked",
    "promise",
    "propose",
    "publish_agreement",
    "send_to_board",
    "set_plan",
    "skip",
    "take_back",
    "take_back_agreement",
]
