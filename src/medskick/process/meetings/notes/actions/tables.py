"""Before the meeting: tables, what is asked at them, and a link for each note-taker."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.process.contributions.actions.receive import unstorable
from medskick.process.cycle import region as regions
from medskick.process.meetings.actions import places
from medskick.process.meetings.links import hash_of
from medskick.process.meetings.models import Meeting, NoteLink, Question, State, Table
from medskick.process.meetings.notes import links
from medskick.process.meetings.notes.actions.locking import table_of

MOST_TABLES = 60
MOST_QUESTIONS = 12
_LONGEST_NAME, _LONGEST_QUESTION = 80, 300


def standard_questions() -> list[tuple[str, str]]:
    """Key and text of what is asked unless the hosts choose something else: the questions of the region's web form."""
    frame = regions.region().frame("web")
    return [(one.key, str(one.text)) for one in frame.questions]


def add_table(meeting: Meeting, name: str, *, by: Viewer) -> Table:
    """One more table, with the next number. With the first one the standard questions are laid out."""
    name = _name(name)
    with transaction.atomic():
        now = _planned(meeting, by)
        last = now.tables.aggregate(last=Max("number"))["last"] or 0
        if now.tables.count() >= MOST_TABLES:
            raise ValidationError(_("Det finns redan %(n)s bord. Fler får inte plats.") % {"n": MOST_TABLES})
        table = Table.objects.create(meeting=now, number=last + 1, name=name)
        if not now.questions.exists():
            _lay_out(now, [text for _key, text in standard_questions()])
        audit.record(by, "meetings.table_added", places.ref(now), table=str(table), title=now.title)
    return table


def add_tables(meeting: Meeting, name: str, many: int, *, by: Viewer) -> list[Table]:
    """So many more tables at once, all or none."""
    with transaction.atomic():
        return [add_table(meeting, name, by=by) for _each in range(many)]


def open_missing_links(meeting: Meeting, *, by: Viewer) -> int:
    """A link for each table that takes notes and has no open one. Returns how many were made."""
    with transaction.atomic():
        now = _planned(meeting, by)
        links_now = NoteLink.objects.filter(table__meeting=now, revoked_at=None).select_related(
            "table__meeting"
        )
        has = {link.table_id for link in links_now if link.is_open}
        without = [
            one for one in now.tables.select_related("meeting") if one.takes_notes and one.pk not in has
        ]
        for table in without:
            open_link(table, by=by)
    return len(without)


def rename_table(table: Table, name: str, *, by: Viewer) -> None:
    """Another name; the number stays."""
    name = _name(name)
    with transaction.atomic():
        now = table_of(table)
        require("meetings.edit", by, now.meeting)
        now.name = name
        now.save(update_fields=["name"])
        audit.record(
            by, "meetings.table_renamed", places.ref(now.meeting), table=str(now), title=now.meeting.title
        )


def remove_table(table: Table, *, by: Viewer) -> None:
    """Take away a table at which nothing has been written."""
    with transaction.atomic():
        now = table_of(table)
        require("meetings.edit", by, now.meeting)
        if now.notes.exists() or now.photos.exists() or now.counts.exists():
            raise ValidationError(_("Vid bordet finns anteckningar. Det kan inte tas bort."))
        audit.record(
            by, "meetings.table_removed", places.ref(now.meeting), table=str(now), title=now.meeting.title
        )
        now.links.all().delete()
        now.delete()


def ask(meeting: Meeting, texts: Sequence[str], *, by: Viewer) -> None:
    """What is asked at the tables, in this order. One that stays word for word keeps its notes."""
    with transaction.atomic():
        now = _planned(meeting, by)
        _lay_out(now, list(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip())))
        audit.record(by, "meetings.questions_set", places.ref(now), title=now.title, count=len(texts))


def open_link(table: Table, *, by: Viewer) -> NoteLink:
    """A new link for the table's note-taker. An earlier one opens nothing any more."""
    with transaction.atomic():
        now = table_of(table)
        require("meetings.edit", by, now.meeting)
        _revoke(now)
        link = NoteLink(table=now, made_by=by.name)
        link.secret_hash = hash_of(links.secret_of(link))
        link.save(force_insert=True)
        audit.record(
            by, "meetings.note_link_made", places.ref(now.meeting), table=str(now), title=now.meeting.title
        )
    return link


def revoke_link(table: Table, *, by: Viewer) -> None:
    """The table's link opens nothing from now on. What was written with it stays."""
    with transaction.atomic():
        now = table_of(table)
        require("meetings.edit", by, now.meeting)
        if _revoke(now):
            audit.record(
                by,
                "meetings.note_link_revoked",
                places.ref(now.meeting),
                table=str(now),
                title=now.meeting.title,
            )


# --- inside -----------------------------------------------------------------------------------------------------


def _planned(meeting: Meeting, by: Viewer) -> Meeting:
    """The meeting, locked, for somebody who may change it."""
    now = places.locked(meeting.pk)
    require("meetings.edit", by, now)
    if now.state == State.CANCELLED:
        raise ValidationError(_("Mötet är inställt och går inte att ändra."))
    return now


def _name(written: str) -> str:
    name = " ".join(written.split())
    if unstorable(name):
        raise ValidationError(_("Texten innehåller tecken som inte går att spara."))
    if len(name) > _LONGEST_NAME:
        raise ValidationError(_("Bordets namn får vara högst %(n)s tecken.") % {"n": _LONGEST_NAME})
    return name


def _lay_out(meeting: Meeting, texts: list[str]) -> None:
    if not texts:
        raise ValidationError(_("Skriv minst en fråga."))
    if len(texts) > MOST_QUESTIONS:
        raise ValidationError(_("Skriv högst %(n)s frågor.") % {"n": MOST_QUESTIONS})
    if any(len(text) > _LONGEST_QUESTION for text in texts):
        raise ValidationError(_("En fråga får vara högst %(n)s tecken.") % {"n": _LONGEST_QUESTION})
    earlier = {one.text: one for one in meeting.questions.all()}
    for text in [text for text in earlier if text not in texts]:
        if earlier[text].notes.exists():
            raise ValidationError(
                _("Frågan ”%(text)s” har redan fått anteckningar. Låt den stå kvar.") % {"text": text}
            )
        earlier[text].delete()
    keys = {text: key for key, text in standard_questions()}
    for position, text in enumerate(texts, 1):
        question = earlier.get(text) or Question(meeting=meeting, text=text, key=keys.get(text, ""))
        question.position = position
        question.save()


def _revoke(table: Table) -> int:
    return table.links.filter(revoked_at=None).update(revoked_at=timezone.now())
