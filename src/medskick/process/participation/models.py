"""Tables of who has taken part, as printed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Dimension(models.TextChoices):
    """What stands on no row, and is therefore printed in tables only. The values are columns of a contribution."""

    AGE = "age_band", _("Ålder")
    SENDER = "sender_kind", _("Avsändare")


class PrintedTable(models.Model):
    """Persons by age or kind of sender, decided once. A later one counts more; this one never changes."""

    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    dimension = models.CharField(max_length=12, choices=Dimension.choices)
    printed_at = models.DateTimeField(default=timezone.now, editable=False)
    # {group: persons, or None where the group is told together with others only}; ``together`` are those persons.
    cells = models.JSONField(default=dict)
    together = models.PositiveIntegerField(default=0)
    # Sendings it counts: what later tables are compared with. Shown nowhere.
    counted = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["cycle", "dimension"])]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.dimension} {self.printed_at:%Y-%m-%d}"
