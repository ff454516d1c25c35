"""Layers over the original: masks over personal data, and the sender's own corrections."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medskick.process.contributions.models.contribution import HiddenReason

FIELDS = ("text", "title", "organisation")


class Mask(models.Model):
    """A covered span of the original, in code points. Taken away by setting ``lifted_at``, never by deleting."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("telefonnummer")
        EMAIL = "email", _("e-postadress")
        PERSONAL_NUMBER = "personal_number", _("personnummer")
        COORDINATION_NUMBER = "coordination_number", _("samordningsnummer")
        ADDRESS = "address", _("adress")
        NAME = "name", _("namn")
        OTHER = "other", _("uppgift")

    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.PROTECT, related_name="masks"
    )
    field = models.CharField(max_length=12, choices=[(name, name) for name in FIELDS], default="text")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    by_rule = models.BooleanField(default=True)
    author_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="contributions_mask_not_empty"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.start}–{self.end} {self.kind}"


class Correction(models.Model):
    """What the sender wants to add or put right. Shown beside the original once a person has passed it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Väntar på granskning")
        VISIBLE = "visible", _("Visas")
        HIDDEN = "hidden", _("Dold")

    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.PROTECT, related_name="corrections"
    )
    text = models.TextField()
    masks = models.JSONField(
        default=list, editable=False
    )  # [start, end, kind] over personal data, in code points
    client_key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    # Why one that showed was taken away again; empty for one that was never let through.
    hidden_reason = models.CharField(max_length=12, choices=HiddenReason.choices, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.state}"
