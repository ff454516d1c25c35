"""Meetings, those who sign up for them, what is told to them, how many came, and notes from the room."""

from medskick.process.meetings.models.attendance import UNKNOWN_AGE, Age, HeadCount
from medskick.process.meetings.models.kiosk import Kiosk, Wait
from medskick.process.meetings.models.meeting import (
    CoHost,
    CoHostLogo,
    Form,
    Kind,
    Ladder,
    Meeting,
    State,
    TargetGroup,
)
from medskick.process.meetings.models.notes import (
    LINK_DAYS,
    Note,
    NoteLink,
    Photo,
    Question,
    Table,
    TableCount,
)
from medskick.process.meetings.models.notice import Notice
from medskick.process.meetings.models.signup import SignUp, Standing

__all__ = [
    "LINK_DAYS",
    "UNKNOWN_AGE",
    "Age",
    "CoHost",
    "CoHostLogo",
    "Form",
    "HeadCount",
    "Kind",
    "Kiosk",
    "Ladder",
    "Meeting",
    "Note",
    "NoteLink",
    "Notice",
    "Photo",
    "Question",
    "SignUp",
    "Standing",
    "State",
    "Table",
    "TableCount",
    "TargetGroup",
    "Wait",
]
