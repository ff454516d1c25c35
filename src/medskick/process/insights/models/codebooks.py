"""Codebooks: an analyst's own list of themes, in versions, and what people have decided with it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from medskick.ground.core import told


class Codebook(models.Model):
    """A list of themes under which runs may place statements. Its entries stand in its versions."""

    name = models.CharField(max_length=120, unique=True)
    created_by = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Counts decisions, also those taken back: runs say how far they have learned.
    decided = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> CodebookVersion:
        """The newest version."""
        return self.versions.order_by("-number")[0]


class CodebookVersion(models.Model):
    """The whole list as it stood after one change; never changed afterwards.

    entries: [{"key", "label", "definition"}] in the analyst's order. back: the version that taking the change back
    leads to; None for the first.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    entries = models.JSONField(default=list)
    back = models.PositiveIntegerField(null=True, blank=True)
    # In Swedish, or in the writer's language where it is from before ``kept``.
    sentence = models.CharField(max_length=300)
    # What was changed, for ``core.told``; empty in old rows.
    kept = models.JSONField(default=dict)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["codebook", "number"], name="insights_codebook_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.codebook_id} {self.number}"

    @property
    def what(self) -> Any:
        """What was changed, as another line keeps it (``told.keep``)."""
        return self.kept or self.sentence

    @property
    def in_words(self) -> str:
        """What was changed in the reader's language; an old change as it was written."""
        return str(told.in_words(self.what))

    def entry(self, key: str) -> dict[str, Any] | None:
        """The entry with this key."""
        return next((entry for entry in self.entries if entry["key"] == key), None)


class EntryTheme(models.Model):
    """Which theme of a cycle's book an entry fills, and what it calls it (see ``actions.entry_names``).

    label: what the codebook last called it. names: the theme has its name from this entry now, or from a person who
    named it in the label's place (``chosen``). since: key of the newest ``BookChange`` when the label became its name.
    before: the last name before it that people had said anything of, {"name", "named_by_person", "approved_by",
    "approved_at", "by_book": it was a codebook's label}; empty where there was none, and once a person has approved or
    named the theme since.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    theme = models.ForeignKey("insights.Theme", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=120, blank=True)
    chosen = models.CharField(max_length=120, blank=True)
    names = models.BooleanField(default=False)
    since = models.BigIntegerField(default=0)
    before = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["codebook", "key", "cycle"], name="insights_one_theme_of_an_entry"
            ),
            models.UniqueConstraint(
                fields=["theme"], condition=models.Q(names=True), name="insights_one_entry_names_a_theme"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class CodedStatement(models.Model):
    """Where a statement of a run belongs under its codebook now; changes with what is decided.

    entry: key, empty where none fits. nearest: [[key, strength]], nearest first, at most three. informs: how many
    statements a decision about it tells about. offer: its place among those to ask about next, empty for the others.
    """

    run = models.ForeignKey("insights.Run", on_delete=models.CASCADE, related_name="coded")
    statement = models.OneToOneField("insights.RunStatement", on_delete=models.CASCADE, related_name="coded")
    entry = models.CharField(max_length=100, blank=True)
    strength = models.FloatField(default=0)
    also = models.JSONField(default=list)
    nearest = models.JSONField(default=list)
    offer = models.PositiveSmallIntegerField(null=True, blank=True)
    informs = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["run", "entry"], name="insights_coded_entry"),
            models.Index(fields=["run", "offer"], name="insights_coded_offer"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.entry}"


class CodeDecision(models.Model):
    """What a person has decided about a statement: its entries, the main one first; no keys: none fits.

    Survives runs: it is kept by place in the text. guess: the keys the engine had before it saw the decision.
    home: [theme, origin, strength class] of the statement's place before it; empty where it had none.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.PROTECT, related_name="decisions")
    contribution = models.ForeignKey("contributions.Contribution", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=5, default="text")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    keys = models.JSONField(default=list)
    guess = models.JSONField(default=list)
    home = models.JSONField(default=list)
    active = models.BooleanField(default=True)
    # Grows with every change, so that nobody decides over a decision they have not seen.
    version = models.PositiveIntegerField(default=1)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["codebook", "contribution", "field", "start", "end"],
                name="insights_code_decision_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.keys}"
