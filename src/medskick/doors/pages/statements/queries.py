"""The statements that show, and the reports that wait."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from medskick.doors.pages.models import (
    AccessibilityStatement,
    Failing,
    HindranceReport,
    PersonalDataStatement,
)
from medskick.ground.core.access import Viewer, require

OLD = datetime.timedelta(days=365)


def accessibility(viewer: Viewer) -> AccessibilityStatement | None:
    """The newest accessibility statement with its failings."""
    return AccessibilityStatement.objects.prefetch_related("failings").first()


def failings(statement: AccessibilityStatement | None, viewer: Viewer) -> QuerySet[Failing]:
    """What falls short according to a statement; nothing where there is none."""
    return statement.failings.all() if statement else Failing.objects.none()


def personal_data(viewer: Viewer) -> PersonalDataStatement | None:
    """The newest statement on personal data."""
    return PersonalDataStatement.objects.first()


def is_old(statement: AccessibilityStatement) -> bool:
    """Whether the site was judged more than a year ago."""
    return timezone.localdate() - statement.assessed_on > OLD


def reports(viewer: Viewer) -> QuerySet[HindranceReport]:
    """All reports, newest first."""
    require("pages.statements", viewer)
    return HindranceReport.objects.all()


def waiting(viewer: Viewer) -> int:
    """Reports that nobody has answered."""
    return reports(viewer).exclude(state=HindranceReport.State.ANSWERED).count()
