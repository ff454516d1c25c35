"""Writes: meetings, sign-ups, the door, kiosks, what is told, disposal. One function for each verb."""

from medskick.process.meetings.actions.attendance import (
    Waits,
    arrive,
    count_heads,
    fetch_list,
    not_here,
    walk_in,
)
from medskick.process.meetings.actions.co_hosts import present_co_host
from medskick.process.meetings.actions.contacts import place_contact
from medskick.process.meetings.actions.disposal import dispose, dispose_due
from medskick.process.meetings.actions.kiosks import (
    Shut,
    answer,
    close_kiosk,
    end_sitting,
    is_over,
    open_kiosk,
)
from medskick.process.meetings.actions.meetings import (
    ChangedMeanwhile,
    NotHandedIn,
    cancel,
    create,
    discard,
    edit,
    mark_held,
    move,
    publish,
)
from medskick.process.meetings.actions.notices import send_reminders, tell
from medskick.process.meetings.actions.signups import (
    Wish,
    change,
    earlier,
    enter,
    is_as_wished,
    leave,
    sign_up,
)

__all__ = [
    "ChangedMeanwhile",
    "NotHandedIn",
    "Shut",
    "Waits",
    "Wish",
    "answer",
    "arrive",
    "cancel",
    "change",
    "close_kiosk",
    "count_heads",
    "create",
    "discard",
    "dispose",
    "dispose_due",
    "earlier",
    "edit",
    "end_sitting",
    "enter",
    "fetch_list",
    "is_as_wished",
    "is_over",
    "leave",
    "mark_held",
    "move",
    "not_here",
    "open_kiosk",
    "place_contact",
    "present_co_host",
    "publish",
    "send_reminders",
    "sign_up",
    "tell",
    "walk_in",
]
