"""What notes from the room offer the house."""

from django.utils.translation import gettext_lazy as _

from medskick.ground.core import audit, offers
from medskick.process.meetings import models

audit.sentence("meetings.table_added", _("{actor} ställde fram bord {table} på mötet {title}"))
audit.sentence("meetings.table_renamed", _("{actor} gav ett bord på mötet {title} namnet {table}"))
audit.sentence("meetings.table_removed", _("{actor} tog bort bord {table} från mötet {title}"))
audit.sentence("meetings.questions_set", _("{actor} ändrade frågorna som ställs på mötet {title}"))
audit.sentence(
    "meetings.note_link_made", _("{actor} gjorde en länk för anteckningar vid bord {table}, {title}")
)
audit.sentence(
    "meetings.note_link_revoked", _("{actor} stängde länken för anteckningar vid bord {table}, {title}")
)
audit.sentence("meetings.note_written", _("{actor} sparade en anteckning vid bord {table}, {ref}"))
audit.sentence("meetings.note_taken_back", _("{actor} tog bort en anteckning vid bord {table}, {ref}"))
audit.sentence("meetings.photo_added", _("{actor} sparade ett foto vid bord {table}, {ref}"))
audit.sentence("meetings.photo_removed", _("{actor} tog bort ett foto vid bord {table}, {ref}"))
audit.sentence("meetings.table_counted", _("{actor} räknade {persons} vid bord {table}, {ref}"))
audit.sentence(
    "meetings.notes_handed_in", _("{actor} lämnade in anteckningar från bord {table}, {ref} (antal: {count})")
)
audit.sentence(
    "meetings.notes_withdrawn",
    _("{actor} tog tillbaka anteckningar från bord {table}, {ref} (antal: {count})"),
)

offers.record(models.Table, why="Visar var på mötet något sades.")
offers.record(models.Question, why="Utan frågan går anteckningarna inte att förstå.")
offers.record(models.NoteLink, why="Visar vem som gav en länk och när den stängdes. Öppnar ingenting själv.")
offers.record(models.Note, why="Underlag till medskicken: vad som skrevs ned vid vilket bord.")
offers.record(
    models.Photo,
    disposal="expire",
    why="Foton kan visa personer och handstil. De raderas på mötets gallringsdag; raden finns kvar.",
)
offers.record(models.TableCount, why="Underlag för vilka som har deltagit.")
