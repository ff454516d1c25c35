"""A strategy cycle and its phases: what is going on now, and what visitors can do."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class StrategyCycle(models.Model):
    """One round of renewing the strategy, from dialogue to follow-up. ``key`` is unique for ever (``?omgang=``)."""

    key = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    is_current = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-key"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=models.Q(is_current=True), name="cycle_one_current"
            )
        ]

    def __str__(self) -> str:
        return self.name


class PhaseKind(models.TextChoices):
    """The six stops of every cycle, in order."""

    DIALOGUE = "dialogue", _("Dialog")
    ANALYSIS = "analysis", _("Analys")
    DRAFT = "draft", _("Förslag")
    REFERRAL = "referral", _("Remiss")
    DECISION = "decision", _("Beslut")
    FOLLOWUP = "followup", _("Uppföljning")


ORDER = {kind: number for number, kind in enumerate(PhaseKind.values)}


class Phase(models.Model):
    """One stop. Planned days are a promise; actual days tell what came of it. The last day is included."""

    cycle = models.ForeignKey(StrategyCycle, on_delete=models.PROTECT, related_name="phases")
    kind = models.CharField(max_length=12, choices=PhaseKind.choices)
    planned_start = models.DateField(null=True, blank=True)
    planned_end = models.DateField(null=True, blank=True)
    actual_start = models.DateField(null=True, blank=True)
    actual_end = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind"], name="cycle_phase_once"),
            models.CheckConstraint(
                condition=models.Q(planned_end__isnull=True)
                | models.Q(planned_end__gte=models.F("planned_start")),
                name="cycle_planned_order",
            ),
            models.CheckConstraint(
                condition=models.Q(actual_end__isnull=True)
                | models.Q(actual_end__gte=models.F("actual_start")),
                name="cycle_actual_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.get_kind_display()}"

    @property
    def starts(self) -> datetime.date | None:
        """The first day: the actual one where it is known, else the planned one."""
        return self.actual_start or self.planned_start

    @property
    def ends(self) -> datetime.date | None:
        """The last day, or None while it is open-ended: a phase that began after its planned end has no end yet."""
        if self.actual_end is None and self.actual_start and self.planned_end:
            return self.planned_end if self.planned_end >= self.actual_start else None
        return self.actual_end or self.planned_end

    def is_open(self, day: datetime.date) -> bool:
        """Whether the phase is going on that day."""
        return self.starts is not None and self.starts <= day and (self.ends is None or day <= self.ends)
