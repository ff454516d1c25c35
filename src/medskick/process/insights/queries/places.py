"""What a published row may say of where and how: channel, and municipality only where enough persons share both."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from medskick.ground.core.disclosure import may_name_municipality
from medskick.process.insights.models import Edition, EditionStatement
from medskick.process.insights.queries.amounts import SHOWN


@dataclass(frozen=True)
class Places:
    """The pairs (channel, municipality) that at least five persons of the edition share."""

    named: frozenset[tuple[str, str]]

    def of(self, channel: str, municipality: str) -> str:
        """The municipality as a row may tell it: its code, or an empty text."""
        return municipality if (channel, municipality) in self.named else ""


def places(edition: Edition) -> Places:
    """Count persons by channel and municipality over the whole edition, each contribution once. One query."""
    rows = EditionStatement.objects.filter(SHOWN, edition=edition).exclude(contribution_outcome="")
    grouped = (
        rows.exclude(contribution__municipality="")
        .values(channel=F("contribution__channel"), municipality=F("contribution__municipality"))
        .order_by()
        .annotate(persons=Coalesce(Sum("contribution__persons"), 0))
    )
    return Places(
        frozenset(
            (row["channel"], row["municipality"]) for row in grouped if may_name_municipality(row["persons"])
        )
    )
