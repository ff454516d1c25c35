"""Writes: one function per verb, each with permission, transaction, a line in the book and in the audit log."""

from medskick.process.insights.actions._book import ChangedMeanwhileError
from medskick.process.insights.actions.adopt import adopt
from medskick.process.insights.actions.carry_on import carry_on
from medskick.process.insights.actions.code import decide as decide_code
from medskick.process.insights.actions.codebooks import (
    add_entry,
    change_entry,
    create_codebook,
    remove_entry,
    replace_entries,
    shift_entry,
    take_back_change,
)
from medskick.process.insights.actions.criteria import decide
from medskick.process.insights.actions.excerpt_choices import allow_excerpt, refuse_excerpt
from medskick.process.insights.actions.language_model import (
    decide_text,
    switch_off,
    switch_on,
    try_out,
)
from medskick.process.insights.actions.merge import merge
from medskick.process.insights.actions.move import mark_statements, move, split
from medskick.process.insights.actions.placing import keep_placed, place_new
from medskick.process.insights.actions.propose import count_again, leave_run, use_run
from medskick.process.insights.actions.publish import draft, mark, publish
from medskick.process.insights.actions.quotes import choose_quote, forget_quote, refuse_quote
from medskick.process.insights.actions.start import cancel_run, newest_decision, settle, start_run
from medskick.process.insights.actions.take_away import put_back, take_away
from medskick.process.insights.actions.take_back import take_back_decision
from medskick.process.insights.actions.themes import (
    approve,
    leave_open,
    mark_inside,
    mark_outside,
    rename,
    unapprove,
    write_summary,
)
from medskick.process.insights.actions.undo import TakenBackError, undo

__all__ = [
    "ChangedMeanwhileError",
    "TakenBackError",
    "add_entry",
    "adopt",
    "allow_excerpt",
    "approve",
    "cancel_run",
    "carry_on",
    "change_entry",
    "choose_quote",
    "count_again",
    "create_codebook",
    "decide",
    "decide_code",
    "decide_text",
    "draft",
    "forget_quote",
    "keep_placed",
    "leave_open",
    "leave_run",
    "mark",
    "mark_inside",
    "mark_outside",
    "mark_statements",
    "merge",
    "move",
    "newest_decision",
    "place_new",
    "publish",
    "put_back",
    "refuse_excerpt",
    "refuse_quote",
    "remove_entry",
    "rename",
    "replace_entries",
    "settle",
    "shift_entry",
    "split",
    "start_run",
    "switch_off",
    "switch_on",
    "take_away",
    "take_back_change",
    "take_back_decision",
    "try_out",
    "unapprove",
    "undo",
    "use_run",
    "write_summary",
]
