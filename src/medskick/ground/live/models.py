"""The numbered event log: what live pages are told, in one order for everybody."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Event(models.Model):
    """One thing that happened on one stream.

    ``id`` is the order of writing, ``number`` the order of commits: a row is numbered once it can be seen by
    all, so that a reader who has everything up to N can never miss a row that commits later (see
    ``actions.number_waiting``).
    """

    number = models.BigIntegerField(null=True, unique=True, editable=False)
    stream = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["stream", "number"], name="live_event_stream_number"),
            models.Index(fields=["id"], condition=models.Q(number__isnull=True), name="live_event_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.kind} {self.number or '–'}"
