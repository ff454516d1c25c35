"""Meetings, those who sign up for them, what is told to them and how many came."""

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
from medskick.process.meetings.models.notice import Notice
from medskick.process.meetings.models.signup import SignUp, Standing

__all__ = [
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
    "Notice",
    "SignUp",
    "Standing",
    "State",
    "TargetGroup",
    "Wait",
]
