"""How many came, counted by hand at the end of the meeting."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from medskick.process.contributions.models import AgeBand

UNKNOWN_AGE = "unknown"
Age = [*AgeBand.choices, (UNKNOWN_AGE, _("Ålder inte känd"))]


class HeadCount(models.Model):
    """So many of one age were in the room. The ages are those of contributions and statistics."""

    meeting = models.ForeignKey("meetings.Meeting", on_delete=models.PROTECT, related_name="head_counts")
    age = models.CharField(max_length=8, choices=Age)
    persons = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "age"], name="meetings_head_count_once")]

    def __str__(self) -> str:
        return f"{self.age}: {self.persons}"
