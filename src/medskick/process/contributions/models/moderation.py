"""Decisions about what shows: by a person or by a rule that a person approved; appeals and reports."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medskick.process.contributions.models.contribution import Contribution, HiddenReason


class Decision(models.Model):
    """One decision about one contribution. The newest one says why it shows or not. Never changed."""

    class Verb(models.TextChoices):
        PASS = "pass", _("godkänd")
        HIDE = "hide", _("dold")
        RESTORE = "restore", _("visas igen")
        WITHDRAW = "withdraw", _("tillbakatagen av avsändaren")
        WITHDRAW_IMPORT = "withdraw_import", _("tillbakatagen när inläsningen ångrades")
        UNDO = "undo", _("ångrad")

    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.PROTECT, related_name="decisions"
    )
    verb = models.CharField(max_length=16, choices=Verb.choices)
    reason = models.CharField(max_length=12, choices=HiddenReason.choices, blank=True)
    note = models.TextField(blank=True)
    by_rule = models.BooleanField(default=False)
    # What it was before, so that the decision can be undone; ``batch`` names decisions taken together.
    before = models.CharField(max_length=10, blank=True)
    before_reason = models.CharField(max_length=12, blank=True)
    batch = models.CharField(max_length=36, blank=True, db_index=True)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["contribution", "-id"])]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.verb}"


class Appeal(models.Model):
    """The sender of a hidden contribution asks for another look. Another person than the one who hid it decides."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("väntar")
        RESTORED = "restored", _("visas igen")
        KEPT = "kept", _("förblir dold")
        MOOT = "moot", _("inte längre aktuell")

    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.PROTECT, related_name="appeals"
    )
    # The decision that hid it: who took that one decides no appeal of it, whatever happens in between.
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution"],
                condition=models.Q(outcome="waiting"),
                name="contributions_one_open_appeal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.outcome}"


REPORT_REASONS = [*HiddenReason.choices, ("other", _("något annat"))]


class Report(models.Model):
    """A visitor points out that something public should not be."""

    class Outcome(models.TextChoices):
        HIDDEN = "hidden", _("dold")
        KEPT = "kept", _("visas fortfarande")

    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.PROTECT, related_name="reports"
    )
    reason = models.CharField(max_length=12, choices=REPORT_REASONS)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    # The hiding that settled it: whoever undoes that one opens the report again.
    settled_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # One showing of the form reports once, however often its button is pressed.
    client_key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["handled_at"])]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.reason}"


class ApprovalRule(models.Model):
    """A rule that a person has approved: contributions in these channels pass at once, unless only a person does.

    Personal data is masked either way; ``pass_personal`` says whether such texts may pass unseen by a person.
    """

    # The fields of a contribution that ``passes`` looks at.
    READS = (
        "channel",
        "flags",
        "suspect",
        "has_personal_data",
        "organisation",
        "organisation_named",
        "persons",
        "sending_persons",
    )

    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    channels = models.JSONField(default=list)
    pass_personal = models.BooleanField(default=False)
    approved_by_id = models.BigIntegerField(null=True)
    approved_by = models.CharField(max_length=200)
    approved_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"], condition=models.Q(ended_at__isnull=True), name="contributions_one_rule"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.channels}"

    def passes(self, one: Contribution) -> bool:
        """Whether this rule lets the contribution show before a person has read it."""
        if one.only_a_person_passes or one.channel not in self.channels:
            return False
        return self.pass_personal or not one.has_personal_data
