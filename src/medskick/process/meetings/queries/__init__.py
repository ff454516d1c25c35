"""Reads: meetings, the numbers of one, a visitor's own sign-up, the door, coverage, what was said."""

from medskick.process.meetings.queries.audience import Audience, audience
from medskick.process.meetings.queries.became import Became, became, reports_from
from medskick.process.meetings.queries.co_hosts import co_host, logo
from medskick.process.meetings.queries.contacts import contacts_to_place
from medskick.process.meetings.queries.coverage import Stop, coverage, of_the_tour
from medskick.process.meetings.queries.door import (
    DoorLine,
    at_the_door,
    found_among,
    needs,
    signup_by_code,
)
from medskick.process.meetings.queries.kiosks import (
    kiosk_by_secret,
    kiosk_takes_answers,
    kiosks,
    receipt_given,
)
from medskick.process.meetings.queries.meetings import (
    Filters,
    ahead,
    calendar_of,
    choices,
    coming,
    dated,
    described,
    earlier,
    held,
    meeting,
    meeting_for_staff,
    notices,
    other_cycles,
    planned,
    search,
    why,
)
from medskick.process.meetings.queries.numbers import (
    Numbers,
    Room,
    came_to,
    numbers,
    public_numbers,
    room,
    rooms,
)
from medskick.process.meetings.queries.said import said, said_at, was_said_at
from medskick.process.meetings.queries.signups import Own, own, signup_by_secret, waiting_number

__all__ = [
    "Audience",
    "Became",
    "DoorLine",
    "Filters",
    "Numbers",
    "Own",
    "Room",
    "Stop",
    "ahead",
    "at_the_door",
    "audience",
    "became",
    "calendar_of",
    "came_to",
    "choices",
    "co_host",
    "coming",
    "contacts_to_place",
    "coverage",
    "dated",
    "described",
    "earlier",
    "found_among",
    "held",
    "kiosk_by_secret",
    "kiosk_takes_answers",
    "kiosks",
    "logo",
    "meeting",
    "meeting_for_staff",
    "needs",
    "notices",
    "numbers",
    "of_the_tour",
    "other_cycles",
    "own",
    "planned",
    "public_numbers",
    "receipt_given",
    "reports_from",
    "room",
    "rooms",
    "said",
    "said_at",
    "search",
    "signup_by_code",
    "signup_by_secret",
    "waiting_number",
    "was_said_at",
    "why",
]
