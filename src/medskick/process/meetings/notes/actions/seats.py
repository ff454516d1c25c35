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
    count_again(table)
    audit.record(
        by,
        "meetings.table_told",
        places.ref(table.meeting),
        table=str(table),
        persons="–" if persons is None else persons,
        before="–" if before is None else before,
    )


def count_again(table: Table) -> None:
    """Give what the table has handed in the number that was told; a later note by more than that, and by more than
    anything handed in first, says that they were at least so many.

    So the sending never becomes larger in one place alone: an edition that knows its first notes counts it as the front
    page does. A number that only a person lets through (``LARGE_GROUP``) waits for that.
    """
    largest: dict[int, int] = {}
    handed_in = table.notes.filter(submission__isnull=False).order_by("submission_id")
    for submission, persons in handed_in.values_list("submission_id", "persons"):
        largest[submission] = max(persons, largest.get(submission, 0))
    if not largest:
        return
    first, *later = largest.values()
    more = [persons for persons in later if first < persons <= LARGE_GROUP]
    contributions.tell_persons(table.sending, max([table.persons or 0, *more]) or None)


def _check(desk: Desk, persons: int | None) -> None:
    if persons is None or 1 <= persons <= most_seated(desk):
        return
    if desk.link and 1 <= persons <= MOST_BEHIND:
        raise ValidationError(
            _("Fler än %(n)s vid ett bord skrivs in av den som håller i mötet. Lämna rutan tom så länge.")
            % {"n": LARGE_GROUP}
        )
    raise ValidationError(_("Skriv ett tal mellan 1 och %(n)s, eller lämna rutan tom.") % {"n": MOST_BEHIND})
