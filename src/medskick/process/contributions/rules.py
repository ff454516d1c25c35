"""Who may do what with contributions."""

from __future__ import annotations

from typing import Any

import rules

from medskick.ground.core.access import Role, Viewer, has_role
from medskick.process.contributions.models import SEES_ALL, Appeal, Contribution, Decision, State

moderates = has_role(Role.MODERATOR, Role.PROCESS_LEAD)
registers = has_role(Role.REGISTRAR, Role.MODERATOR, Role.PROCESS_LEAD)
reads_all = has_role(*SEES_ALL)


@rules.predicate
def is_shown(_viewer: Viewer, contribution: Contribution) -> bool:
    """It has been passed and is neither hidden nor withdrawn."""
    return contribution.state == State.VISIBLE


@rules.predicate
def holds_receipt(_viewer: Viewer, pair: Any) -> bool:
    """``pair`` is (receipt, contribution): who has the code of the receipt it came with, is its sender."""
    receipt, contribution = pair
    submission = contribution.submission
    return receipt is not None and submission is not None and submission.receipt_id == receipt.pk


@rules.predicate
def did_not_hide_it(viewer: Viewer, appeal: Appeal | None) -> bool:
    """An appeal is decided by somebody who neither took the decision that it is about nor hid the contribution later.

    Without an appeal: yes.
    """
    if appeal is None:
        return True
    if viewer.user_id is None:
        return False
    hidings = [one for one in appeal.contribution.decisions.all() if one.verb == Decision.Verb.HIDE]
    concerned = [one for one in hidings if appeal.decision_id is None or one.pk >= appeal.decision_id]
    return all(one.author_id != viewer.user_id for one in concerned)


rules.add_rule("contributions.read", reads_all | is_shown)
rules.add_rule("contributions.read_all", reads_all)
rules.add_rule("contributions.moderate", moderates)
rules.add_rule("contributions.decide_appeal", moderates & did_not_hide_it)
rules.add_rule("contributions.enter", registers)
rules.add_rule("contributions.import", registers)
rules.add_rule("contributions.approve_rule", has_role(Role.PROCESS_LEAD))
rules.add_rule("contributions.hold", holds_receipt)
# Who moves statements between themes also closes what their senders said of the theme.
rules.add_rule("contributions.answer_misplaced", has_role(Role.ANALYST, Role.MODERATOR, Role.PROCESS_LEAD))
