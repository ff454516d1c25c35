"""Writes: one function per verb, each with permission, transaction, a line in the book and in the audit log."""

from medskick.process.insights.actions._book import ChangedMeanwhileError
from medskick.process.insights.actions.adopt import adopt
from medskick.process.insights.actions.merge import merge
from medskick.process.insights.actions.move import mark_statements, move, split
from medskick.process.insights.actions.placing import keep_placed, place_new
from medskick.process.insights.actions.publish import draft, mark, publish
from medskick.process.insights.actions.quotes import choose_quote, forget_quote, refuse_quote
from medskick.process.insights.actions.start import cancel_run, settle, start_run
from medskick.process.insights.actions.take_away import put_back, take_away
from medskick.process.insights.actions.themes import (
    approve,
    mark_inside,
    mark_outside,
    rename,
    unapprove,
    write_summary,
)
from medskick.process.insights.actions.undo import undo

__all__ = [
    "ChangedMeanwhileError",
    "adopt",
    "approve",
    "cancel_run",
    "choose_quote",
    "draft",
    "forget_quote",
    "keep_placed",
    "mark",
    "mark_inside",
    "mark_outside",
    "mark_statements",
    "merge",
    "move",
    "place_new",
    "publish",
    "put_back",
    "refuse_quote",
    "rename",
    "settle",
    "split",
    "start_run",
    "take_away",
    "unapprove",
    "undo",
    "write_summary",
]
