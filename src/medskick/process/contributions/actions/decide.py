"""Decisions about what shows. Every one keeps what was before, so that it can be undone, and leaves an audit line."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.models import Receipt
from medskick.process.contributions.actions import states
from medskick.process.contributions.models import (
    Appeal,
    Contribution,
    Decision,
    HiddenReason,
    Report,
    State,
)

# Decisions taken together can be undone together: their batch begins with this, so that it is never an import's key.
_BATCH = "bulk-"
_TOGETHER = (Decision.Verb.PASS, Decision.Verb.HIDE)


def pass_(contribution: Contribution, *, by: Viewer) -> None:
    """Let a waiting contribution show. Its masks go on covering personal data."""
    require("contributions.moderate", by)
    with transaction.atomic():
        states.decide(
            states.locked(contribution), Decision.Verb.PASS, State.VISIBLE, by=by, only=(State.WAITING,)
        )


def hide(contribution: Contribution, reason: str, *, by: Viewer, note: str = "") -> None:
    """Take a contribution from every public door. ``reason`` is told to the sender, ``note`` is internal."""
    require("contributions.moderate", by)
    _check_reason(reason)
    with transaction.atomic():
        one = states.locked(contribution)
        hiding = states.decide(
            one,
            Decision.Verb.HIDE,
            State.HIDDEN,
            by=by,
            only=(State.WAITING, State.VISIBLE),
            reason=reason,
            note=note,
        )
        _settle_reports([hiding], by)


def restore(contribution: Contribution, *, by: Viewer, note: str = "") -> None:
    """Show a hidden contribution again. One that is appealed is decided among the appeals instead.

    Who hid it may not take back what another person has decided on an appeal.
    """
    require("contributions.moderate", by)
    with transaction.atomic():
        one = states.locked(contribution)
        if one.appeals.filter(outcome=Appeal.Outcome.WAITING).exists():
            raise ValidationError(_("Avsändaren har överklagat. Avgör det under Överklaganden."))
        if _was_told_to_keep(one, by):
            raise ValidationError(
                _(
                    "En kollega har prövat överklagandet och låtit rösten vara dold. "
                    "Du som dolde den kan inte visa den igen. Be någon annan."
                )
            )
        states.decide(one, Decision.Verb.RESTORE, State.VISIBLE, by=by, only=(State.HIDDEN,), note=note)


def withdraw(contribution: Contribution, receipt: Receipt, *, by: Viewer, note: str = "") -> None:
    """The sender takes it back from publication and analysis. The original stays; the decision is final."""
    require("contributions.hold", by, (receipt, contribution))
    with transaction.atomic():
        one = states.locked(contribution)
        if one.state == State.WITHDRAWN:
            return
        states.decide(one, Decision.Verb.WITHDRAW, State.WITHDRAWN, by=by, note=note[:2000])
        one.appeals.filter(outcome=Appeal.Outcome.WAITING).update(
            outcome=Appeal.Outcome.MOOT, decided_at=timezone.now()
        )


def pass_many(contributions: Iterable[Contribution], *, by: Viewer) -> tuple[str, int, int]:
    """Let several waiting ones show. Reported ones and those that only a person passes are left: each of those is read.

    Returns the batch's key (for ``undo``), how many were passed and how many were left.
    """
    require("contributions.moderate", by)
    with transaction.atomic():
        chosen = states.locked_many(contributions)
        reported = _reported(chosen)
        fit = [one for one in chosen if one.state == State.WAITING and not one.only_a_person_passes]
        fit = [one for one in fit if one.pk not in reported]
        batch, _passed = _decide_many(fit, Decision.Verb.PASS, State.VISIBLE, by=by)
    return batch, len(fit), len(chosen) - len(fit)


def hide_many(
    contributions: Iterable[Contribution], reason: str, *, by: Viewer, note: str = ""
) -> tuple[str, int, int]:
    """Hide several for one reason. Returns the batch's key, how many were hidden and how many were left."""
    require("contributions.moderate", by)
    _check_reason(reason)
    with transaction.atomic():
        chosen = states.locked_many(contributions)
        fit = [one for one in chosen if one.state in (State.WAITING, State.VISIBLE)]
        batch, hidings = _decide_many(fit, Decision.Verb.HIDE, State.HIDDEN, by=by, reason=reason, note=note)
        _settle_reports(hidings, by)
    return batch, len(fit), len(chosen) - len(fit)


def undo(batch: str, *, by: Viewer) -> tuple[int, int]:
    """Put back what decisions taken together changed, where nobody has decided anything since.

    Only what ``pass_many`` and ``hide_many`` did: an import has a way back of its own. What its sender has appealed is
    left, since somebody else decides that. Reports that a hiding settled wait again. Returns how many were put back and
    how many were left as they are.
    """
    require("contributions.moderate", by)
    with transaction.atomic():
        decisions = list(Decision.objects.filter(batch=batch, verb__in=_TOGETHER))
        if not batch.startswith(_BATCH) or not decisions:
            raise ValidationError(_("Det finns inget att ångra här. Det kan redan vara gjort."))
        chosen = states.locked_many(
            Contribution.objects.filter(pk__in=[one.contribution_id for one in decisions])
        )
        newest = _newest_decisions(chosen)
        before = {one.contribution_id: one for one in decisions}
        appealed = _appealed(chosen)
        fit = [one for one in chosen if newest[one.pk] == before[one.pk].pk and one.pk not in appealed]
        for one in fit:
            told = before[one.pk]
            states.change(one, Decision.Verb.UNDO, told.before, reason=told.before_reason, by=by)
        _open_reports([before[one.pk] for one in fit])
    return len(fit), len(decisions) - len(fit)


# --- inside -----------------------------------------------------------------------------------------------------


def _reported(contributions: list[Contribution]) -> set[int]:
    keys = [one.pk for one in contributions]
    return set(
        Report.objects.filter(contribution__in=keys, handled_at__isnull=True).values_list(
            "contribution_id", flat=True
        )
    )


def _was_told_to_keep(one: Contribution, by: Viewer) -> bool:
    """Whether another person has refused an appeal of what ``by`` hid. Somebody without an account could be anybody."""
    hiding = one.decisions.filter(verb=Decision.Verb.HIDE).order_by("-id").first()
    if hiding is None or by.user_id not in (None, hiding.author_id):
        return False
    return one.appeals.filter(decision=hiding, outcome=Appeal.Outcome.KEPT).exists()


def _newest_decisions(contributions: list[Contribution]) -> dict[int, int]:
    rows = Decision.objects.filter(contribution__in=contributions).order_by("id")
    return dict(rows.values_list("contribution_id", "id"))


def _appealed(contributions: list[Contribution]) -> set[int]:
    """Those whose sender waits for an answer, or got the answer that what hides them now was right."""
    hiding = _newest_decisions(contributions)
    rows = Appeal.objects.filter(contribution__in=contributions)
    rows = rows.filter(outcome__in=(Appeal.Outcome.WAITING, Appeal.Outcome.KEPT))
    return {
        pk
        for pk, decision, outcome in rows.values_list("contribution_id", "decision_id", "outcome")
        if outcome == Appeal.Outcome.WAITING or decision == hiding.get(pk)
    }


def _check_reason(reason: str) -> None:
    if reason not in HiddenReason.values:
        raise ValidationError(_("Välj varför medskicket ska döljas."))


def _decide_many(
    chosen: list[Contribution], verb: str, state: str, *, by: Viewer, reason: str = "", note: str = ""
) -> tuple[str, list[Decision]]:
    batch = f"{_BATCH}{uuid.uuid4().hex[:31]}"
    return batch, [
        states.change(one, verb, state, by=by, reason=reason, note=note, batch=batch) for one in chosen
    ]


def _settle_reports(hidings: list[Decision], by: Viewer) -> None:
    """What was reported is hidden now; each report remembers which decision settled it."""
    hiding = {one.contribution_id: one for one in hidings}
    reports = list(
        Report.objects.select_for_update().filter(contribution__in=list(hiding), handled_at__isnull=True)
    )
    for report in reports:
        report.settled_by = hiding[report.contribution_id]
        report.handled_at, report.handled_by = timezone.now(), by.name
        report.outcome = Report.Outcome.HIDDEN
    Report.objects.bulk_update(reports, ["settled_by", "handled_at", "handled_by", "outcome"])


def _open_reports(hidings: list[Decision]) -> None:
    """The hidings are undone, and nobody has decided that what was reported may show: a person looks again."""
    Report.objects.filter(settled_by__in=hidings).update(
        settled_by=None, handled_at=None, handled_by="", outcome=""
    )
