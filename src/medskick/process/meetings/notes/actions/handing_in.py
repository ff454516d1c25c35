"""After the talk: what was written becomes contributions, and may be taken back as any sender may."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from medskick.ground.core import audit, receipts
from medskick.ground.core.access import PUBLIC, Viewer, require
from medskick.process.contributions import actions as contributions
from medskick.process.contributions.models import Submission
from medskick.process.meetings.actions import places
from medskick.process.meetings.models import Meeting, Note
from medskick.process.meetings.notes.actions.answers import answer_of
from medskick.process.meetings.notes.actions.locking import opened
from medskick.process.meetings.notes.actions.seats import count_again, set_persons
from medskick.process.meetings.notes.desk import Desk


@dataclass(frozen=True)
class Seated:
    """How many sat at the table, told with what is handed in. ``seen``: the number that the page showed then."""

    persons: int | None
    seen: int | None = None


def hand_in(desk: Desk, seated: Seated | None = None, *, by: Viewer) -> list[Note]:
    """Send the table's notes that are not handed in, each once, with one receipt. Returns them; none is no error.

    They are received as from the people at the table: whoever writes for them needs no right to enter letters. All that
    one table sends is one sending, so that those who sit there are counted once. ``seated`` is taken where nobody else
    has told another number since the page was shown: an old page corrects nothing.
    """
    with transaction.atomic():
        table = opened(desk, by)
        if seated and seated.persons != seated.seen and seated.seen == table.persons:
            set_persons(desk, table, seated.persons, by)
        waiting = table.notes.filter(submission=None, taken_back_at=None).select_related("question")
        notes = list(waiting.order_by("question__position", "pk"))
        if not notes:
            return []
        for note in notes:
            note.table = table
        submission = contributions.receive(
            table.meeting.cycle,
            [answer_of(note) for note in notes],
            client_key=f"table-{table.pk}-{notes[0].key.hex}",
            by=PUBLIC,
            sending=table.sending,
            sending_persons=table.persons,
        )
        numbers = submission.contributions.order_by("pk").values_list("number", flat=True)
        for note, number in zip(notes, numbers, strict=True):
            note.submission, note.number = submission, number
        Note.objects.bulk_update(notes, ["submission", "number"])
        count_again(table)
        audit.record(
            by, "meetings.notes_handed_in", places.ref(table.meeting), table=str(table), count=len(notes)
        )
    return notes


def hand_in_all(meeting: Meeting, *, by: Viewer) -> int:
    """Hand in for every table of the meeting what its note-taker has not. Returns how many notes."""
    require("meetings.edit", by, meeting)
    with transaction.atomic():
        tables = list(meeting.tables.select_related("meeting__cycle"))
        return sum(len(hand_in(Desk(table), by=by)) for table in tables)


def withdraw(desk: Desk, code: str, *, by: Viewer) -> int:
    """Take back what was handed in with this receipt. It is final, as for any sender. Returns how many notes."""
    with transaction.atomic():
        table = opened(desk, by)
        receipt = receipts.find(code)
        submission = Submission.objects.filter(receipt=receipt).first() if receipt else None
        notes = table.notes.filter(submission=submission) if submission else table.notes.none()
        if submission is None or not notes.exists():
            raise ValidationError(_("Inlämningen hör inte till det här bordet."))
        for one in submission.contributions.select_related("submission"):
            contributions.withdraw(one, submission.receipt, by=by)
        audit.record(
            by, "meetings.notes_withdrawn", places.ref(table.meeting), table=str(table), count=len(notes)
        )
    return len(notes)
