"""Editions: numbered, published, with a structure that never changes. Words are always read from the contributions,
so that hiding, masking and withdrawing reach every edition at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from medskick.ground.core import spoken
from medskick.ground.core.access import Role, Viewer
from medskick.ground.core.languages import SOURCE
from medskick.process.contributions.models import State
from medskick.process.insights.models.book import OutsideReason, StrengthClass
from medskick.process.insights.models.criteria import BelongsTo
from medskick.process.insights.models.veil import Part, Veiled, away


class Outcome(models.TextChoices):
    """What became of a statement, or of a whole contribution. Every counted one has exactly one."""

    ASSIGNED = "assigned", _("i ett tema")
    OUTSIDE = "outside", _("utanför strategin")
    NO_CONTENT = "no_content", _("utan innehåll, till exempel ”vet ej”")
    UNASSIGNED = "unassigned", _("ännu inte i något tema")


_BEST_FIRST = (Outcome.ASSIGNED, Outcome.OUTSIDE, Outcome.UNASSIGNED, Outcome.NO_CONTENT)


def best_outcome(outcomes: Iterable[str]) -> Outcome:
    """What became of a whole contribution: the best of what became of its statements."""
    found = set(outcomes)
    return next(outcome for outcome in _BEST_FIRST if outcome in found)


SYSTEM_ROLE = "system"


def role_in_words(role: str) -> str:
    """A role's key in the language of the page."""
    if role == SYSTEM_ROLE:
        return gettext("systemet")
    return str(Role(role).label).lower() if role in Role.values else role


class EditionQuerySet(models.QuerySet["Edition"]):
    """The one place that decides who may see which editions."""

    def visible_to(self, viewer: Viewer) -> QuerySet[Edition]:
        """An edition is made by publishing, so everybody may see it, and nobody once the whole of it is taken away."""
        return self.exclude(away(Part.WHOLE))


class EditionStatementQuerySet(models.QuerySet["EditionStatement"]):
    """The one place that decides who may see which statements of editions."""

    def visible_to(self, viewer: Viewer) -> QuerySet[EditionStatement]:
        """What shows now. The same for everybody, staff too: an edition's pages, files and sums are public."""
        return self.filter(contribution__state=State.VISIBLE)


class Edition(Veiled):
    """A published set of themes. ``number`` is unique for ever in the installation."""

    SYSTEM = SYSTEM_ROLE

    number = models.PositiveIntegerField(unique=True)
    cycle = models.ForeignKey("cycle.StrategyCycle", on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey("insights.Run", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    published_at = models.DateTimeField(default=timezone.now, editable=False)
    published_by = models.CharField(max_length=200)
    # The publisher's role: a key or SYSTEM; empty where no person has reviewed it (the demonstration).
    reviewed_by_role = models.CharField(max_length=80, blank=True)
    # Keys of the roles in which its themes and topics were approved; empty where it is not known.
    approved_by_roles = models.JSONField(default=list)
    # How many of its themes (topics not counted) a person had approved, for this edition or an earlier one, out of all.
    themes_by_people = models.PositiveIntegerField(default=0)
    themes_in_all = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=dict)
    # The mark of the book it was made of, as the preview showed it (``actions.publish.mark``): published once each.
    made_of = models.CharField(max_length=64, blank=True)
    # Contributions with a higher id came after it.
    last_contribution = models.PositiveBigIntegerField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def is_reviewed(self) -> bool:
        """A person has approved every theme in it."""
        return 0 < self.themes_in_all == self.themes_by_people

    @property
    def role_in_words(self) -> str:
        """Who published it, in the language of the page; empty where nobody has reviewed it."""
        return role_in_words(self.reviewed_by_role)

    @property
    def approvers_in_words(self) -> str:
        """Who approved its themes, all roles that did, in the language of the page."""
        told = [pgettext("who", "%(role)s") % {"role": role_in_words(one)} for one in self.approved_by_roles]
        *first, last = told or [""]
        if not last:
            return gettext("människor")
        if not first:
            return last
        return gettext("%(first)s och %(last)s") % {"first": ", ".join(first), "last": last}

    @property
    def name(self) -> str:
        """Its number in words, with the title where it has one, or what was taken away and why."""
        name = gettext("Utgåva %(number)s") % {"number": self.number}
        told = self.away(Part.WHOLE) or self.shown(Part.TITLE)
        return f"{name}: {told}" if told else name

    @property
    def spoken_name(self) -> str:
        """The same, whose title is heard as the Swedish that it is."""
        name = gettext("Utgåva %(number)s") % {"number": self.number}
        if away := self.away(Part.WHOLE):
            return f"{name}: {away}"
        title = self.shown(Part.TITLE)
        return spoken.joined([name, spoken.words(title, SOURCE)], ": ") if title else name

    @property
    def is_withdrawn(self) -> bool:
        """The whole of it is taken away."""
        return Part.WHOLE in self.taken

    @property
    def note_away(self) -> str:
        """What stands in place of the note where it is taken away."""
        return self.away(Part.NOTE)


class EditionTheme(Veiled):
    """A theme or topic as published. Words the engine picked carry the contributions they came from (``support``),
    and are shown only while enough of those are."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="themes")
    theme = models.ForeignKey("insights.Theme", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="topics")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    named_by_person = models.BooleanField(default=False)
    # [{"word": …, "support": [contribution ids]}]; empty where a person gave the name.
    name_words = models.JSONField(default=list)
    keywords = models.JSONField(default=list)
    summary = models.TextField(blank=True)
    outside_reason = models.CharField(max_length=20, choices=OutsideReason.choices, blank=True)
    belongs_to = models.CharField(max_length=20, choices=BelongsTo.choices, blank=True)
    # By criterion, what was suggested and decided on the day (see ``actions.weigh``).
    criteria = models.JSONField(default=dict)
    order = models.PositiveIntegerField(default=0)
    # As counted on the day, for telling what changed; pages count anew.
    persons_then = models.PositiveIntegerField(default=0)
    statements_then = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["edition", "slug"], name="insights_edition_slug_once")]
        indexes = [models.Index(fields=["slug"])]

    def __str__(self) -> str:
        return self.name

    @property
    def reasons(self) -> list[str]:
        """What people wrote when they decided by the criteria."""
        decided = (one.get("decided", {}) for one in self.criteria.values())
        return sorted({one["reason"] for one in decided if one.get("reason")})


class EditionStatement(models.Model):
    """Where a statement stood when the edition was published.

    ``opens_*`` mark the first statement of its contribution in the theme, the topic and the whole edition, so that
    contributions are counted once; ``contribution_outcome`` is set on the one that opens the contribution.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="statements")
    theme = models.ForeignKey(EditionTheme, on_delete=models.PROTECT, null=True, related_name="statements")
    topic = models.ForeignKey(
        EditionTheme, on_delete=models.PROTECT, null=True, related_name="topic_statements"
    )
    contribution = models.ForeignKey("contributions.Contribution", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=5, default="text")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    strength = models.FloatField(default=0)
    strength_class = models.CharField(max_length=12, choices=StrengthClass.choices)
    family = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    outside_reason = models.CharField(max_length=20, choices=OutsideReason.choices, blank=True)
    belongs_to = models.CharField(max_length=20, choices=BelongsTo.choices, blank=True)
    # The reason why the computer would put it outside, where nobody had decided.
    suggested_outside = models.CharField(max_length=20, choices=OutsideReason.choices, blank=True)
    quote_rank = models.PositiveSmallIntegerField(null=True)
    opens_theme = models.BooleanField(default=False)
    opens_topic = models.BooleanField(default=False)
    contribution_outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    objects = EditionStatementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "contribution", "field", "start", "end"],
                name="insights_edition_statement_once",
            ),
            models.UniqueConstraint(
                fields=["edition", "contribution"],
                condition=~Q(contribution_outcome=""),
                name="insights_one_outcome_per_contribution",
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="insights_edition_statement_not_empty"
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "theme", "outcome", "-strength"]),
            models.Index(fields=["edition", "topic"]),
            models.Index(
                fields=["theme", "quote_rank"], condition=Q(quote_rank__isnull=False), name="insights_quotes"
            ),
            models.Index(fields=["contribution", "edition"]),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.start}–{self.end}"

    @property
    def key(self) -> str:
        """Its key in the chain. Needs the contribution."""
        return f"{self.contribution.number}-{self.start}"


class EditionTable(models.Model):
    """Persons by age or kind of sender over the whole edition, as printed: decided once, never counted again."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="tables")
    dimension = models.CharField(max_length=12)
    # {group: persons, or None where the group is told together with others only}; ``together`` are those persons.
    cells = models.JSONField(default=dict)
    together = models.PositiveIntegerField(default=0)
    # Contributions it counts: what later tables are compared with. Shown nowhere.
    counted = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "dimension"], name="insights_edition_table_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.dimension}"
