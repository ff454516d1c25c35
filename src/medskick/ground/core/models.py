"""What every room stands on: receipts, the audit log, judgements and the one-time links of the installation."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone


class Receipt(models.Model):
    """A sender's proof: a code that leads to everything sent on that occasion. Never deleted, never reused."""

    code = models.CharField(max_length=11, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.code


class ReceiptRef(models.Model):
    """One thing that a receipt points at (see ``chain.Ref``)."""

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="refs")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "kind", "key"], name="core_receipt_ref_once")
        ]
        indexes = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class AuditEntry(models.Model):
    """One line of the log: who did what to which thing. The database refuses to change or remove a line."""

    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    action = models.CharField(max_length=80, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    ref_kind = models.CharField(max_length=40, blank=True)
    ref_key = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["ref_kind", "ref_key"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"


class Judgement(models.Model):
    """A person's (or the engine's suggested) opinion of a thing by a criterion. The newest per author kind counts."""

    class Origin(models.TextChoices):
        PERSON = "person"
        ENGINE = "engine"

    at = models.DateTimeField(default=timezone.now, editable=False)
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=80)
    criterion = models.CharField(max_length=40)
    value = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.PERSON)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_key", "criterion", "-id"])]

    def __str__(self) -> str:
        return f"{self.subject_kind}:{self.subject_key} {self.criterion}={self.value}"


class Arrival(models.Model):
    """Something that a browser's outbox has sent and that is kept: its id never stands for anything else (``outbox``).

    It holds no words of what was sent, only their digest, and ``kept``: what the sender is told again on a repeat.
    It is removed when that is no longer possible (``outbox.forget_old``).
    """

    scope = models.CharField(max_length=80)
    client_id = models.UUIDField()
    fingerprint = models.CharField(max_length=64, editable=False)
    kept = models.JSONField(default=dict)
    arrived_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "client_id"], name="core_arrival_once")]

    def __str__(self) -> str:
        return f"{self.scope}:{self.client_id}"
