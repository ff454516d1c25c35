"""Publish the sample's figures, and take them back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Role, Viewer, require
from medskick.ground.core.chain import Ref
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.coding.queries import figures
from medskick.process.insights.models import AgreementReport


def publish_agreement(cycle: StrategyCycle, *, by: Viewer, seen: str) -> AgreementReport:
    """Show the figures as they are now to everybody. ``seen``: the mark of those that were read (``figures.mark``).

    Raises ValidationError when they have changed since or too few statements are coded. Pressed twice, it is published
    once.
    """
    require("insights.sample", by)
    with transaction.atomic():
        found = figures.figures(cycle, by)
        told = figures.to_publish(found, figures.stability(cycle, by))
        if figures.mark(told) != seen:
            raise ValidationError(
                _("Siffrorna har ändrats sedan du läste dem. Läs dem igen och publicera sedan.")
            )
        if not found.publishable:
            raise ValidationError(
                _("Det behövs %(n)s tankar som båda har kodat innan siffrorna kan publiceras.")
                % {"n": figures.PUBLISHED_FROM}
            )
        newest = AgreementReport.objects.filter(cycle=cycle).first()
        if newest is not None and newest.taken_back_at is None and newest.figures == told:
            return newest
        made = AgreementReport.objects.create(
            cycle=cycle,
            figures=told,
            published_by_id=by.user_id,
            published_by=by.name,
            published_by_role=Role.PROCESS_LEAD if Role.PROCESS_LEAD in by.roles else "",
        )
        audit.record(by, "insights.agreement_published", Ref("cycle", cycle.key), count=found.both)
    return made


def take_back_agreement(report: AgreementReport, *, by: Viewer) -> None:
    """Stop showing published figures. An older report shows again only if it has not been taken back."""
    require("insights.sample", by)
    with transaction.atomic():
        taken = AgreementReport.objects.filter(pk=report.pk, taken_back_at=None).update(
            taken_back_at=timezone.now(), taken_back_by=by.name
        )
        if taken:
            audit.record(by, "insights.agreement_taken_back", Ref("cycle", report.cycle.key))
