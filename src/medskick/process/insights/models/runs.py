"""A run: one computation over the visible contributions of a cycle. Private, never changed afterwards."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medskick.ground.core import told


class RunQuerySet(models.QuerySet["Run"]):
    """The one place that says which runs the book follows."""

    def that_count(self) -> RunQuerySet:
        """Finished runs that placed something in the book. One over nothing, or over answers without content only,
        has changed nothing: nobody goes on from it, it is published as nothing, and older desks stay open."""
        placed = Exists(RunStatement.objects.filter(run=OuterRef("pk")))
        return self.filter(placed, state=Run.State.DONE).exclude(homes={})

    def after(self, run: Run) -> RunQuerySet:
        """Later runs of the same cycle."""
        return self.filter(cycle=run.cycle_id, number__gt=run.number)


class Run(models.Model):
    """One computation: what was asked for, what the engine was, what came out and what it changed in the book."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Väntar")
        RUNNING = "running", _("Pågår")
        # Computed, with what it would change counted: a person says whether the book shall follow it.
        READY = "ready", _("Väntar på ert beslut")
        DONE = "done", _("Klar")
        CANCELLED = "cancelled", _("Avbruten")
        FAILED = "failed", _("Misslyckades")

    number = models.PositiveIntegerField(unique=True)
    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    job_id = models.CharField(max_length=40, blank=True)
    # What was asked for: "themes" (about how many, or None), "seed", and whether a person looks before the book follows
    # it ("asks") and has said so ("taken"). With themes, "beside": number of the run whose cut of texts and ids stay.
    options = models.JSONField(default=dict)
    # The list of themes it places under; None lets the engine look for themes.
    codebook = models.ForeignKey(
        "insights.CodebookVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="runs"
    )
    # How many of the codebook's decisions it has learned from, and how many statements changed entry the last time.
    learned = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    engine_version = models.CharField(max_length=40, blank=True)
    model_version = models.CharField(max_length=80, blank=True)
    # sha256 of the snapshot and of every file the engine wrote.
    manifest = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    # What adopting the result changed in the book, as counts and short lists (see ``actions.adopt``); while it is
    # ready, what it would change.
    changes = models.JSONField(default=dict)
    # The edition it goes on from: what is published there stays; empty for a run from the beginning.
    goes_on_from = models.ForeignKey(
        "insights.Edition", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The run it goes on from where that one is not published but is what the book follows: a codebook's, for instance.
    goes_on_from_run = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Themes of the book by the engine's ids: which this run was told (``carried``), and which it found (``homes``).
    carried = models.JSONField(default=dict)
    homes = models.JSONField(default=dict)
    # Why it ended, in Swedish (or as it was written before ``kept``).
    message = models.TextField(blank=True)
    # The same for ``core.told`` where something fills the sentence.
    kept = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    started_by = models.CharField(max_length=200)
    started_by_id = models.BigIntegerField(null=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    # The files that a later run needs to go on from this one.
    GONE_ON_FROM = ("result/result.json", "result/statements.csv", "result/placing-private.npz")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="insights_one_open_run",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def is_open(self) -> bool:
        """Waiting or going on."""
        return self.state in {self.State.WAITING, self.State.RUNNING}

    @property
    def ending(self) -> str:
        """Why it ended, in the reader's language; nothing where it ended well or goes on."""
        return str(told.in_words(self.kept)) if self.kept else told.again(self.message)

    @property
    def kept_back(self) -> list[dict[str, Any]]:
        """What decisions held elsewhere after the way back to an edition, told in the reader's language."""
        rows = (self.changes.get("kept_back") or {}).get("rows", [])
        return [{**row, "sentence": told.in_words(row["sentence"])} for row in rows]

    @property
    def not_kept(self) -> list[dict[str, str]]:
        """Names that somebody asked to keep and that could not stand, with why in the reader's language."""
        rows = self.changes.get("not_kept") or []
        return [{"name": row["name"], "why": str(told.in_words(row["why"]))} for row in rows]

    @property
    def ground(self) -> Run | None:
        """The run that it goes on from, published or not; None for a run from the beginning."""
        if self.goes_on_from_run is not None:
            return self.goes_on_from_run
        return self.goes_on_from.run if self.goes_on_from is not None else None

    @property
    def folder_parts(self) -> tuple[str, str]:
        """Where its files lie under the data folder."""
        return ("insights", f"run-{self.number}")


class RunTheme(models.Model):
    """A theme or topic as the engine made it. ``key`` is the engine's id; ``parent_key`` is empty for themes."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="themes")
    key = models.CharField(max_length=80)
    parent_key = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20, default="theme")
    label = models.CharField(max_length=200)
    keywords = models.JSONField(default=list)
    quotes = models.JSONField(default=list)
    # The engine's suggestions with "persons" (in it) and "of" (in all); empty where nothing was judged.
    criteria = models.JSONField(default=dict)
    order = models.PositiveIntegerField(default=0)
    # The codebook's key; empty where the engine found the theme itself, and for topics.
    entry = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="insights_run_theme_once")]

    def __str__(self) -> str:
        return self.label


class RunStatement(models.Model):
    """A statement as the engine placed it. Offsets are code points of the contribution's ``field``."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="statements")
    contribution = models.ForeignKey("contributions.Contribution", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=5, default="text")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    theme_key = models.CharField(max_length=80, blank=True)
    topic_key = models.CharField(max_length=80, blank=True)
    strength = models.FloatField()
    strength_class = models.CharField(max_length=12)
    x = models.FloatField(default=0)
    y = models.FloatField(default=0)
    family = models.CharField(max_length=80, blank=True)
    scope = models.CharField(max_length=20, blank=True)
    cooperation = models.FloatField(null=True, blank=True)
    long_term = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "contribution", "field", "start", "end"], name="insights_run_statement_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.start}–{self.end}"
