"""While people talk: notes, photos of sticky notes and how many sit at the table."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer
from medskick.process.contributions.actions.receive import check
from medskick.process.meetings.actions import places
from medskick.process.meetings.actions.attendance import MOST
from medskick.process.meetings.models import Age, Note, Photo, TableCount
from medskick.process.meetings.notes import photos
from medskick.process.meetings.notes.actions.answers import answer_of
from medskick.process.meetings.notes.actions.locking import opened
from medskick.process.meetings.notes.desk import Desk

MOST_PHOTOS = 60
MOST_WAITING = 500  # notes: they are handed in at once, and meanwhile nobody else writes
MOST_BEHIND = 1_000  # persons: no table is larger, and a slip of the finger counts in public


def write(desk: Desk, key: uuid.UUID, question: int, text: str, persons: int, *, by: Viewer) -> Note:
    """Keep a note, or the newest words of one that is not handed in. Raises ValidationError."""
    with transaction.atomic():
        table = opened(desk, by)
        asked = table.meeting.questions.filter(pk=question).first()
        if asked is None:
            raise ValidationError(_("Frågan finns inte på det här mötet. Ladda om sidan."))
        if persons > MOST_BEHIND:
            raise ValidationError(
                _("Skriv ett tal som är högst %(limit_value)s.") % {"limit_value": MOST_BEHIND}
            )
        note = table.notes.filter(key=key).first() or Note(table=table, key=key)
        waiting = table.notes.filter(submission=None, taken_back_at=None)
        if not note.text and waiting.count() >= MOST_WAITING:
            raise ValidationError(
                _("Det väntar redan %(n)s anteckningar. Lämna in dem först.") % {"n": MOST_WAITING}
            )
        if note.submission_id:
            raise ValidationError(_("Anteckningen är redan inlämnad. Skriv det nya som en egen anteckning."))
        note.question, note.text, note.persons, note.taken_back_at = asked, text, persons, None
        check(answer_of(note))
        note.save()
        audit.record(by, "meetings.note_written", places.ref(table.meeting), table=str(table))
    return note


def take_back(desk: Desk, key: uuid.UUID, *, by: Viewer) -> None:
    """Empty a note that is not handed in. One that is not there any more is left so."""
    with transaction.atomic():
        table = opened(desk, by)
        note = table.notes.filter(key=key, taken_back_at=None).first()
        if note is None:
            return
        if note.submission_id:
            raise ValidationError(
                _("Anteckningen är redan inlämnad. Ta tillbaka hela inlämningen i stället.")
            )
        note.text, note.taken_back_at = "", timezone.now()
        note.save(update_fields=["text", "taken_back_at"])
        audit.record(by, "meetings.note_taken_back", places.ref(table.meeting), table=str(table))


def add_photo(desk: Desk, key: uuid.UUID, file: File[bytes], *, by: Viewer) -> Photo:
    """Keep what is seen in a photo of sticky notes. Raises ValidationError."""
    name = photos.keep(file)
    try:
        with transaction.atomic():
            # Before the table, as disposal holds it: none is kept behind its back.
            meeting = places.locked(desk.table.meeting_id)
            table = opened(desk, by)
            if meeting.disposed_at is not None:
                raise ValidationError(_("Mötets gallringsdag har varit. Nu sparas inga foton."))
            if table.photos.filter(removed_at=None).count() >= MOST_PHOTOS:
                raise ValidationError(_("Det finns redan %(n)s foton vid bordet.") % {"n": MOST_PHOTOS})
            if table.photos.filter(key=key).exists():
                raise ValidationError(_("Fotot finns redan. Ladda om sidan."))
            photo = Photo.objects.create(table=table, key=key, file=name)
            audit.record(by, "meetings.photo_added", places.ref(table.meeting), table=str(table))
    except BaseException:
        photos.remove(name)
        raise
    return photo


def remove_photo(desk: Desk, key: uuid.UUID, *, by: Viewer) -> None:
    """Take a photo away, file and all. One that is not there any more is left so."""
    with transaction.atomic():
        table = opened(desk, by)
        photo = table.photos.filter(key=key, removed_at=None).first()
        if photo is None:
            return
        name, photo.file, photo.removed_at = photo.file, "", timezone.now()
        photo.save(update_fields=["file", "removed_at"])
        audit.record(by, "meetings.photo_removed", places.ref(table.meeting), table=str(table))
        transaction.on_commit(lambda: photos.remove(name))


def count(desk: Desk, persons: Mapping[str, int], *, by: Viewer) -> int:
    """How many of each age sit at the table; replaces an earlier count. Returns how many they are together."""
    known = dict(Age)
    if not set(persons) <= set(known) or any(not 0 <= some <= MOST for some in persons.values()):
        raise ValidationError(_("Skriv antal mellan 0 och 10 000."))
    with transaction.atomic():
        table = opened(desk, by)
        table.counts.all().delete()
        TableCount.objects.bulk_create(
            TableCount(table=table, age=age, persons=persons[age]) for age in known if persons.get(age)
        )
        together = sum(persons.values())
        audit.record(
            by, "meetings.table_counted", places.ref(table.meeting), table=str(table), persons=together
        )
    return together
