"""A kiosk: the questions on a borrowed tablet at a fair or a youth centre, opened by a secret link."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medskick.process.meetings.models.meeting import Meeting, State

STAYS_OPEN = datetime.timedelta(
    days=1
)  # after the meeting, so that nobody is cut off in the middle of a word


class Wait(models.IntegerChoices):
    """Seconds without a touch until the tablet asks whether anybody is there."""

    SHORT = 60, _("1 minut")
    USUAL = 120, _("2 minuter")
    LONG = 300, _("5 minuter")


class Kiosk(models.Model):
    """One link, good for one meeting until it is closed or the meeting is long over.

    The database holds seed and hash of its secret alone, as of a sign-up (``links``).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="kiosks")
    name = models.CharField(max_length=80, blank=True)
    together = models.BooleanField(default=False)
    asks_about = models.BooleanField(default=True)
    wait = models.PositiveSmallIntegerField(choices=Wait.choices, default=Wait.USUAL)
    language = models.CharField(max_length=8, default="sv")
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name or str(self.pk)

    @property
    def closes_at(self) -> datetime.datetime:
        """When it closes by itself. It follows the meeting when that is moved."""
        return self.meeting.ends_at + STAYS_OPEN

    @property
    def is_open(self) -> bool:
        """Whether its link takes anything in."""
        shown = self.meeting.state in (State.PUBLISHED, State.HELD)
        return self.closed_at is None and shown and timezone.now() < self.closes_at
