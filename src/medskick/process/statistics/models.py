"""Series of figures and their observations: where each came from, when it was fetched, and every revision of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Source(models.Model):
    """Where figures come from. ``credit`` is how the source wants to be named beside them."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    credit = models.CharField(max_length=200, blank=True)
    fetched_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """What is measured, in which unit, and by what its figures are divided besides place and period."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    dimensions = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.name


class ObservationQuerySet(models.QuerySet["Observation"]):
    """The one place that knows which revision counts."""

    def current(self) -> QuerySet[Observation]:
        """The newest revision of each figure."""
        newer = Observation.objects.filter(
            series=OuterRef("series"),
            place=OuterRef("place"),
            period=OuterRef("period"),
            category=OuterRef("category"),
            revision__gt=OuterRef("revision"),
        )
        return self.filter(~Exists(newer))


class Observation(models.Model):
    """One figure. Never changed: a source that says something else later makes the next revision.

    ``category`` holds one value for each of the series' dimensions, joined by "/" (empty: all together).
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="observations")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="observations")
    place = models.CharField(max_length=4)
    period = models.CharField(max_length=10)
    category = models.CharField(max_length=60, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    status = models.CharField(max_length=20, blank=True)
    fetched_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=1)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["series", "place", "period", "category", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "place", "period", "category", "revision"],
                name="statistics_revision_once",
            ),
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="statistics_revisions_from_one"),
        ]
        indexes = [models.Index(fields=["series", "period"])]

    def __str__(self) -> str:
        return f"{self.series_id} {self.place} {self.period} {self.category} r{self.revision}"
