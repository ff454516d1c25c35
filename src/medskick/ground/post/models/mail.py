"""One row per mail: what it says, to whom, and how it went."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a mail is. Queued and held ones may still go; the others have ended unless somebody asks for a new try."""

    QUEUED = "queued", _("Väntar")
    HELD = "held", _("Hålls kvar")
    SENT = "sent", _("Skickat")
    FAILED = "failed", _("Kom inte fram")
    DROPPED = "dropped", _("Skickas inte")


class HeldBecause(models.TextChoices):
    """Why a mail is kept back."""

    NO_SERVER = "no_server", _("ingen e-postserver är inställd")
    STAFF = "staff", _("någon på regionen valde det")


class Mail(models.Model):
    """A mail to one address, rendered once in its reader's language and never changed after that.

    A worker that tries to send it claims it first: ``token`` names the claim, ``worker`` and ``claimed_until`` tell
    when it is certain that nobody holds it any more. ``uncertain`` counts tries whose ending nobody knows.
    ``not_after``: from when on it says nothing any more and is never sent.
    ``covered``: words of the text that are for the reader only (private links); pages of staff leave them out.
    When its time is over the address, the words and the attachments are emptied; the row stays, for it is counted.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    to = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    covered = models.JSONField(default=list)
    stop_address = models.CharField(max_length=500, blank=True)
    message_id = models.CharField(max_length=200)
    about_kind = models.CharField(max_length=40, blank=True)
    about_key = models.CharField(max_length=80, blank=True)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    held_because = models.CharField(max_length=10, choices=HeldBecause.choices, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    uncertain = models.PositiveSmallIntegerField(default=0)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=timezone.now)  # from when on it could go; its age counts from here
    next_at = models.DateTimeField(default=timezone.now)  # the next try
    not_after = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)

    token = models.UUIDField(null=True)
    worker = models.CharField(max_length=120, blank=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "next_at"], name="post_mail_state_next"),
            models.Index(fields=["to"], name="post_mail_to"),
            models.Index(fields=["created_at", "kind"], name="post_mail_created_kind"),
            models.Index(fields=["about_kind", "about_key"], name="post_mail_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_too_late(self) -> bool:
        """Whether it comes too late to be sent."""
        return self.not_after is not None and self.not_after <= timezone.now()


class Attachment(models.Model):
    """A file that goes with a mail; ``content_type`` may have parameters, as ``text/calendar; method=REQUEST``."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=120)
    content = models.BinaryField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
