"""New contributions placed in a published edition by the computer: preliminary, and never part of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from medskick.ground.core.access import Viewer
from medskick.process.contributions.models import State
from medskick.process.insights.models.book import OutsideReason, StrengthClass
from medskick.process.insights.models.editions import Outcome


class LivePlacementQuerySet(models.QuerySet["LivePlacement"]):
    """The one place that decides who may see which live placements."""

    def visible_to(self, viewer: Viewer) -> QuerySet[LivePlacement]:
        """What shows now, as for the statements of the edition itself."""
        return self.filter(contribution__state=State.VISIBLE)


class LivePlacement(models.Model):
    """Where a statement that came after an edition would lie in it. ``contribution_outcome`` is set on one statement
    of each contribution: what became of the whole of it. ``opens_theme`` marks its first statement in the theme."""

    edition = models.ForeignKey("insights.Edition", on_delete=models.PROTECT, related_name="live")
    contribution = models.ForeignKey("contributions.Contribution", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=5, default="text")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    theme = models.ForeignKey(
        "insights.EditionTheme", on_delete=models.PROTECT, null=True, related_name="live"
    )
    topic = models.ForeignKey(
        "insights.EditionTheme", on_delete=models.PROTECT, null=True, related_name="topic_live"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    # Why it lies outside, where a person has said so of a published statement with the same words.
    outside_reason = models.CharField(max_length=20, choices=OutsideReason.choices, blank=True)
    contribution_outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    opens_theme = models.BooleanField(default=False)
    strength = models.FloatField(default=0)
    strength_class = models.CharField(max_length=12, choices=StrengthClass.choices)
    x = models.FloatField(default=0)
    y = models.FloatField(default=0)
    placed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LivePlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "contribution", "field", "start", "end"], name="insights_live_once"
            ),
            models.UniqueConstraint(
                fields=["edition", "contribution"],
                condition=~Q(contribution_outcome=""),
                name="insights_live_one_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "theme", "outcome"]),
            models.Index(fields=["contribution", "edition"]),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.start}–{self.end}"


class Drift(models.Model):
    """How well an edition fits what has come in since: the engine's figures and proposals. Nothing acts on them."""

    edition = models.OneToOneField("insights.Edition", on_delete=models.PROTECT, related_name="drift")
    figures = models.JSONField(default=list)
    proposals = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.edition_id}"
