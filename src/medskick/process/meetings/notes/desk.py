"""A desk: a table, and the link that opened it. Whoever writes at one has the link, or runs the meeting."""

from __future__ import annotations

from dataclasses import dataclass

from medskick.process.meetings.models import NoteLink, Table


@dataclass(frozen=True)
class Desk:
    """``link`` is None for staff, who need none."""

    table: Table
    link: NoteLink | None = None
