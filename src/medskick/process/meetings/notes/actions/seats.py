"""How many sat at a table: told once, when its notes are handed in, and corrected afterwards."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer
from medskick.process.contributions import actions as contributions
from medskick.process.contributions.models import LARGE_GROUP
from medskick.process.meetings.actions import places
from medskick.process.meetings.models import Table
from medskick.process.meetings.notes.actions.locking import opened
from medskick.process.meetings.notes.actions.writing import MOST_BEHIND
from medskick.process.meetings.notes.desk import Desk


def most_seated(desk: Desk) -> int:
    """The most that may be told here. A larger table is told by those who run the meeting: no number grows in public
    because somebody with a link says so."""
    return LARGE_GROUP if desk.link else MOST_BEHIND


def tell_persons(desk: Desk, persons: int | None, *, by: Viewer) -> int | None:
    """How many sat at the table, None for not known. Counts at once for what has been handed in, and for what will be.

    Raises ValidationError. Returns the number.
    """
    with transaction.atomic():
        table = opened(desk, by)
        set_persons(desk, table, persons, by)
    return persons


def set_persons(desk: Desk, table: Table, persons: int | None, by: Viewer) -> None:
    """The same for a table that is held. Another number than before is told in the log, beside what it was."""
    if table.persons == persons:
        return
    _check(desk, persons)
    before, table.persons = table.persons, persons
    table.save(update_fields=["persons"])
    contributions.tell_persons(table.sending, persons)
    audit.record(
        by,
        "meetings.table_told",
        places.ref(table.meeting),
        table=str(table),
        persons="–" if persons is None else persons,
        before="–" if before is None else before,
    )


def _check(desk: Desk, persons: int | None) -> None:
    if persons is None or 1 <= persons <= most_seated(desk):
        return
    if desk.link and 1 <= persons <= MOST_BEHIND:
        raise ValidationError(
            _("Fler än %(n)s vid ett bord skrivs in av den som håller i mötet. Lämna rutan tom så länge.")
            % {"n": LARGE_GROUP}
        )
    raise ValidationError(_("Skriv ett tal mellan 1 och %(n)s, eller lämna rutan tom.") % {"n": MOST_BEHIND})
