"""Record that a coder opened a page where the computer's choice can be seen."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer
from medskick.ground.core.chain import Ref
from medskick.process.cycle.models import StrategyCycle
from medskick.process.insights.coding.queries.queue import unfinished
from medskick.process.insights.models import CodingSeat


def looked(cycle: StrategyCycle, by: Viewer) -> bool:
    """Whether this person has statements left to code. If so, that they looked is recorded, once a day and drawing."""
    if by.user_id is None:
        return False
    seats = CodingSeat.objects.filter(draw__in=unfinished(cycle, by), coder_id=by.user_id)
    coding = list(seats.exclude(promised_at=None))
    today = timezone.localdate().isoformat()
    for seat in coding:
        if today not in seat.looked_on:
            with transaction.atomic():
                seat.looked_on = [*seat.looked_on, today]
                seat.save(update_fields=["looked_on"])
                audit.record(by, "insights.coder_looked", Ref("cycle", cycle.key))
    return bool(coding)
