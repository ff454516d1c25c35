"""Background work: one row per piece of work, the only truth about it. The queue carries nothing but the
id.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a job is. The first two are active, the others are final until somebody asks for a new try."""

    QUEUED = "queued", _("Väntar")
    RUNNING = "running", _("Pågår")
    DONE = "done", _("Klart")
    FAILED = "failed", _("Misslyckades")
    CANCELLED = "cancelled", _("Avbrutet")


ACTIVE = (State.QUEUED, State.RUNNING)


class Job(models.Model):
    """One piece of background work.

    A running job is held by one worker at a time: ``token`` names the holding, ``lease_until`` says how long
    it lasts unless it is renewed. Whoever writes about a running job does so under its token, so that a
    worker that was taken for dead can no longer change anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200, blank=True)
    params = models.JSONField(default=dict)
    key = models.CharField(max_length=120, blank=True)

    owner_id = models.BigIntegerField(null=True)
    owner_name = models.CharField(max_length=200)
    owner_roles = models.JSONField(default=list)
    owner_is_system = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    stage = models.CharField(max_length=200, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    message = models.CharField(max_length=400, blank=True)
    seconds_left = models.FloatField(null=True)

    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    not_before = models.DateTimeField(default=timezone.now)
    task_id = models.CharField(max_length=64, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    cancel_requested = models.BooleanField(default=False)

    result = models.JSONField(null=True)
    # Why it failed, in Swedish; ``kept`` is the same for ``core.told`` where something fills the sentence.
    error = models.TextField(blank=True)
    kept = models.JSONField(default=dict)
    traceback = models.TextField(blank=True)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(state__in=["queued", "running"]) & ~models.Q(key=""),
                name="jobs_job_one_active_per_key",
            )
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="jobs_job_state_lease"),
            models.Index(fields=["owner_id", "-created_at"], name="jobs_job_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_active(self) -> bool:
        """Waits or runs."""
        return self.state in ACTIVE

    @property
    def stream(self) -> str:
        """The live stream that tells about this job."""
        return f"job:{self.pk}"
