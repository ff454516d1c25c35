"""The approved rule: what may show before a person has read it. A process lead decides, and the decision is logged."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit, offers
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.process.contributions.models import ApprovalRule, Channel, Contribution, Decision, Report, State
from medskick.process.cycle.models import StrategyCycle

_CHUNK = 1_000


def approve_rule(
    cycle: StrategyCycle, channels: Iterable[str], *, pass_personal: bool, by: Viewer
) -> ApprovalRule:
    """Let unflagged contributions in these channels show at once from now on, in place of any earlier rule."""
    require("contributions.approve_rule", by)
    chosen = [channel for channel in Channel.values if channel in set(channels)]
    if not chosen:
        raise ValidationError(_("Välj minst en kanal som regeln ska gälla."))
    with transaction.atomic():
        ApprovalRule.objects.filter(cycle=cycle, ended_at__isnull=True).update(
            ended_at=timezone.now(), ended_by=by.name
        )
        rule = ApprovalRule.objects.create(
            cycle=cycle,
            channels=chosen,
            pass_personal=pass_personal,
            approved_by_id=by.user_id,
            approved_by=by.name,
        )
        names = ", ".join(str(Channel(channel).label).lower() for channel in chosen)
        audit.record(by, "contributions.rule_approved", Ref("cycle", cycle.key), channels=names)
    return rule


def end_rule(rule: ApprovalRule, *, by: Viewer) -> None:
    """From now on a person reads every contribution before it shows. What shows goes on showing."""
    require("contributions.approve_rule", by)
    with transaction.atomic():
        ended = ApprovalRule.objects.filter(pk=rule.pk, ended_at__isnull=True)
        if ended.update(ended_at=timezone.now(), ended_by=by.name):
            audit.record(by, "contributions.rule_ended", Ref("cycle", rule.cycle.key))


def apply_rule(rule: ApprovalRule, *, by: Viewer) -> int:
    """Let the rule pass what was already waiting when it was approved. Returns how many it passed."""
    require("contributions.approve_rule", by)
    if rule.ended_at is not None:
        raise ValidationError(_("Regeln är avslutad."))
    passed = 0
    with transaction.atomic():
        waiting = Contribution.objects.filter(
            cycle=rule.cycle_id, state=State.WAITING, channel__in=rule.channels
        )
        waiting = waiting.exclude(
            pk__in=Report.objects.filter(handled_at__isnull=True).values("contribution_id")
        )
        rows = waiting.select_for_update().order_by("pk").only("number", *ApprovalRule.READS)
        fit = {one.pk: one.number for one in rows if rule.passes(one)}
        for start in range(0, len(fit), _CHUNK):
            keys = list(fit)[start : start + _CHUNK]
            Contribution.objects.filter(pk__in=keys).update(state=State.VISIBLE)
            offers.told("medskick", [fit[key] for key in keys])
            Decision.objects.bulk_create(
                Decision(
                    contribution_id=key,
                    verb=Decision.Verb.PASS,
                    by_rule=True,
                    before=State.WAITING,
                    author_id=by.user_id,
                    author_name=by.name,
                )
                for key in keys
            )
            passed += len(keys)
        if passed:
            audit.record(by, "contributions.rule_applied", Ref("cycle", rule.cycle.key), count=passed)
    return passed
