"""The continuous sample: statements drawn for two coders, what each of them chose, what they agreed on afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medskick.ground.core.access import Viewer
from medskick.process.contributions.models import State

FIRST, SECOND = 1, 2
SEATS = (FIRST, SECOND)


class Answer(models.TextChoices):
    """A coder's answer to a question about a criterion."""

    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    UNSURE = "unsure", _("Vet inte")


# The criteria that coders are asked about, by the field that holds the answer.
CRITERIA = ("reach", "cooperation", "long_term")


class CodingPlan(models.Model):
    """How a cycle's sample is drawn: by whom it is read, from which seed, and how much by itself."""

    cycle = models.OneToOneField("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    # Begins every statement's fixed random number, so it never changes once something is drawn.
    seed = models.PositiveIntegerField()
    first_id = models.BigIntegerField(null=True, blank=True)
    first_name = models.CharField(max_length=200, blank=True)
    second_id = models.BigIntegerField(null=True, blank=True)
    second_name = models.CharField(max_length=200, blank=True)
    weekly = models.PositiveIntegerField(default=0)
    per_edition = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.cycle_id}"


class Draw(models.Model):
    """One drawing. ``strata`` tells how many there were and are drawn: [{key, name, population, before, drawn}]."""

    class Why(models.TextChoices):
        ASKED = "asked", _("på begäran")
        WEEKLY = "weekly", _("varje vecka")
        EDITION = "edition", _("ny utgåva")

    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    why = models.CharField(max_length=10, choices=Why.choices)
    wanted = models.PositiveIntegerField()
    strata = models.JSONField(default=list)
    run = models.ForeignKey("insights.Run", on_delete=models.PROTECT, null=True, related_name="+")
    # The newest edition at that time, 0 before the first.
    edition = models.PositiveIntegerField(default=0)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="insights_draw_once")]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def drawn(self) -> int:
        """How many were drawn: fewer than ``wanted`` where no more were left."""
        return sum(one["drawn"] for one in self.strata)


class CodingSeat(models.Model):
    """One of a drawing's two coders, and whether they kept away from the computer's choice while they coded."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="seats")
    seat = models.PositiveSmallIntegerField(choices=[(FIRST, "1"), (SECOND, "2")])
    coder_id = models.BigIntegerField()
    coder_name = models.CharField(max_length=200)
    promised_at = models.DateTimeField(null=True, blank=True)
    # Days on which they opened the board while they had statements left to code.
    looked_on = models.JSONField(default=list)

    class Meta:
        ordering = ["draw", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "seat"], name="insights_seat_once"),
            models.UniqueConstraint(fields=["draw", "coder_id"], name="insights_two_different_coders"),
        ]

    def __str__(self) -> str:
        return f"{self.draw_id} {self.seat}"


class SampleUnitQuerySet(models.QuerySet["SampleUnit"]):
    """The one place that decides whose a statement of the sample is."""

    def of_coder(self, viewer: Viewer) -> QuerySet[SampleUnit]:
        """Those that this person is to code, each with the ``seat`` they have."""
        if viewer.user_id is None:
            return self.none()
        own = CodingSeat.objects.filter(draw=OuterRef("draw"), coder_id=viewer.user_id).values("seat")[:1]
        return self.annotate(seat=Subquery(own)).filter(seat__isnull=False)

    def showing(self) -> QuerySet[SampleUnit]:
        """Those whose contribution shows. The others are lost: hidden or withdrawn after they were drawn."""
        return self.filter(contribution__state=State.VISIBLE)


class SampleUnit(models.Model):
    """A statement in the sample.

    ``stratum`` (a theme's number, or ``none``/``empty``), ``probability`` and ``engine_themes`` (numbers of top themes;
    None where it is not known) are those of the newest drawing, so that weights and figures belong together.
    """

    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="units")
    contribution = models.ForeignKey("contributions.Contribution", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=5, default="text")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    # Its fixed random number, from 0 up to 1: the lowest of each stratum are drawn.
    chance = models.FloatField()
    stratum = models.CharField(max_length=20)
    probability = models.FloatField()
    engine_themes = models.JSONField(null=True)
    # False: the newest drawing did not find it, because a later analysis cuts the text elsewhere.
    in_frame = models.BooleanField(default=True)
    # The computer's answers by criterion, where it gave any.
    engine_answers = models.JSONField(default=dict)
    first_order = models.PositiveIntegerField()
    second_order = models.PositiveIntegerField()

    objects = SampleUnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "field", "start", "end"], name="insights_sampled_once"
            ),
            models.CheckConstraint(
                condition=Q(probability__gt=0) & Q(probability__lte=1), name="insights_probability_in_range"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="insights_sampled_not_empty"),
        ]
        indexes = [models.Index(fields=["cycle", "draw"])]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.start}–{self.end}"


class Choice(models.Model):
    """What both a coder's choice and an agreed one hold: themes or topics by number; none at all means "none fits"."""

    themes = models.JSONField(default=list)
    reach = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    cooperation = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    long_term = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)
    # Counts every write: a form that shows an older one is told so.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Coding(Choice):
    """One coder's own choice for one statement. ``earlier`` keeps what it was before it was changed."""

    class State(models.TextChoices):
        DONE = "done", _("Klar")
        SKIPPED = "skipped", _("Överhoppad")
        OPEN = "open", _("Öppnad igen")

    unit = models.ForeignKey(SampleUnit, on_delete=models.PROTECT, related_name="codings")
    seat = models.PositiveSmallIntegerField()
    coder_id = models.BigIntegerField()
    coder_name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State.choices)
    earlier = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["unit", "seat"]
        constraints = [models.UniqueConstraint(fields=["unit", "seat"], name="insights_coded_once")]
        indexes = [models.Index(fields=["coder_id", "state"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.seat} {self.state}"


class Consensus(Choice):
    """What two coders agreed on where their own choices differed: proposed by one, accepted by the other."""

    unit = models.OneToOneField(SampleUnit, on_delete=models.PROTECT, related_name="consensus")
    proposed_by_id = models.BigIntegerField()
    proposed_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField(default=timezone.now)
    accepted_by_id = models.BigIntegerField(null=True, blank=True)
    accepted_by = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    moved_by = models.CharField(max_length=200, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_by_id__isnull=True) | ~Q(accepted_by_id=F("proposed_by_id")),
                name="insights_accepted_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}"


class StabilityCheck(models.Model):
    """The same texts analysed again with other seeds or on parts of them, and how much stayed together."""

    class Kind(models.TextChoices):
        SEEDS = "seeds", _("samma texter, andra startvärden")
        PARTS = "parts", _("nio av tio texter, olika var gång")

    run = models.ForeignKey("insights.Run", on_delete=models.PROTECT, related_name="stability_checks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    times = models.PositiveSmallIntegerField()
    # One entry per finished repetition, and what they say together once all are done (engine.analysis.stability).
    rounds = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    job_id = models.CharField(max_length=40, blank=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.kind}"


class AgreementReportQuerySet(models.QuerySet["AgreementReport"]):
    """The one place that decides which figures everybody may see."""

    def visible_to(self, viewer: Viewer) -> QuerySet[AgreementReport]:
        """A report is made by publishing it; one that was taken back shows to nobody."""
        return self.filter(taken_back_at=None)


class AgreementReport(models.Model):
    """Figures of the sample that a person has published, as they were then."""

    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField()
    published_by_id = models.BigIntegerField(null=True)
    published_by = models.CharField(max_length=200)
    published_by_role = models.CharField(max_length=80)
    published_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_by = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementReportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk}"
