"""Reads: the tables of a meeting for those who run it, and a table as its note-taker sees it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone

from medskick.ground.core.access import Role, Viewer, allowed, require
from medskick.process.contributions import queries as contributions
from medskick.process.contributions.models import State as Shown
from medskick.process.meetings.links import hash_of
from medskick.process.meetings.models import Age, Meeting, Note, NoteLink, Photo, Question, State, Table
from medskick.process.meetings.models.meeting import PLANS
from medskick.process.meetings.models.notes import WAITS
from medskick.process.meetings.notes.desk import Desk

_WAITS = Q(notes__submission=None, notes__taken_back_at=None)


@dataclass(frozen=True)
class TableLine:
    """A table in staff's list: notes that wait and that are handed in, persons told or counted, and its open link."""

    table: Table
    waits: int
    handed_in: int
    counted: int
    link: NoteLink | None


@dataclass(frozen=True)
class HandedIn:
    """What was handed in at once: its receipt's code, when, the notes, and how many of them are where by now."""

    code: str
    at: datetime.datetime
    notes: list[Note]
    waiting: int
    shown: int
    hidden: int
    withdrawn: int

    @property
    def is_withdrawn(self) -> bool:
        """Whether all of it has been taken back."""
        return self.withdrawn == len(self.notes)


@dataclass(frozen=True)
class Page:
    """A table as its note-taker sees it: each question with the notes that are not handed in, photos, counts by age.

    ``seated``: how many sat there, where that has been told.
    """

    desk: Desk
    questions: list[tuple[Question, list[Note]]]
    photos: list[Photo]
    counts: dict[str, int]
    handed_in: list[HandedIn]
    seated: int | None

    @property
    def waiting(self) -> int:
        """How many notes are here and not handed in."""
        return sum(len(notes) for _question, notes in self.questions)

    @property
    def persons(self) -> int:
        """How many have been counted at the table."""
        return sum(self.counts.values())


def link_by_secret(secret: str, viewer: Viewer) -> NoteLink | None:
    """The link that a secret is of, open or not; None for one that never was. The secret is the permission."""
    rows = NoteLink.objects.select_related("table__meeting__cycle")
    return rows.filter(secret_hash=hash_of(secret)).first()


def table(meeting: Meeting, number: int, viewer: Viewer) -> Table | None:
    """One table, for those who run its meeting."""
    require("meetings.edit", viewer, meeting)
    return meeting.tables.select_related("meeting__cycle").filter(number=number).first()


def tables(meeting: Meeting, viewer: Viewer) -> list[TableLine]:
    """The meeting's tables for those who run it. Three queries."""
    require("meetings.edit", viewer, meeting)
    rows = meeting.tables.select_related("meeting").annotate(
        waits=Count("notes", filter=_WAITS), sent=Count("notes", filter=Q(notes__submission__isnull=False))
    )
    links = NoteLink.objects.filter(table__meeting=meeting, revoked_at=None).select_related("table__meeting")
    opened = {link.table_id: link for link in links if link.is_open}
    counted = _counted(meeting)
    return [
        TableLine(one, one.waits, one.sent, one.persons or counted.get(one.pk, 0), opened.get(one.pk))
        for one in rows
    ]


def not_handed_in(viewer: Viewer, meeting: Meeting | None = None) -> list[Table]:
    """Tables with notes that nobody has handed in, by meeting: of this one, or of all that are over, as far as the
    viewer runs them. One query at most."""
    rows = Table.objects.filter(Exists(Note.objects.filter(WAITS, table=OuterRef("pk"))))
    rows = rows.exclude(meeting__state=State.CANCELLED)
    if meeting is not None:
        return list(rows.filter(meeting=meeting)) if allowed("meetings.edit", viewer, meeting) else []
    if not viewer.has(*PLANS):
        if not (viewer.has(Role.MUNICIPALITY_CONTACT) and viewer.municipality):
            return []
        rows = rows.filter(meeting__municipality=viewer.municipality)
    over = Q(meeting__state=State.HELD) | Q(meeting__ends_at__lte=timezone.now())
    return list(
        rows.filter(over).select_related("meeting").order_by("-meeting__starts_at", "meeting", "number")
    )


def _counted(meeting: Meeting) -> dict[int, int]:
    rows = meeting.tables.filter(counts__isnull=False).order_by()
    return dict(rows.values_list("pk").annotate(persons=Sum("counts__persons")))


def counted_at_tables(meeting: Meeting, viewer: Viewer) -> dict[str, int]:
    """How many of each age the tables have counted together."""
    require("meetings.edit", viewer, meeting)
    rows = meeting.tables.filter(counts__isnull=False).order_by()
    return dict(rows.values_list("counts__age").annotate(persons=Sum("counts__persons")))


def questions(meeting: Meeting, viewer: Viewer) -> list[str]:
    """What is asked at the tables, in order; empty before the first table."""
    require("meetings.edit", viewer, meeting)
    return list(meeting.questions.values_list("text", flat=True))


def page(desk: Desk, viewer: Viewer) -> Page:
    """A table as its note-taker sees it. Seven queries at most, however much has been written."""
    require("meetings.take_notes", viewer, desk)
    notes = list(
        desk.table.notes.filter(taken_back_at=None).select_related("submission__receipt", "question")
    )
    own = [note for note in notes if note.submission_id is None]
    asked = desk.table.meeting.questions.all()
    return Page(
        desk=desk,
        questions=[(one, [note for note in own if note.question_id == one.pk]) for one in asked],
        photos=list(desk.table.photos.filter(removed_at=None)),
        counts={
            age: persons
            for age, persons in desk.table.counts.values_list("age", "persons")
            if age in dict(Age)
        },
        handed_in=_handed_in([note for note in notes if note.submission_id], viewer),
        seated=Table.objects.filter(pk=desk.table.pk).values_list("persons", flat=True).first(),
    )


def _handed_in(notes: Sequence[Note], viewer: Viewer) -> list[HandedIn]:
    sent: dict[int, list[Note]] = {}
    for note in notes:
        sent.setdefault(note.submission_id or 0, []).append(note)
    states = contributions.states_of(sent, viewer) if sent else {}
    made = []
    for key, some in sent.items():
        now, first = states.get(key, {}), some[0].submission
        assert first is not None
        made.append(
            HandedIn(
                first.receipt.code,
                first.received_at,
                some,
                waiting=now.get(Shown.WAITING, 0),
                shown=now.get(Shown.VISIBLE, 0),
                hidden=now.get(Shown.HIDDEN, 0),
                withdrawn=now.get(Shown.WITHDRAWN, 0),
            )
        )
    return sorted(made, key=lambda one: (one.at, one.code), reverse=True)


def note(desk: Desk, key: uuid.UUID, viewer: Viewer) -> Note | None:
    """One note of the table that may still be changed."""
    require("meetings.take_notes", viewer, desk)
    return desk.table.notes.filter(key=key, submission=None, taken_back_at=None).first()


def photo(desk: Desk, key: uuid.UUID, viewer: Viewer) -> Photo | None:
    """One photo of the table, for whoever writes there. Never public."""
    return desk.table.photos.filter(key=key, removed_at=None).first() if may_open(desk, viewer) else None


def may_open(desk: Desk, viewer: Viewer) -> bool:
    """Whether this viewer may write at the desk now."""
    return allowed("meetings.take_notes", viewer, desk)
