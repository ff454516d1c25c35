"""Words of an edition that were taken away: the row stays as published, and whoever shows it shows an empty place."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Part(models.TextChoices):
    """What can be taken away: of an edition, or of one of its themes."""

    WHOLE = "whole", gettext_lazy("hela utgåvan")
    TITLE = "title", gettext_lazy("rubriken")
    NOTE = "note", gettext_lazy("texten om utgåvan")
    NAME = "name", gettext_lazy("namnet på ett tema")
    SUMMARY = "summary", gettext_lazy("sammanfattningen av ett tema")
    REASONS = "reasons", gettext_lazy("skälen i bedömningen av ett tema")


class Veiled(models.Model):
    """A published row whose words may be taken away, and given back."""

    # {part: {"reason", "by", "at"}} of what is away now; the log has the rest.
    taken = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def why_away(self, part: str) -> str:
        """The reason, where the part is taken away; otherwise nothing."""
        return str(self.taken[part]["reason"]) if part in self.taken else ""

    def away(self, part: str) -> str:
        """What stands in the empty place; nothing where the part is not taken away."""
        if part not in self.taken:
            return ""
        sentence = {
            Part.WHOLE.value: _("Utgåvan är borttagen: %(why)s"),
            Part.TITLE.value: _("Rubriken är borttagen: %(why)s"),
            Part.NOTE.value: _("Texten om utgåvan är borttagen: %(why)s"),
            Part.NAME.value: _("Namnet är borttaget: %(why)s"),
            Part.SUMMARY.value: _("Sammanfattningen är borttagen: %(why)s"),
            Part.REASONS.value: _("Skälet är borttaget: %(why)s"),
        }[part]
        return sentence % {"why": self.why_away(part)}

    def shown(self, part: str) -> str:
        """The words, or what stands in their empty place."""
        return self.away(part) or str(getattr(self, part))


def away(part: str, row: str = "") -> models.Q:
    """Rows (``row``: reached over this relation) of which the part is taken away."""
    return models.Q(**{f"{row}taken__has_key": part})
