"""Taking an import back: its contributions are withdrawn in small steps, each remembered as a decision."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from medskick.ground.core import offers
from medskick.ground.core.access import Viewer, require
from medskick.process.contributions.imports.steps import Pace
from medskick.process.contributions.models import Appeal, Contribution, Decision, ImportBatch, State

STEP = 200


def withdraw(batch: ImportBatch, *, by: Viewer) -> Iterator[int]:
    """Withdraw what the import stored and that still counts or is hidden; yields after each step how many so far.

    Whoever stops in between may call it again: it goes on with what is left. Each step is whole by itself.
    """
    require("contributions.import", by)
    done = 0
    while True:
        with Pace():
            step = _step(batch, by)
        if not step:
            return
        done += step
        yield done


@transaction.atomic
def _step(batch: ImportBatch, by: Viewer) -> int:
    now = timezone.now()
    left = Contribution.objects.filter(import_batch=batch).exclude(state=State.WITHDRAWN).order_by("pk")
    step = list(left.select_for_update().only("pk", "number", "state", "hidden_reason")[:STEP])
    Decision.objects.bulk_create(
        Decision(
            contribution=one,
            verb=Decision.Verb.WITHDRAW_IMPORT,
            before=one.state,
            before_reason=one.hidden_reason,
            batch=str(batch.pk),
            author_id=by.user_id,
            author_name=by.name,
            at=now,
        )
        for one in step
    )
    keys = [one.pk for one in step]
    Contribution.objects.filter(pk__in=keys).update(state=State.WITHDRAWN, hidden_reason="")
    offers.told("medskick", [one.number for one in step])
    Appeal.objects.filter(contribution__in=keys, outcome=Appeal.Outcome.WAITING).update(
        outcome=Appeal.Outcome.MOOT, decided_at=now
    )
    return len(step)
