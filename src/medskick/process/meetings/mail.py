"""What this room tells by mail, through ``ground.post``. All that is told here stands on the private page as well."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.template.defaultfilters import date as date_format
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medskick.ground.core import dates
from medskick.ground.core.chain import Ref
from medskick.ground.post import actions as post
from medskick.ground.post import kinds
from medskick.ground.post import queries as outbox
from medskick.process.meetings import calendars, links
from medskick.process.meetings.models import Meeting, Notice, SignUp

SIGNED_UP, WAITING, MOVED_UP, LEFT, CHANGED = "signed_up", "waiting", "moved_up", "left", "changed"
REMINDER, MOVED, CANCELLED, MESSAGE = "reminder", "moved", "cancelled", "message"
WITH_CALENDAR = {SIGNED_UP, MOVED_UP, MOVED, CANCELLED, REMINDER, CHANGED}

# name → (subject, what staff call it); the text is templates/meetings/mail/<name>.txt
KINDS = {
    SIGNED_UP: (gettext_lazy("Du har en plats: {{ title }}"), gettext_lazy("Bekräftelse av anmälan")),
    WAITING: (gettext_lazy("Du står på väntelistan: {{ title }}"), gettext_lazy("Plats i väntelistan")),
    MOVED_UP: (gettext_lazy("Nu har du fått en plats: {{ title }}"), gettext_lazy("Plats från väntelistan")),
    CHANGED: (gettext_lazy("Din anmälan är ändrad: {{ title }}"), gettext_lazy("Ändrad anmälan")),
    LEFT: (gettext_lazy("Din anmälan är avbokad: {{ title }}"), gettext_lazy("Avbokning")),
    REMINDER: (gettext_lazy("Snart är det dags: {{ title }}"), gettext_lazy("Påminnelse om möte")),
    MOVED: (gettext_lazy("Mötet är flyttat: {{ title }}"), gettext_lazy("Möte flyttat")),
    CANCELLED: (gettext_lazy("Mötet är inställt: {{ title }}"), gettext_lazy("Möte inställt")),
    MESSAGE: (gettext_lazy("{{ subject }} – {{ title }}"), gettext_lazy("Meddelande till deltagare")),
}


# When a mail says nothing any more: it is never sent after that, however long the mail server was away.
_SAYS_NOTHING_AFTER = {
    REMINDER: "starts_at", SIGNED_UP: "ends_at", WAITING: "ends_at", MOVED_UP: "ends_at", CHANGED: "ends_at",
}  # fmt: skip

# What is not on its way yet when the meeting is moved or called off, and would say the old time after it. The mail
# about a move holds all that those before it would have said.
_OLD_NEWS = dict.fromkeys((MOVED, CANCELLED), (SIGNED_UP, WAITING, MOVED_UP, CHANGED, REMINDER, MOVED))


# What somebody who is not coming does not want to read any more.
_FOR_THOSE_WHO_COME = (SIGNED_UP, WAITING, MOVED_UP, CHANGED, REMINDER, MOVED)
# What says how many come and whether they have a place.
_OWN_NEWS = (SIGNED_UP, WAITING, MOVED_UP, CHANGED, REMINDER)
# What a visitor can have sent to any address, by signing up with it and leaving.
_BY_ANYBODY = (SIGNED_UP, WAITING, MOVED_UP, CHANGED, LEFT)
_CONFIRMS = (SIGNED_UP, WAITING)


def _kinds(names: Iterable[str]) -> list[str]:
    return [f"meetings.{name}" for name in names]


def overtake(meeting: Meeting, name: str) -> None:
    """Let nothing go any more that this kind of mail makes untrue. Inside the caller's transaction."""
    post.overtake(_about(meeting), _kinds(_OLD_NEWS.get(name, ())))


def overtake_for(signup: SignUp) -> None:
    """Let nothing go any more that is for those who come: this one has left. Inside the caller's transaction."""
    post.overtake(_about(signup.meeting), _kinds(_FOR_THOSE_WHO_COME), of=str(signup.pk))


def to_inbox(address: str) -> int:
    """How many mails visitors have caused us to write to this address in a day."""
    return outbox.to_inbox(address, _kinds(_BY_ANYBODY))


def confirmed_to(signup: SignUp) -> list[str]:
    """The addresses that the sign-up has been confirmed to, in small letters."""
    return [one.lower() for one in outbox.inboxes(_kinds(_CONFIRMS), str(signup.pk))]


def overtake_own(signup: SignUp) -> None:
    """Let nothing go any more that says what this sign-up was before a change. Inside the caller's transaction."""
    post.overtake(_about(signup.meeting), _kinds(_OWN_NEWS), of=str(signup.pk))


def forget(meeting: Meeting) -> None:
    """Empty everything that was mailed about it, and send nothing more. Inside the caller's transaction."""
    post.forget(_about(meeting))


def _about(meeting: Meeting) -> Ref:
    return Ref("meeting", str(meeting.number))


def register() -> None:
    """Make the kinds of mail known to the room that sends them."""
    for name, (subject, label) in KINDS.items():
        text = f"meetings/mail/{name}.txt"
        kinds.register(f"meetings.{name}", subject, text, label=label, covered=("own_page", "link"))


def send(kind: str, signup: SignUp, *, key: str = "", **slots: Any) -> bool:
    """Queue one mail to whoever signed up, inside the caller's transaction; whether there was anybody to send it to.

    ``key`` tells apart what may be told more than once; the same mail is never queued twice.
    """
    if not signup.email:
        return False
    meeting = signup.meeting
    with translation.override(signup.language):
        told = {**_slots(meeting, signup), **slots}
        if isinstance(told.pop("notice", None), Notice):
            told["was"] = before_the_move(slots["notice"], meeting) or {}
        files = []
        # Who waits is told that it is moved or called off, and changes no date of its own by a file.
        if kind in WITH_CALENDAR and (signup.has_place or kind != CHANGED):
            joins = kind != CANCELLED and signup.has_place and signup.on_the_net
            entry = calendars.calendar([meeting], with_link=joins, own=signup)
            files = [post.File(f"mote-{meeting.number}.ics", "text/calendar; charset=utf-8", entry)]
    post.send(
        f"meetings.{kind}",
        signup.email,
        told,
        key=":".join(part for part in (f"meetings.{kind}", str(signup.pk), key) if part),
        language=signup.language,
        about=_about(meeting),
        attachments=files,
        not_after=getattr(meeting, _SAYS_NOTHING_AFTER[kind]) if kind in _SAYS_NOTHING_AFTER else None,
    )
    return True


def when(meeting: Meeting) -> str:
    """Day and times as people say them: "torsdag 12 mars 2026 kl. 18:00–20:00"."""
    return when_between(meeting.starts_at, meeting.ends_at)


def when_between(starts_at: datetime.datetime, ends_at: datetime.datetime) -> str:
    """The same for two times."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    if start.date() == end.date():
        return _("%(start)s–%(end)s") % {"start": _said(start), "end": date_format(end, "H:i")}
    return _("%(start)s till %(end)s") % {"start": _said(start), "end": _said(end)}


def _said(time: datetime.datetime) -> str:
    return _("%(day)s kl. %(time)s") % {"day": dates.day_of_week(time), "time": date_format(time, "H:i")}


def before_the_move(notice: Notice, meeting: Meeting) -> dict[str, str] | None:
    """What a moved meeting's time and place were, each where it has changed; None where nobody knows."""
    if not notice.was_starts_at or not notice.was_ends_at:
        return None
    before, after = when_between(notice.was_starts_at, notice.was_ends_at), when(meeting)
    moved = notice.was_place != meeting.place
    was = {
        "when": before if before != after else "",
        "where": calendars.where(notice.was_place, meeting.municipality) if moved else "",
    }
    return was if any(was.values()) else None


def _slots(meeting: Meeting, signup: SignUp) -> dict[str, Any]:
    return {
        "title": meeting.title,
        "when": when(meeting),
        "place": "" if signup.on_the_net else calendars.where(meeting.place, meeting.municipality),
        "link": meeting.link if signup.has_place and signup.on_the_net else "",
        "has_place": signup.has_place,
        "persons": signup.persons,
        "code": "" if signup.on_the_net else signup.code,
        "own_page": links.address_of(signup),
    }
