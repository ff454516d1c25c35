"""Remind the process lead that the strategy must be updated before the election."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from medskick.ground.core import audit
from medskick.ground.core.access import SYSTEM, Role, Viewer, require
from medskick.ground.people import queries as people
from medskick.process.cycle import mail, queries
from medskick.process.cycle.models import ElectionReminder


def remind(day: datetime.date | None = None) -> ElectionReminder | None:
    """Remind once for each distance that has been reached; returns the reminder told now, if any.

    After the machine has been off for long, several may be due: only the nearest is told, the others are remembered
    as passed. Nobody is reminded of what is done, nor after the election.
    """
    ahead = queries.deadline(SYSTEM, day)
    if ahead.updated or ahead.passed:
        return None
    due = [
        months for months in queries.AHEAD if ahead.day >= queries.months_before(ahead.election_day, months)
    ]
    if not due:
        return None
    told = None
    with transaction.atomic():
        for months in due:
            nearest = months == min(due)
            one, fresh = ElectionReminder.objects.get_or_create(
                election_day=ahead.election_day, months=months, defaults={"told": nearest}
            )
            if fresh and nearest:
                _tell(one, ahead)
                told = one
    return told


def _tell(one: ElectionReminder, ahead: queries.Deadline) -> None:
    audit.record(
        SYSTEM, "cycle.election_reminded", months=one.months, election=ahead.election_day.isoformat()
    )
    leads = people.active_with(Role.PROCESS_LEAD) or people.active_with(Role.ADMINISTRATOR)
    for lead in leads:
        mail.election(lead.email, ahead, key=f"cycle.election:{ahead.election_day}:{one.months}:{lead.pk}")


def see_reminder(*, by: Viewer) -> None:
    """Say that the reminder has been seen: it no longer waits in the workspace."""
    require("cycle.manage", by)
    one = queries.unseen_reminder(by)
    if one is None:
        return
    with transaction.atomic():
        ElectionReminder.objects.filter(
            election_day=one.election_day, told=True, seen_at__isnull=True
        ).update(seen_at=timezone.now())
        audit.record(by, "cycle.election_seen", months=one.months, election=one.election_day.isoformat())
