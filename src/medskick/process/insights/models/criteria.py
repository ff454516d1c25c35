"""The criteria of a strategy, and what people have decided by them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Criterion(models.TextChoices):
    """What a matter is weighed by. The computer suggests, a person decides."""

    SHARED = "shared_by_many", _("Delas av många")
    COOPERATION = "cooperation", _("Kräver samverkan")
    LONG_TERM = "long_term", _("Långsiktigt")
    WITHIN_REACH = "within_reach", _("Inom regionens räckvidd")


class Verdict(models.TextChoices):
    """What a person has decided. ``OPEN``: looked at, and left for later."""

    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    OPEN = "open", _("Lämnas öppet")


class BelongsTo(models.TextChoices):
    """Where a matter belongs that lies outside the strategy."""

    MUNICIPALITY = "municipality", _("kommunen")
    STATE = "state", _("staten")
    EU = "eu", _("EU")
    REGION_SERVICE = "region_service", _("regionens egen verksamhet, i det dagliga arbetet")
    COMPANY = "company", _("ett företag")
    ASSOCIATION = "association", _("en förening eller en by")


class CriterionDecision(models.Model):
    """A person's decision about a theme or topic by one criterion. Runs never touch it; judgements keep its history."""

    theme = models.ForeignKey("insights.Theme", on_delete=models.PROTECT, related_name="decisions")
    criterion = models.CharField(max_length=20, choices=Criterion.choices)
    value = models.CharField(max_length=4, choices=Verdict.choices)
    reason = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=80, blank=True)
    author_name = models.CharField(max_length=200)
    author_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    # The theme has been merged with another since: it stands, but has to be looked at again.
    needs_renewal = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "criterion"], name="insights_criterion_decided_once"),
            models.CheckConstraint(
                condition=Q(value__in=["yes", "no", "open"]), name="insights_criterion_known_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.criterion}={self.value}"
