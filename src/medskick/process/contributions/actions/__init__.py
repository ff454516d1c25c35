"""Writes: one function per verb, each with permission, transaction and audit line."""

from medskick.process.contributions.actions.approval import apply_rule, approve_rule, end_rule
from medskick.process.contributions.actions.corrections import (
    answer_misplaced,
    correct,
    decide_correction,
    hide_correction,
    mask_correction,
    reopen_misplaced,
    restore_correction,
)
from medskick.process.contributions.actions.decide import (
    hide,
    hide_many,
    pass_,
    pass_many,
    restore,
    undo,
    withdraw,
)
from medskick.process.contributions.actions.layers import (
    add_mask,
    lift_mask,
    mask_words,
)
from medskick.process.contributions.actions.notices import appeal, decide_appeal, handle_report, report
from medskick.process.contributions.actions.receive import (
    Answer,
    Source,
    TooLong,
    prepare,
    receive,
    sent_before,
    store,
    tell_persons,
)

__all__ = [
    "Answer",
    "Source",
    "TooLong",
    "add_mask",
    "answer_misplaced",
    "appeal",
    "apply_rule",
    "approve_rule",
    "correct",
    "decide_appeal",
    "decide_correction",
    "end_rule",
    "handle_report",
    "hide",
    "hide_correction",
    "hide_many",
    "lift_mask",
    "mask_correction",
    "mask_words",
    "pass_",
    "pass_many",
    "prepare",
    "receive",
    "reopen_misplaced",
    "report",
    "restore",
    "restore_correction",
    "sent_before",
    "store",
    "tell_persons",
    "undo",
    "withdraw",
]
