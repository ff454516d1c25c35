"""What people tell us about a contribution: its sender appeals, a reader reports."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import PUBLIC, Viewer, require
from medskick.ground.core.chain import Ref
from medskick.ground.core.models import Receipt
from medskick.process.contributions.actions import states
from medskick.process.contributions.actions.receive import key_of, unstorable
from medskick.process.contributions.models import (
    REPORT_REASONS,
    Appeal,
    Contribution,
    Decision,
    Report,
    State,
)

MAX_NOTICE = 4_000


def appeal(contribution: Contribution, receipt: Receipt, text: str, *, by: Viewer = PUBLIC) -> Appeal:
    """The sender of a hidden contribution asks for another look. One appeal at a time: a repeat gives the same,
    and other words are refused rather than dropped.
    """
    require("contributions.hold", by, (receipt, contribution))
    text = _notice(text)
    with transaction.atomic():
        one = Contribution.objects.select_for_update().get(pk=contribution.pk)
        if one.state != State.HIDDEN:
            raise ValidationError(_("Rösten är inte dold, så det finns inget att överklaga."))
        open_ = one.appeals.filter(outcome=Appeal.Outcome.WAITING).first()
        if open_ is not None and text.strip() in ("", open_.text.strip()):
            return open_
        if open_ is not None:
            raise ValidationError(_("Du har redan bett oss titta igen. Svaret kommer på kvittot."))
        hiding = one.decisions.filter(verb=Decision.Verb.HIDE).order_by("-id").first()
        made = Appeal.objects.create(contribution=one, text=text, decision=hiding)
        audit.record(by, "contributions.appealed", Ref("contribution", str(one.number)))
    return made


def decide_appeal(appeal: Appeal, restore: bool, answer: str, *, by: Viewer) -> Appeal:
    """Another person than the one who hid it shows it again or keeps it hidden, and tells the sender why.

    What is not hidden any more leaves nothing to decide: the appeal is closed as moot, whatever was answered. Returns
    the appeal as it became.
    """
    require("contributions.decide_appeal", by, appeal)
    answer = _notice(answer)
    if not answer.strip():
        raise ValidationError(_("Skriv ett svar till avsändaren. Det står på kvittot."))
    with transaction.atomic():
        one = states.locked(appeal.contribution)
        appeal = Appeal.objects.select_for_update().get(pk=appeal.pk)
        # Somebody may have hidden it anew since the page was opened.
        require("contributions.decide_appeal", by, appeal)
        if appeal.outcome != Appeal.Outcome.WAITING:
            raise ValidationError(_("Överklagandet är redan avgjort."))
        if one.state != State.HIDDEN:
            outcome, answer, action = Appeal.Outcome.MOOT, "", "contributions.appeal_moot"
        elif restore:
            outcome, action = Appeal.Outcome.RESTORED, "contributions.appeal_granted"
        else:
            outcome, action = Appeal.Outcome.KEPT, "contributions.appeal_refused"
        appeal.outcome, appeal.answer = outcome, answer
        appeal.decided_at, appeal.decided_by = timezone.now(), by.name
        appeal.save(update_fields=["outcome", "answer", "decided_at", "decided_by"])
        audit.record(by, action, Ref("contribution", str(one.number)))
        if outcome == Appeal.Outcome.RESTORED:
            states.decide(one, Decision.Verb.RESTORE, State.VISIBLE, by=by, only=(State.HIDDEN,))
    return appeal


def report(
    contribution: Contribution, reason: str, text: str, *, client_key: str, by: Viewer = PUBLIC
) -> Report:
    """A reader points out something that should not be public. It stays until a person has looked.

    The same key with the same words about the same contribution is stored once; other words are another report.
    """
    require("contributions.read", by, contribution)
    if reason not in dict(REPORT_REASONS):
        raise ValidationError(_("Välj vad som är fel."))
    text = _notice(text)
    key = key_of(client_key, contribution.pk, reason, text)
    try:
        with transaction.atomic():
            made = Report.objects.create(contribution=contribution, reason=reason, text=text, client_key=key)
            audit.record(by, "contributions.reported", Ref("contribution", str(contribution.number)))
    except IntegrityError:
        return Report.objects.get(client_key=key)
    return made


def handle_report(report: Report, *, by: Viewer) -> None:
    """Somebody has looked and lets it show. Hiding the contribution handles its reports by itself.

    Raises ValidationError with the present state when a colleague was faster or the contribution does not show: then
    nothing that was claimed about it would be true.
    """
    require("contributions.moderate", by)
    with transaction.atomic():
        one = states.locked(report.contribution)
        report = Report.objects.select_for_update().get(pk=report.pk)
        told = {"state": one.get_state_display()}
        if report.handled_at is not None:
            raise ValidationError(_("Anmälan är redan avgjord. Rösten är nu: %(state)s.") % told)
        if one.state != State.VISIBLE:
            raise ValidationError(_("Rösten har ändrats sedan du öppnade den. Den är nu: %(state)s.") % told)
        report.handled_at, report.handled_by, report.outcome = timezone.now(), by.name, Report.Outcome.KEPT
        report.save(update_fields=["handled_at", "handled_by", "outcome"])
        audit.record(by, "contributions.report_handled", Ref("contribution", str(one.number)))


def _notice(text: str) -> str:
    if unstorable(text):
        raise ValidationError(
            _("Texten innehåller tecken som inte går att spara. Ta bort dem och försök igen.")
        )
    if len(text) > MAX_NOTICE:
        raise ValidationError(
            _("Texten är %(length)s tecken. Vi tar emot högst %(limit)s.")
            % {"length": len(text), "limit": MAX_NOTICE}
        )
    return text
