"""Files read into contributions: what came, how its columns were understood, what became of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportBatch(models.Model):
    """One file. Its rows become contributions in small steps; a reading that stopped halfway is continued or undone.

    Undoing withdraws what was stored and deletes nothing.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uppladdad")
        RUNNING = "running", _("Läses in")
        DONE = "done", _("Inläst")
        FAILED = "failed", _("Misslyckades")
        UNDOING = "undoing", _("Ångras")
        UNDONE = "undone", _("Ångrad")
        CANCELLED = "cancelled", _("Avbruten")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    file_format = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    fixed = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    rows = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    message = models.TextField(blank=True)
    job_id = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name
