"""Signing up without an account. The secret of the private link is the permission to change and to leave."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medskick.ground.core import audit, codes
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.printable import shows_nothing
from medskick.process.meetings import links, mail
from medskick.process.meetings.actions import places
from medskick.process.meetings.models import Form, Meeting, SignUp, Standing, State

# Nobody fills somebody else's inbox through us: so many mails to one address in a day, and so many addresses of one
# sign-up that are written to.
MOST_OF_ONE_ADDRESS = 10
MOST_ADDRESSES = 5
_LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class Wish:
    """What somebody asks for. Only the name is needed; needs are kept only where the hosts have asked for them.

    ``online`` is asked at a meeting that is both in a room and on the net: there it takes no chair.
    """

    name: str
    persons: int = 1
    online: bool = False
    email: str = ""
    phone: str = ""
    access_needs: str = ""
    diet_needs: str = ""
    language: str = "sv"


def sign_up(meeting: Meeting, wish: Wish, *, client_key: str, by: Viewer) -> SignUp:
    """A place, or a place on the waiting list; returned after commit.

    The same key and name again gives the same sign-up, however often it comes; another name sent with an old key (a
    page that the browser had kept) is another sign-up, and so is the same name when the first one has been given back.
    Raises ValidationError when it cannot be.
    """
    return _sign_up(meeting, wish, client_key, by, "")


def enter(meeting: Meeting, wish: Wish, *, client_key: str, by: Viewer) -> SignUp:
    """Sign up somebody who has phoned, with the same places and the same waiting list as for all others."""
    require("meetings.edit", by, meeting)
    return _sign_up(meeting, wish, client_key, by, "meetings.entered")


def _sign_up(meeting: Meeting, wish: Wish, client_key: str, by: Viewer, action: str) -> SignUp:
    _check(wish)
    for _attempt in range(5):
        try:
            with transaction.atomic():
                now = places.locked(meeting.pk)
                found, key = _earlier(now, client_key, wish)
                return found or _store(now, wish, key, by, action)
        except IntegrityError:  # a code that somebody had already: draw another
            continue
    raise RuntimeError("Could not store the sign-up")  # pragma: no cover - five collisions among 10^11 codes


def _earlier(meeting: Meeting, client_key: str, wish: Wish) -> tuple[SignUp | None, str]:
    """What this form has become before, if it stands, and the key for it to be stored with."""
    key = client_key
    earlier = meeting.signups.filter(client_key=key).first()
    if earlier is not None and earlier.name != wish.name:
        key = _key_of(client_key, wish.name)
        earlier = meeting.signups.filter(client_key=key).first()
    while earlier is not None and earlier.standing == Standing.CANCELLED:
        key = _key_of(client_key, f"{wish.name}\n{earlier.turn}")
        earlier = meeting.signups.filter(client_key=key).first()
    return earlier, key


def earlier(meeting: Meeting, wish: Wish, client_key: str) -> SignUp | None:
    """What ``sign_up`` would find of an earlier press, and give again."""
    return _earlier(meeting, client_key, wish)[0]


def is_as_wished(signup: SignUp, wish: Wish) -> bool:
    """Whether the sign-up says what was asked for: one that was there before may say something else."""
    fields = _fields(signup.meeting, wish)
    return all(getattr(signup, name) == value for name, value in fields.items() if name != "language")


def change(signup: SignUp, wish: Wish, *, by: Viewer) -> SignUp:
    """Other words, or more or fewer persons. More come only where there is room without passing anybody; whoever waits
    keeps the turn. Fewer let others move up."""
    _check(wish)
    with transaction.atomic():
        meeting = places.locked(signup.meeting_id)
        one = _still_open(meeting, signup)
        before, online, chairs = one.persons, one.online, _chairs(meeting, one.online, one.persons)
        new_address = bool(wish.email) and wish.email.lower() != one.email.lower()
        if new_address:
            _check_inbox(wish)
            _check_addresses(one, wish)
        more = _chairs(meeting, wish.online, wish.persons) - chairs
        if wish.persons > before or more > 0:
            _check_size(meeting, wish)
        if more > 0 and one.has_place and not places.fits(meeting, more):
            field = "attending" if chairs == 0 else "persons"
            raise ValidationError({field: _no_room_for(places.free(meeting) or 0, meeting)})
        for name, value in _fields(meeting, wish).items():
            setattr(one, name, value)
        one.save()
        audit.record(by, "meetings.signup_changed", places.ref(meeting), before=before, persons=wish.persons)
        holds_otherwise = (before, online) != (one.persons, one.online)
        if holds_otherwise:
            mail.overtake_own(one)
        moved_up = places.move_up(meeting)
        one.refresh_from_db()
        if (new_address or holds_otherwise) and one not in moved_up:
            _tell_of_change(one, meeting, holds_otherwise)
    return one


def _tell_of_change(one: SignUp, meeting: Meeting, holds_otherwise: bool) -> None:
    """An address that is new to us gets what it would have got at once, each once; one that was told before gets what
    holds now. How often somebody may change is counted where the form comes in."""
    one.meeting = meeting
    told = mail.confirmed_to(one)
    if one.email.lower() not in told:
        # The key counts addresses and does not tell them: it stays when they are emptied.
        mail.send(mail.SIGNED_UP if one.has_place else mail.WAITING, one, key=f"adress-{len(told) + 1}")
    elif holds_otherwise:
        mail.send(mail.CHANGED, one, key=uuid.uuid4().hex)


def leave(signup: SignUp, *, by: Viewer) -> SignUp:
    """Give the place back; whoever has waited longest moves up. Leaving twice is leaving once."""
    with transaction.atomic():
        meeting = places.locked(signup.meeting_id)
        one = meeting.signups.get(pk=signup.pk)
        if one.standing == Standing.CANCELLED:
            return one
        one = _still_open(meeting, one)
        one.standing, one.cancelled_at = Standing.CANCELLED, timezone.now()
        one.access_needs = one.diet_needs = ""
        one.save(update_fields=["standing", "cancelled_at", *SignUp.NEEDS])
        audit.record(by, "meetings.left", places.ref(meeting), persons=one.persons)
        one.meeting = meeting
        mail.overtake_for(one)
        mail.send(mail.LEFT, one)
        places.move_up(meeting)
    return one


def _store(meeting: Meeting, wish: Wish, key: str, by: Viewer, action: str) -> SignUp:
    if not meeting.signup_is_open:
        raise ValidationError(_("Anmälan till mötet är stängd."))
    _check_size(meeting, wish)
    _check_inbox(wish)
    chairs = _chairs(meeting, wish.online, wish.persons)
    has_place = not chairs or places.fits(meeting, chairs)
    one = new_row(meeting, key)
    for name, value in _fields(meeting, wish).items():
        setattr(one, name, value)
    one.standing = Standing.PLACE if has_place else Standing.WAITING
    one.has_waited = not has_place
    one.save(force_insert=True)
    action = action or ("meetings.signed_up" if has_place else "meetings.waits")
    audit.record(by, action, places.ref(meeting), persons=one.persons)
    mail.send(mail.SIGNED_UP if has_place else mail.WAITING, one)
    return one


def new_row(meeting: Meeting, key: str) -> SignUp:
    """An unsaved sign-up with its turn, code and link. The meeting is locked."""
    last = meeting.signups.aggregate(last=Max("turn"))["last"] or 0
    one = SignUp(meeting=meeting, client_key=key, turn=last + 1, code=codes.new_code(), seed=uuid.uuid4())
    one.secret_hash = links.hash_of(links.secret_of(one))
    return one


def _fields(meeting: Meeting, wish: Wish) -> dict[str, object]:
    return {
        "name": wish.name,
        "persons": wish.persons,
        "online": meeting.form == Form.ONLINE or (meeting.form == Form.HYBRID and wish.online),
        "email": wish.email,
        "phone": wish.phone,
        "access_needs": wish.access_needs if meeting.asks_access else "",
        "diet_needs": wish.diet_needs if meeting.asks_diet else "",
        "language": wish.language,
    }


def _still_open(meeting: Meeting, signup: SignUp) -> SignUp:
    one = meeting.signups.get(pk=signup.pk)
    if meeting.state == State.CANCELLED:
        raise ValidationError(_("Mötet är inställt. Du behöver inte göra något."))
    if meeting.state != State.PUBLISHED or meeting.starts_at <= timezone.now():
        raise ValidationError(_("Mötet har börjat. Nu går anmälan inte att ändra."))
    if one.standing == Standing.CANCELLED:
        raise ValidationError(_("Anmälan är avbokad. Anmäl dig på nytt om du vill komma."))
    return one


def _check(wish: Wish) -> None:
    if shows_nothing(wish.name):
        raise ValidationError({"name": _("Skriv ett namn, så att vi kan pricka av dig.")})
    if wish.persons < 1:
        raise ValidationError({"persons": _("Skriv hur många ni är, minst 1.")})
    for name, longest in (("name", 120), ("phone", 40), ("access_needs", 400), ("diet_needs", 400)):
        value = getattr(wish, name)
        if len(value) > longest:
            raise ValidationError({name: _("Texten är för lång. Högst %(n)s tecken.") % {"n": longest}})
        if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value):
            raise ValidationError({name: _("Texten innehåller tecken som inte går att spara.")})
    if wish.email:
        _check_address(wish.email)


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from error
    if len(email) > _LONGEST_ADDRESS:
        raise ValidationError(
            {"email": _("Texten är för lång. Högst %(n)s tecken.") % {"n": _LONGEST_ADDRESS}}
        )


def _check_inbox(wish: Wish) -> None:
    if not wish.email:
        return
    if mail.to_inbox(wish.email) >= MOST_OF_ONE_ADDRESS:
        raise ValidationError(
            {"email": _("Det har kommit många anmälningar med den adressen i dag. Lämna rutan tom.")}
        )


def _check_addresses(one: SignUp, wish: Wish) -> None:
    told = set(mail.confirmed_to(one))
    if wish.email.lower() not in told and len(told) >= MOST_ADDRESSES:
        raise ValidationError(
            {"email": _("Adressen har ändrats många gånger. Lämna rutan tom, eller hör av dig till oss.")}
        )


def _chairs(meeting: Meeting, online: bool, persons: int) -> int:
    """How many of the meeting's places these persons take."""
    return 0 if online and meeting.form == Form.HYBRID else persons


def _check_size(meeting: Meeting, wish: Wish) -> None:
    limited = meeting.places is not None and _chairs(meeting, wish.online, wish.persons)
    most = min(meeting.largest_group, meeting.places or 0) if limited else meeting.largest_group
    if wish.persons > most:
        sentence = ngettext(
            "Du kan anmäla högst %(n)s person på en gång. Är ni fler? Hör av er till oss.",
            "Du kan anmäla högst %(n)s personer på en gång. Är ni fler? Hör av er till oss.",
            most,
        )
        raise ValidationError({"persons": sentence % {"n": most}})


def _no_room_for(room: int, meeting: Meeting) -> str:
    if places.somebody_waits(meeting) or not room:
        if meeting.form == Form.HYBRID:
            return _("Lokalen är full. Det går att vara med på nätet, eller att anmäla sig till väntelistan.")
        return _("Mötet är fullt. Vill fler komma får de anmäla sig till väntelistan.")
    return ngettext(
        "Det finns plats för %(n)s person till, inte fler.",
        "Det finns plats för %(n)s personer till, inte fler.",
        room,
    ) % {"n": room}


def _key_of(client_key: str, words: str) -> str:
    return f"{client_key[:40]}~{hashlib.sha256(words.encode()).hexdigest()[:20]}"
