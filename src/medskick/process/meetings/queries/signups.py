"""A visitor's own sign-up. The secret of the private link is the permission."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from medskick.ground.core.access import Viewer
from medskick.process.meetings.links import hash_of
from medskick.process.meetings.models import Meeting, Notice, SignUp, Standing, State


@dataclass(frozen=True)
class Own:
    """What the private page shows. ``ahead``: the number on the waiting list, 1 for the next; None with a place.

    ``link``: the address on the net, for those who have a place there. ``may_change``: until the meeting begins.
    """

    signup: SignUp
    meeting: Meeting
    ahead: int | None
    link: str
    notices: tuple[Notice, ...]
    may_change: bool


def signup_by_secret(secret: str, viewer: Viewer) -> SignUp | None:
    """The sign-up that a link's secret opens, or None."""
    rows = SignUp.objects.select_related("meeting__cycle").filter(is_walk_in=False)
    return rows.filter(secret_hash=hash_of(secret)).first()


def own(signup: SignUp, viewer: Viewer) -> Own:
    """The private page of a sign-up that the caller has opened with its secret."""
    meeting = signup.meeting
    before_start = meeting.state == State.PUBLISHED and meeting.starts_at > timezone.now()
    return Own(
        signup=signup,
        meeting=meeting,
        ahead=waiting_number(signup) if signup.waits else None,
        link=meeting.link
        if signup.has_place and signup.on_the_net and meeting.state != State.CANCELLED
        else "",
        notices=tuple(_told_to(signup)),
        may_change=before_start and signup.standing != Standing.CANCELLED and signup.disposed_at is None,
    )


def waiting_number(signup: SignUp) -> int:
    """Its number on the waiting list: 1 for the one that moves up next."""
    waiting = SignUp.objects.filter(meeting=signup.meeting_id, standing=Standing.WAITING)
    return waiting.filter(turn__lte=signup.turn).count()


def _told_to(signup: SignUp) -> list[Notice]:
    """What was told after it was made; a message to those with a place is theirs alone."""
    rows = signup.meeting.notices.filter(sent_at__gte=signup.signed_up_at)
    if signup.standing != Standing.PLACE:
        rows = rows.filter(~Q(about=Notice.About.MESSAGE) | Q(to_waiting=True))
    if signup.cancelled_at is not None:
        rows = rows.filter(sent_at__lte=signup.cancelled_at)
    return list(rows)
