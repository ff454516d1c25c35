"""What a theme is shown through, besides quotes: a summary in people's own sentences, tensions, small circles, leaves.

An excerpt holds no words of voices: its sentences and quotes are statements (``rank``), and those who say alike are
statements too (``speaks``), so that numbers and words follow what shows. A run's excerpts go with the run; an edition's
are frozen when it is published, from what people left of them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medskick.ground.core.access import Viewer
from medskick.process.contributions.models import State
from medskick.process.insights.models.book import Theme
from medskick.process.insights.models.editions import Edition, EditionStatement, EditionTheme
from medskick.process.insights.models.runs import Run, RunStatement


class ExcerptKind(models.TextChoices):
    """What an excerpt is."""

    SUMMARY = "summary", _("sammanfattning")
    TENSION = "tension", _("åsikter som går isär")
    FEW = "few", _("få men tydliga")
    LEAF = "leaf", _("tät grupp")


class _Excerpt(models.Model):
    """``label``: the matter of a tension, words that a circle or a leaf shares. ``facts``: what was measured then."""

    kind = models.CharField(max_length=8, choices=ExcerptKind.choices)
    order = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=200, blank=True)
    # summary: "estimated", "sentences", "voices", "statements", "audit"; tension: "question", "sides", "read", "of".
    facts = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.label}".strip()


class _Voice(models.Model):
    """A statement in an excerpt. ``part``: the number of the sentence, or the side; empty where there is one only."""

    part = models.CharField(max_length=8, blank=True)
    # Its place among the words that are shown; empty for one that only counts.
    rank = models.PositiveSmallIntegerField(null=True)
    # Whether its sending counts among those who say so.
    speaks = models.BooleanField(default=True)
    # How many persons it stands for where only a sample was read; empty: those behind its sending.
    stands_for = models.FloatField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.part} {self.rank or ''}".strip()


class RunExcerpt(_Excerpt):
    """As the engine made it, for the group with its id (``key``)."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="excerpts")
    key = models.CharField(max_length=80)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "key", "kind", "order"], name="insights_run_excerpt_once")
        ]


class RunExcerptVoice(_Voice):
    """A statement of the run in one of its excerpts."""

    excerpt = models.ForeignKey(RunExcerpt, on_delete=models.CASCADE, related_name="voices")
    statement = models.ForeignKey(RunStatement, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["excerpt", "part", "statement"], name="insights_run_excerpt_voice_once"
            )
        ]


class EditionExcerpt(_Excerpt):
    """As published with a theme or topic. ``words``: of its label, with the contributions that use them."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="excerpts")
    theme = models.ForeignKey(EditionTheme, on_delete=models.PROTECT, related_name="excerpts")
    words = models.JSONField(default=list)

    class Meta:
        ordering = ["order", "id"]


class EditionExcerptVoiceQuerySet(models.QuerySet["EditionExcerptVoice"]):
    """The one place that decides who may see which voices of published excerpts."""

    def visible_to(self, viewer: Viewer) -> QuerySet[EditionExcerptVoice]:
        """Those whose contribution shows now. The same for everybody, as for the statements themselves."""
        return self.filter(statement__contribution__state=State.VISIBLE)


class EditionExcerptVoice(_Voice):
    """A published statement in one of the edition's excerpts; it belongs to the excerpt's theme there."""

    excerpt = models.ForeignKey(EditionExcerpt, on_delete=models.CASCADE, related_name="voices")
    statement = models.ForeignKey(EditionStatement, on_delete=models.CASCADE, related_name="+")

    objects = EditionExcerptVoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["excerpt", "part", "statement"], name="insights_edition_excerpt_voice_once"
            )
        ]


class ExcerptRefusal(models.Model):
    """A person's word that an excerpt of a theme is never shown; it holds for later runs that find it again.

    ``name``: the label in its normal form, empty for the summary. Single sentences and quotes are ``QuoteChoice``s.
    """

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="excerpt_refusals")
    kind = models.CharField(max_length=8, choices=ExcerptKind.choices)
    name = models.CharField(max_length=200, blank=True)
    author_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "kind", "name"], name="insights_excerpt_refused_once")
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.kind} {self.name}"
