"""Writes: meetings, sign-ups, the door, what is told, disposal. One function for each verb."""

from medskick.process.meetings.actions.attendance import (
    arrive,
    count_heads,
    not_here,
    walk_in,
)
from medskick.process.meetings.actions.contacts import place_contact
from medskick.process.meetings.actions.disposal import dispose, dispose_due
from medskick.process.meetings.actions.meetings import (
    ChangedMeanwhile,
    cancel,
    create,
    edit,
    mark_held,
    move,
    publish,
)
from medskick.process.meetings.actions.notices import send_reminders, tell
from medskick.process.meetings.actions.signups import Wish, change, leave, sign_up

__all__ = [
    "ChangedMeanwhile",
    "Wish",
    "arrive",
    "cancel",
    "change",
    "count_heads",
    "create",
    "dispose",
    "dispose_due",
    "edit",
    "leave",
    "mark_held",
    "move",
    "not_here",
    "place_contact",
    "publish",
    "send_reminders",
    "sign_up",
    "tell",
    "walk_in",
]
