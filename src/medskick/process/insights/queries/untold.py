"""Why an edition lacks the table of ages or of senders, and which edition has one."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from medskick.ground.core.access import Viewer
from medskick.process.insights.models import Edition, EditionTable, Part, away
from medskick.process.insights.queries.tables import AGE, SENDER


@dataclass(frozen=True)
class Untold:
    """One sentence, and the newest edition that tells it (None: no edition does)."""

    sentence: str
    told_in: Edition | None


def untold(edition: Edition, viewer: Viewer) -> list[Untold]:
    """For what the edition does not tell; both in one line where the answer is the same. Two queries."""
    there = set(edition.tables.values_list("dimension", flat=True))
    missing = [dimension for dimension in (AGE, SENDER) if dimension not in there]
    if not missing:
        return []
    tables = EditionTable.objects.filter(edition__cycle=edition.cycle_id, dimension__in=missing)
    tables = tables.exclude(away(Part.WHOLE, "edition__"))
    told: dict[str, Edition] = {}
    for table in tables.select_related("edition").defer("counted").order_by("edition__number"):
        told[table.dimension] = table.edition
    where = [told.get(dimension) for dimension in missing]
    if len(set(where)) == 1:
        return [_line(missing, where[0])]
    return [_line([dimension], told.get(dimension)) for dimension in missing]


def _line(dimensions: list[str], told_in: Edition | None) -> Untold:
    if told_in is None:
        sentence = {
            (AGE, SENDER): _(
                "Åldrar och avsändare visas inte: det är för få för att ingen ska kunna pekas ut."
            ),
            (AGE,): _("Åldrar visas inte: det är för få för att ingen ska kunna pekas ut."),
            (SENDER,): _("Avsändare visas inte: det är för få för att ingen ska kunna pekas ut."),
        }
    else:
        sentence = {
            (AGE, SENDER): _(
                "Åldrar och avsändare visas inte här: jämförda med en annan utgåva skulle de kunna peka ut någon."
            ),
            (AGE,): _("Åldrar visas inte här: jämförda med en annan utgåva skulle de kunna peka ut någon."),
            (SENDER,): _(
                "Avsändare visas inte här: jämförda med en annan utgåva skulle de kunna peka ut någon."
            ),
        }
    return Untold(sentence[tuple(dimensions)], told_in)
