"""Writes: print tables of ages and senders."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.process.cycle.models import StrategyCycle
from medskick.process.participation import queries
from medskick.process.participation.models import Dimension, PrintedTable


def publish(
    cycle: StrategyCycle, dimension: Dimension, *, by: Viewer, hide_for_good: bool = False
) -> PrintedTable:
    """Print the table of a dimension as it would be now. Raises ValidationError where it cannot be.

    Without ``hide_for_good`` it is printed only if every group in it may be told: a group that is hidden once stays
    hidden in the cycle, so waiting for more voices is better as long as more can come.
    """
    require("participation.publish", by)
    with transaction.atomic():
        # One table at a time, and no edition meanwhile: each must be compared with the ones before it.
        StrategyCycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
        found = queries.draft(cycle.pk, dimension, by)
        if not found.fresh:
            raise ValidationError(_("Inga nya röster har kommit sedan tabellen räknades."))
        if found.cells is None:
            raise ValidationError(_("Tabellen går inte att visa än. Vänta tills fler har tyckt till."))
        if found.hides and not hide_for_good:
            raise ValidationError(
                _("Några grupper är för små för att visas. Vänta, eller välj att dölja dem för gott.")
            )
        table = PrintedTable.objects.create(
            cycle=cycle,
            dimension=dimension,
            cells=found.cells,
            together=found.together,
            counted=sorted(str(key) for key in found.counted),
        )
        audit.record(
            by,
            "participation.printed",
            Ref("cycle", cycle.key),
            table=str(dimension.label),
            persons=found.persons,
        )
    return table
