"""Notes from the room for tests: a table with a link, and what its page sends."""

from __future__ import annotations

import io
import uuid
from typing import Any

from helpers_meetings import LEAD, make_meeting


def make_table(cycle: Any, name: str = "Ungdomar", **meeting: Any) -> Any:
    """A table of a published meeting."""
    from medskick.process.meetings.notes import actions

    return actions.add_table(make_meeting(cycle, **meeting), name, by=LEAD)


def linked(table: Any) -> Any:
    """The desk of somebody who has the table's link."""
    from medskick.process.meetings.notes import actions
    from medskick.process.meetings.notes.desk import Desk

    return Desk(table, actions.open_link(table, by=LEAD))


def path_of(desk: Any) -> str:
    """The address of the note-taker's page."""
    from medskick.process.meetings.notes import links

    return links.path_of(desk.link)


def token() -> str:
    """A token of the note-taker's page."""
    from medskick.ground.core import tokens
    from medskick.process.meetings.notes.views.desk import PURPOSE

    return tokens.issue(PURPOSE)


def sent(what: str, **fields: Any) -> dict[str, Any]:
    """What a form of the page sends, with an id of its own unless told."""
    return {"visitor_token": token(), "client_id": str(uuid.uuid4()), "what": what, **fields}


def a_note(desk: Any, text: str = "Fler nattbussar.", **fields: Any) -> dict[str, Any]:
    """A new note at the table's first question."""
    question = desk.table.meeting.questions.first().pk
    return sent(
        "note", **{"note": str(uuid.uuid4()), "question": question, "text": text, "persons": 1, **fields}
    )


def post(client: Any, desk: Any, fields: dict[str, Any], *, script: bool = True) -> Any:
    """Send to the table, as the outbox does or as an ordinary form."""
    headers = {"accept": "application/json"} if script else {}
    return client.post(path_of(desk), fields, headers=headers)


def photo(name: str = "lappar.jpg", size: tuple[int, int] = (640, 480)) -> Any:
    """A photo that tells where and with what it was taken."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    picture = Image.new("RGB", size, (240, 200, 60))
    exif = Image.Exif()
    exif[0x010F] = "Kameramärke"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
