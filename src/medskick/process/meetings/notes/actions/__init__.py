"""Writes: tables and links by staff; notes, photos, counts and handing in by whoever writes at a table."""

from medskick.process.meetings.notes.actions.handing_in import Seated, hand_in, hand_in_all, withdraw
from medskick.process.meetings.notes.actions.seats import most_seated, tell_persons
from medskick.process.meetings.notes.actions.tables import (
    add_table,
    add_tables,
    ask,
    open_link,
    open_missing_links,
    remove_table,
    rename_table,
    revoke_link,
)
from medskick.process.meetings.notes.actions.writing import (
    add_photo,
    count,
    remove_photo,
    take_back,
    write,
)

__all__ = [
    "Seated",
    "add_photo",
    "add_table",
    "add_tables",
    "ask",
    "count",
    "hand_in",
    "hand_in_all",
    "most_seated",
    "open_link",
    "open_missing_links",
    "remove_photo",
    "remove_table",
    "rename_table",
    "revoke_link",
    "take_back",
    "tell_persons",
    "withdraw",
    "write",
]
