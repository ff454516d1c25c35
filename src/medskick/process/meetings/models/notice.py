"""What the hosts have told those who signed up: shown on their private pages, so that it arrives without mail too."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """One thing told to all who had a place or waited, never changed afterwards.

    That a meeting was moved also tells from when and where (``was_…``).
    """

    class About(models.TextChoices):
        MESSAGE = "message", _("Meddelande")
        MOVED = "moved", _("Flyttat")
        CANCELLED = "cancelled", _("Inställt")

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="notices")
    about = models.CharField(max_length=10, choices=About.choices, default=About.MESSAGE)
    subject = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    was_starts_at = models.DateTimeField(null=True, blank=True)
    was_ends_at = models.DateTimeField(null=True, blank=True)
    was_place = models.CharField(max_length=200, blank=True)
    to_waiting = models.BooleanField(default=True)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.subject
