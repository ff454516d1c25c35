"""What a published row may say of where and how: channel, and municipality only where enough persons share both."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Max

from medskick.ground.core.access import Viewer
from medskick.ground.core.disclosure import may_name_municipality
from medskick.ground.core.once import once
from medskick.process.insights.models import Edition, EditionStatement
from medskick.process.insights.queries.tables import FEWEST_SENDINGS


@dataclass(frozen=True)
class Places:
    """The pairs (channel, municipality) that at least five persons of the edition share."""

    named: frozenset[tuple[str, str]]

    def of(self, channel: str, municipality: str) -> str:
        """The municipality as a row may tell it: its code, or an empty text."""
        return municipality if (channel, municipality) in self.named else ""


def places(edition: Edition, viewer: Viewer) -> Places:
    """Count persons by channel and municipality over the whole edition, each sending once. One query, once in a page.

    A sending (a submission or a row of a file, whatever questions it answers) counts with the persons of its largest
    contribution, and one alone never names a place however many persons it says it speaks for.
    """
    return once(("insights.places", edition.pk, viewer), lambda: _places(edition, viewer))


def _places(edition: Edition, viewer: Viewer) -> Places:
    rows = (
        EditionStatement.objects.visible_to(viewer).filter(edition=edition).exclude(contribution_outcome="")
    )
    grouped = (
        rows.exclude(contribution__municipality="")
        .values_list(
            "contribution__channel",
            "contribution__municipality",
            "contribution__sending",
        )
        .order_by()
        .annotate(persons=Max("contribution__persons"))
    )
    sendings: dict[tuple[str, str], list[int]] = defaultdict(list)
    for channel, municipality, _sending, persons in grouped:
        sendings[channel, municipality].append(persons)
    return Places(
        frozenset(
            pair
            for pair, each in sendings.items()
            if len(each) >= FEWEST_SENDINGS and may_name_municipality(sum(each))
        )
    )
