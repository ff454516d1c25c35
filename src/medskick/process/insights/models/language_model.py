"""The optional language model: the recorded decision to use one, and each text it made, with what people said of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from medskick.ground.core.access import Role
from medskick.process.insights.models.book import Theme
from medskick.process.insights.models.runs import Run


class ModelDecision(models.Model):
    """A decision to use a language model, and its end. Never changed otherwise: a new wish is a new decision."""

    endpoint = models.CharField(max_length=300)
    model = models.CharField(max_length=80)
    purpose = models.TextField()
    reference = models.CharField(max_length=80)
    reason = models.TextField()
    data_sent = models.TextField()
    processed_where = models.TextField()
    # The instructions that were decided on, word for word.
    prompt_version = models.CharField(max_length=20)
    prompt = models.TextField()
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.CharField(max_length=200)
    decided_by_id = models.BigIntegerField()
    # True while it holds, empty afterwards: so that at most one holds at a time.
    in_force = models.BooleanField(null=True, unique=True, default=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=200, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    trial_went_well = models.BooleanField(default=False)
    trial = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.model

    @property
    def is_on(self) -> bool:
        """Runs that start now may ask it."""
        return bool(self.in_force)


class ModelText(models.Model):
    """A label or sentence that a model proposed in a run and that held for the engine's checks.

    ``words``: [{"word", "support": [contribution ids]}]: shown only while enough of them use the words openly.
    """

    class Part(models.TextChoices):
        LABEL = "label", _("rubrik")
        SENTENCE = "sentence", _("mening")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Inte granskad")
        APPROVED = "approved", _("Godkänd")
        REJECTED = "rejected", _("Avvisad")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="model_texts")
    decision = models.ForeignKey(ModelDecision, on_delete=models.PROTECT, related_name="texts")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, related_name="model_texts")
    key = models.CharField(max_length=80)
    part = models.CharField(max_length=10, choices=Part.choices)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)
    made_by = models.CharField(max_length=120)
    words = models.JSONField(default=list)
    # [[contribution id, field, start, end], …]
    evidence = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_by_id = models.BigIntegerField(null=True, blank=True)
    decided_by_role = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["run", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "key", "part", "order"], name="insights_model_text_once"),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_by_id__isnull=False),
                name="insights_model_text_decided_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def as_shown(self) -> str:
        """How it stands, for a form to carry along: its state and the name of the theme."""
        return f"{self.state} {self.theme.name if self.theme else ''}"

    @property
    def role_in_words(self) -> str:
        """The role of whoever decided, in the language of the page."""
        known = self.decided_by_role in Role.values
        return str(Role(self.decided_by_role).label).lower() if known else self.decided_by_role

    @property
    def mark(self) -> str:
        """What must stand beside the text wherever it is shown: a rejected one may still be a published name."""
        told = {
            self.State.APPROVED: gettext("Formulerad av AI (%(model)s), godkänd av %(role)s"),
            self.State.REJECTED: gettext("Formulerad av AI (%(model)s), avvisad av %(role)s"),
        }.get(self.State(self.state), gettext("Formulerad av AI (%(model)s), inte granskad"))
        return told % {"model": self.made_by, "role": self.role_in_words}

    @property
    def name_mark(self) -> str:
        """What must stand beside a theme's name that a model worded, wherever the name stands."""
        told = (
            gettext("Namnet är formulerat av AI (%(model)s), senare avvisat av %(role)s")
            if self.state == self.State.REJECTED
            else gettext("Namnet är formulerat av AI (%(model)s), godkänt av %(role)s")
        )
        return told % {"model": self.made_by, "role": self.role_in_words}
