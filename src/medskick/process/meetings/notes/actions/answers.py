"""A note as the contributions' room takes it."""

from __future__ import annotations

from django.utils import timezone

from medskick.process.contributions.actions import Answer, Source
from medskick.process.contributions.models import Channel, SenderKind
from medskick.process.meetings.models import Note
from medskick.process.meetings.queries.said import SOURCE


def answer_of(note: Note) -> Answer:
    """Said at the meeting, by so many. A question that is not the region's own stands as the title."""
    meeting = note.table.meeting
    day = timezone.localdate(meeting.starts_at)
    return Answer(
        text=note.text,
        question=note.question.key,
        title="" if note.question.key or not note.text.strip() else note.question.text,
        channel=Channel.MEETING,
        sender_kind=SenderKind.GROUP if note.persons > 1 else SenderKind.PERSON,
        persons=note.persons,
        municipality=meeting.municipality,
        source=Source(kind=SOURCE, key=str(meeting.number), title=meeting.title, date=day),
    )
