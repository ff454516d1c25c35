"""Everything that is written at a table is written with its row locked, so that nothing is handed in twice."""

from __future__ import annotations

from medskick.ground.core.access import Viewer, require
from medskick.process.meetings.models import NoteLink, Table
from medskick.process.meetings.notes.desk import Desk


def table_of(table: Table) -> Table:
    """The table as it is now with its meeting, held until the transaction ends."""
    rows = Table.objects.select_for_update(of=("self",)).select_related("meeting__cycle")
    return rows.get(pk=table.pk)


def opened(desk: Desk, by: Viewer) -> Table:
    """The desk's table, held, for somebody who may write there now. Raises PermissionDenied."""
    table = table_of(desk.table)
    link = desk.link and NoteLink.objects.select_related("table__meeting").get(pk=desk.link.pk)
    require("meetings.take_notes", by, Desk(table, link))
    return table
