"""A strategy cycle and its phases: what is going on now, and what visitors can do."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class StrategyCycle(models.Model):
    """One round of renewing the strategy, from dialogue to follow-up. ``key`` is unique for ever (``?omgang=``)."""

    key = models.SlugField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    is_current = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    budget_published_at = models.DateTimeField(null=True, blank=True)

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
    """One stop. Planned days are a promise; actual days tell what came of it. The last day is included.

    ``planned_at``: the day the plan was made; ``revision`` grows with every change, as calendars want it.
    """

    cycle = models.ForeignKey(StrategyCycle, on_delete=models.PROTECT, related_name="phases")
    kind = models.CharField(max_length=12, choices=PhaseKind.choices)
    planned_start = models.DateField(null=True, blank=True)
    planned_end = models.DateField(null=True, blank=True)
    actual_start = models.DateField(null=True, blank=True)
    actual_end = models.DateField(null=True, blank=True)
    planned_at = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

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


class Milestone(models.Model):
    """Something that shall happen on a day, within a phase: promised (``planned``), and what came of it.

    ``withdrawn_at``: the day it was struck from the plan; it stays to be seen, struck.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=120)
    words = models.TextField(max_length=600, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    planned = models.DateField()
    planned_at = models.DateField()
    actual = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["position", "planned", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actual__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="cycle_milestone_done_or_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return self.title


class EarlierPlan(models.Model):
    """Days that were promised for a phase or a milestone and then replaced: never changed, never hidden.

    ``reason``: why, in words for everybody, where somebody gave one.
    """

    phase = models.ForeignKey(
        Phase, null=True, blank=True, on_delete=models.PROTECT, related_name="earlier_plans"
    )
    milestone = models.ForeignKey(
        Milestone, null=True, blank=True, on_delete=models.PROTECT, related_name="earlier_plans"
    )
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    replaced_at = models.DateField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(phase__isnull=True) ^ models.Q(milestone__isnull=True),
                name="cycle_earlier_plan_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.start} – {self.end or ''}".rstrip("– ")


class BudgetSide(models.TextChoices):
    """What the money goes to, and where it comes from."""

    COST = "cost", _("Kostnad")
    SOURCE = "source", _("Finansiering")


class BudgetLine(models.Model):
    """A line of the cycle's own budget, in whole kronor."""

    cycle = models.ForeignKey(StrategyCycle, on_delete=models.PROTECT, related_name="budget_lines")
    side = models.CharField(max_length=6, choices=BudgetSide.choices)
    name = models.CharField(max_length=120)
    amount = models.PositiveBigIntegerField()
    note = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["side", "position", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="cycle_budget_amount")]

    def __str__(self) -> str:
        return f"{self.name}: {self.amount}"


class ElectionReminder(models.Model):
    """That the process lead has been reminded so many months ahead of an election. ``told``: False where a later
    reminder was due already, as after the machine had been off; ``seen_at``: when somebody said they had seen it."""

    election_day = models.DateField()
    months = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    told = models.BooleanField(default=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-election_day", "months"]
        constraints = [
            models.UniqueConstraint(fields=["election_day", "months"], name="cycle_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.months} / {self.election_day}"
