"""Notes from the room: tables, what is asked at them, what was written down, and photos of sticky notes."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.utils import timezone

from medskick.process.meetings.models.attendance import Age
from medskick.process.meetings.models.meeting import Meeting, State

# A note-taker's link opens the table until so many days after the meeting.
LINK_DAYS = 7
# Of a note: written, not taken back, and not handed in.
WAITS = models.Q(submission=None, taken_back_at=None)


class Table(models.Model):
    """A table of a meeting. Its number is said aloud in the room and never given to another table of the meeting.

    ``sending`` is given to what is sent from it: those who sit there are counted once, however much they say.
    ``persons``: how many sat there, as its note-taker has told; None until then.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="tables")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80, blank=True)
    sending = models.UUIDField(default=uuid.uuid4, editable=False)
    persons = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="meetings_table_number_once"),
            models.CheckConstraint(condition=models.Q(persons__gte=1), name="meetings_table_one_person"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()

    @property
    def takes_notes(self) -> bool:
        """Whether notes may be written: the meeting is known to the public, and not called off."""
        return self.meeting.state in (State.PUBLISHED, State.HELD)


class Question(models.Model):
    """Something that is asked at the tables. ``key`` is that of the region's own question; empty for another one."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class NoteLink(models.Model):
    """The secret link of a table's note-taker (``notes.links``): the row holds seed and hash, which open nothing."""

    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="links")
    seed = models.UUIDField(default=uuid.uuid4, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.CharField(max_length=200)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table"],
                condition=models.Q(revoked_at__isnull=True),
                name="meetings_one_open_link_per_table",
            )
        ]

    def __str__(self) -> str:
        return f"{self.table_id}, {self.made_at:%Y-%m-%d}"

    @property
    def closes_at(self) -> datetime.datetime:
        """When it stops opening the table."""
        return self.table.meeting.ends_at + datetime.timedelta(days=LINK_DAYS)

    @property
    def is_open(self) -> bool:
        """Whether it opens the table now."""
        return self.revoked_at is None and timezone.now() < self.closes_at


class Note(models.Model):
    """What was said, as somebody wrote it down, and how many stand behind it. ``key`` is made where it is written.

    Until it is handed in it may be changed and taken back (then its words are emptied). Handed in, it is a
    contribution: ``submission`` and ``number`` tell which.
    """

    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="notes")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="notes")
    key = models.UUIDField()
    text = models.TextField(blank=True)
    persons = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    submission = models.ForeignKey(
        "contributions.Submission", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["table", "key"], name="meetings_note_key_once"),
            models.CheckConstraint(condition=models.Q(persons__gte=1), name="meetings_note_one_person"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Photo(models.Model):
    """A photo of sticky notes, for whoever types them in and for staff alone. ``file`` is its name in the room's
    folder, emptied when the photo is taken away."""

    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="photos")
    key = models.UUIDField()
    file = models.CharField(max_length=80, blank=True)
    taken_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["table", "key"], name="meetings_photo_key_once")]

    def __str__(self) -> str:
        return str(self.key)


class TableCount(models.Model):
    """So many of one age sat at the table. The ages are those of the meeting's own count."""

    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="counts")
    age = models.CharField(max_length=8, choices=Age)
    persons = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["table", "age"], name="meetings_table_count_once")]

    def __str__(self) -> str:
        return f"{self.age}: {self.persons}"
