"""The book of themes of a cycle: what people have made of the runs. Every run matches itself to the book."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from medskick.ground.core import told
from medskick.process.insights.models.criteria import BelongsTo


class OutsideReason(models.TextChoices):
    """Why something counts but lies outside what the strategy can hold."""

    BEYOND_INFLUENCE = "beyond_influence", _("regionen råder inte över det")
    SHORT_TERM = "short_term", _("gäller något kortsiktigt")
    LOCAL_ONLY = "local_only", _("gäller en enda plats")
    SINGLE_ACTOR = "single_actor", _("en enda aktör kan lösa det själv")


class StrengthClass(models.TextChoices):
    """How surely a statement belongs where it is."""

    CORE = "core", _("tydlig")
    NEAR = "near", _("nära")
    WEAK = "weak", _("svag")
    MIXED = "mixed", _("mellan två teman")
    NO_CONTENT = "no_content", _("utan innehåll")


class Origin(models.TextChoices):
    """Who put a statement where it is. What a person has decided no run overrides."""

    ENGINE = "engine", _("datorn")
    PERSON = "person", _("en person")


class Theme(models.Model):
    """A theme, or a topic inside one (``parent`` set). ``slug`` is unique for ever: addresses are never reused."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Förslag")
        # By a person, since the theme last changed. Nothing else is called approved anywhere.
        APPROVED = "approved", _("Godkänt")
        MERGED = "merged", _("Sammanslaget")
        RETIRED = "retired", _("Utan tankar")

    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="topics")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    machine_label = models.CharField(max_length=200, blank=True)
    # On the board, or as a codebook's label.
    named_by_person = models.BooleanField(default=False)
    summary = models.TextField(blank=True)
    summary_by = models.CharField(max_length=200, blank=True)
    keywords = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    outside_reason = models.CharField(max_length=20, choices=OutsideReason.choices, blank=True)
    # Where it belongs instead, where somebody has said so.
    belongs_to = models.CharField(max_length=20, choices=BelongsTo.choices, blank=True)
    # What the latest run that knew it suggests: {"run", "breadth", "words"} (see ``queries.suggesting``).
    criteria = models.JSONField(default=dict)
    # A person has decided something about it: later runs keep it, its name, its place and its statements.
    decided_by_person = models.BooleanField(default=False)
    approved_by = models.CharField(max_length=200, blank=True)
    approved_by_id = models.BigIntegerField(null=True, blank=True)
    # A role's key: the one in which they did; empty for approvals from before it was kept.
    approved_by_role = models.CharField(max_length=80, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_by_id__isnull=False),
                name="insights_approved_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state="merged") ^ Q(merged_into__isnull=True), name="insights_merged_has_target"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="insights_theme_not_own_parent"),
        ]
        indexes = [models.Index(fields=["cycle", "state", "order"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        """In the book now: neither merged away nor retired."""
        return self.state in {self.State.PROPOSED, self.State.APPROVED}

    @property
    def reasons(self) -> list[str]:
        """What people have written when they decided by the criteria."""
        return sorted(set(self.decisions.exclude(reason="").values_list("reason", flat=True)))


class Placement(models.Model):
    """Where one statement belongs now. No theme means: without content, or not yet assigned."""

    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.PROTECT, related_name="placements"
    )
    field = models.CharField(max_length=5, default="text")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="placements"
    )
    strength = models.FloatField(default=0)
    strength_class = models.CharField(
        max_length=12, choices=StrengthClass.choices, default=StrengthClass.WEAK
    )
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.ENGINE)
    outside_reason = models.CharField(max_length=20, choices=OutsideReason.choices, blank=True)
    belongs_to = models.CharField(max_length=20, choices=BelongsTo.choices, blank=True)
    # A person has said whether it lies outside: no suggestion is made any more.
    scope_decided = models.BooleanField(default=False)
    # The engine's suggestions: "in" or a reason (empty: not judged), and how likely each of the others is, 0 to 1.
    suggested_scope = models.CharField(max_length=20, blank=True)
    cooperation = models.FloatField(null=True, blank=True)
    long_term = models.FloatField(null=True, blank=True)
    run = models.ForeignKey("insights.Run", on_delete=models.PROTECT, related_name="+")
    family = models.CharField(max_length=80, blank=True)
    # The engine's order of quotes within the theme, 1 first; empty where it did not propose the statement.
    quote_rank = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "field", "start", "end"], name="insights_placement_once"
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="insights_placement_not_empty"),
        ]
        indexes = [
            models.Index(fields=["cycle", "theme", "-strength"]),
            models.Index(fields=["theme", "strength_class"]),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.start}–{self.end}"

    @property
    def as_shown(self) -> str:
        """Where it lies, for a form to carry along: its number, its theme's (0: none), and why it lies outside."""
        return f"{self.pk}.{self.theme_id or 0}.{self.outside_reason}"


class QuoteChoice(models.Model):
    """A person's word on a quote of a theme: choose it (``chosen``) or never show it as a quote."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="quote_choices")
    contribution = models.ForeignKey("contributions.Contribution", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=5, default="text")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    chosen = models.BooleanField()
    author_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "contribution", "field", "start", "end"], name="insights_quote_choice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.theme_id} {self.contribution_id} {self.chosen}"


class BookChange(models.Model):
    """One decision about the book, with what is needed to take it back."""

    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=20)
    # In Swedish, or in the writer's language where it is from before ``kept``.
    sentence = models.CharField(max_length=300)
    # What is told, for ``core.told``; empty in old rows.
    kept = models.JSONField(default=dict)
    undo = models.JSONField(default=dict)
    # Themes (never topics) that statements left or came to, by key: their counts cannot be compared across it.
    reshaped = models.JSONField(default=list)
    # Themes and topics that it took the approval from, as [key, name on the day].
    lost = models.JSONField(default=list)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.sentence

    @property
    def what(self) -> Any:
        """What it was, as another line keeps it (``told.keep``)."""
        return self.kept or self.sentence

    @property
    def in_words(self) -> str:
        """The decision in the reader's language; an old one as it was written."""
        return str(told.in_words(self.what))
