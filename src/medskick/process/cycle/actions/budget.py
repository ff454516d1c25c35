"""The budget: all its lines are saved at once, so that the two sides move together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.process.cycle import queries
from medskick.process.cycle.models import BudgetLine, BudgetSide, StrategyCycle


class LineGiven(NamedTuple):
    """A line as it was filled in: name, whole kronor, note."""

    name: str
    amount: int
    note: str = ""


def save_budget(
    cycle: StrategyCycle, given: Mapping[str, Sequence[LineGiven]], *, read: str | None = None, by: Viewer
) -> None:
    """Put these lines (by ``BudgetSide``) in place of those before. What does not sum is kept, but not shown.

    ``read``: the stamp of the budget that was worked on. Raises ValidationError where somebody has saved another since.
    """
    require("cycle.manage", by)
    lines = [
        BudgetLine(cycle=cycle, side=side, position=place, **line._asdict())
        for side in BudgetSide.values
        for place, line in enumerate(given.get(side, ()))
    ]
    for line in lines:
        line.full_clean(exclude=["cycle"])
    with transaction.atomic():
        # One saving at a time: two that both put lines in place of the same ones would leave the lines of both.
        StrategyCycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
        before = queries.budget(cycle, by)
        if read is not None and read != before.stamp:
            raise ValidationError(
                _(
                    "Någon annan har sparat budgeten medan du skrev. Det du har skrivit står kvar här. "
                    "Öppna budgeten i en ny flik och jämför. Sparar du igen gäller det som står här."
                )
            )
        BudgetLine.objects.filter(cycle=cycle).delete()
        BudgetLine.objects.bulk_create(lines)
        after = queries.budget(cycle, by)
        audit.record(
            by,
            "cycle.budget_saved",
            Ref("cycle", cycle.key),
            cost=after.cost,
            financed=after.financed,
            before=[[line.side, line.name, line.amount, line.note] for line in before.costs + before.sources],
        )


def publish_budget(cycle: StrategyCycle, *, by: Viewer) -> None:
    """Show it to everybody. Refused while costs and sources are not the same sum."""
    require("cycle.manage", by)
    found = queries.budget(cycle, by)
    if not found.sums:
        raise ValidationError(
            _("Kostnader och finansiering är inte lika stora. Rätta det först, sedan kan budgeten visas.")
        )
    with transaction.atomic():
        cycle.budget_published_at = timezone.now()
        cycle.save(update_fields=["budget_published_at"])
        audit.record(by, "cycle.budget_published", Ref("cycle", cycle.key), cost=found.cost)


def unpublish_budget(cycle: StrategyCycle, *, by: Viewer) -> None:
    """Take it off the public page."""
    require("cycle.manage", by)
    with transaction.atomic():
        cycle.budget_published_at = None
        cycle.save(update_fields=["budget_published_at"])
        audit.record(by, "cycle.budget_unpublished", Ref("cycle", cycle.key))
