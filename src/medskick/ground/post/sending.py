"""What a worker does with the outbox: claim a mail, hand it to the server, write how it went.

Two workers never send one mail: each is claimed by an UPDATE before it is handed over, and whoever writes how it went
does so under its claim. Only where nobody can know whether the server took it (the worker was killed, or the line
broke while the text was on its way) is it sent once more, with the same Message-ID; a second such ending and a person
has to decide. All other refusals are known: 5xx is final, everything else is tried again, later and later, for five
days.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from medskick.ground.jobs import processes
from medskick.ground.post.message import message
from medskick.ground.post.models import HeldBecause, Mail, State
from medskick.ground.post.smtp import NO_SENDER, NoSenderError

log = logging.getLogger("medskick.post")

WORK_FOR = 30.0  # seconds at a time: other short work waits meanwhile
CLAIM = timedelta(minutes=15)  # far longer than all timeouts of one mail together
GIVE_UP_AFTER = timedelta(days=5)  # as mail servers do
SERVER_PAUSE = timedelta(minutes=5)
PAUSES = (5, 15, 60, 180, 360)  # minutes between the tries of one mail; the last again and again
LONGEST_ERROR = 500

# Kept in the row in Swedish and told in the reader's language (``queries.outbox.trouble``).
UNKNOWN_ENDING = gettext_noop(
    "Två försök avbröts medan mejlet lämnades över, så ingen vet om det kom fram. Fråga mottagaren eller skicka igen."
)
NO_SERVER_REACHED = gettext_noop("E-postservern gick inte att nå.")
TOO_OLD = gettext_noop("Mejlet kom inte iväg inom fem dygn.")
TOO_LATE = gettext_noop("Mejlet kom inte iväg i tid. Det som det berättar gäller inte längre.")


@dataclass
class Tally:
    """How a round went."""

    sent: int = 0
    failed: int = 0
    later: int = 0


def due(now: datetime) -> QuerySet[Mail]:
    """What could be handed over now."""
    waiting = Mail.objects.filter(state=State.QUEUED, token=None, next_at__lte=now)
    return waiting.exclude(not_after__lte=now).order_by("next_at", "id")


def anything_to_do() -> bool:
    """Whether a worker is needed: something is due, or a claim is so old that its worker must be gone."""
    now = timezone.now()
    waiting = Mail.objects.filter(state=State.QUEUED)
    return waiting.filter(Q(token=None, next_at__lte=now) | Q(token__isnull=False)).exists()


def deliver(
    stopped: Callable[[], bool], told: Callable[[int, int], None] = lambda done, total: None
) -> Tally:
    """Send what is due, over one connection, for half a minute at most. ``stopped`` is asked between two mails."""
    tally = Tally()
    if not settings.MAIL_IS_SET:
        _hold_all()
        return tally
    recover()
    give_up_on_the_old()
    drop_the_late()
    total = due(timezone.now()).count()
    line = Line()
    began = time.monotonic()
    try:
        while time.monotonic() - began < WORK_FOR and not stopped():
            mail = due(timezone.now()).first()
            if mail is None:
                break
            if not line.open():
                _postpone_all(line.trouble)
                break
            if claimed := claim(mail):
                _settle(claimed, line.hand_over(claimed), tally)
                told(tally.sent + tally.failed + tally.later, total)
    finally:
        line.close()
    return tally


def claim(mail: Mail) -> Mail | None:
    """Take hold of a mail that is due: exactly one caller gets it back."""
    now, token = timezone.now(), uuid.uuid4()
    taken = (
        due(now)
        .order_by()
        .filter(pk=mail.pk)
        .update(token=token, worker=processes.name(), claimed_until=now + CLAIM, attempts=F("attempts") + 1)
    )
    return Mail.objects.get(pk=mail.pk, token=token) if taken else None


def recover() -> int:
    """Let go of claims whose worker is gone. Nobody knows how these tries ended. Returns how many."""
    now, count = timezone.now(), 0
    for mail in Mail.objects.filter(state=State.QUEUED, token__isnull=False):
        gone = mail.claimed_until is None or mail.claimed_until < now or processes.has_died(mail.worker)
        if gone and _write(mail, _after_unknown_ending(mail, now)):
            log.warning("The worker that was sending mail %s is gone", mail.pk)
            count += 1
    return count


def give_up_on_the_old() -> int:
    """End what has waited five days for a server: nobody wants last week's reminder in a heap. Returns how many."""
    now = timezone.now()
    old = Mail.objects.filter(state=State.QUEUED, token=None, due_at__lt=now - GIVE_UP_AFTER)
    return old.update(state=State.FAILED, ended_at=now, error=TOO_OLD)


def drop_the_late() -> int:
    """Never send what says nothing any more, such as a reminder of what has begun. Returns how many."""
    now = timezone.now()
    late = Mail.objects.filter(state=State.QUEUED, token=None, not_after__lte=now)
    return late.update(state=State.DROPPED, ended_at=now, error=TOO_LATE)


@dataclass(frozen=True)
class Ending:
    """How a try ended: ``sent``, ``refused`` for good, ``later``, or ``unknown``; with the server's words."""

    how: str
    words: str = ""


class Line:
    """The connection to the mail server: opened when it is needed, opened anew when it has broken."""

    def __init__(self) -> None:
        self.connection: Any = None
        self.trouble = ""

    def open(self) -> bool:
        """Whether there is a connection now; if not, ``trouble`` says why."""
        if self.connection is not None:
            return True
        made = get_connection()
        try:
            made.open()
        except NoSenderError:
            self.trouble = NO_SENDER
            log.warning("No mail is sent: MEDSKICK_MAIL has no sender (from=)")
            return False
        except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
            self.trouble = f"{NO_SERVER_REACHED} {words_of(error)}".strip()
            log.warning("The mail server cannot be reached: %s", words_of(error))
            return False
        self.connection = made
        return True

    def hand_over(self, mail: Mail) -> Ending:
        """Try once."""
        try:
            made = message(mail)
            made.message()  # what would stop the server's turn stops here
        except Exception as error:  # one that cannot be put together holds up no other
            log.exception("Mail %s cannot be put together", mail.pk)
            return Ending("refused", words_of(error))
        try:
            self.connection.send_messages([made])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            return self._by_code(code, said)
        except smtplib.SMTPSenderRefused as error:
            # About us and not about this mail, unless it is too large: it waits until somebody puts it right.
            ending = self._by_code(error.smtp_code, error.smtp_error)
            return ending if error.smtp_code == 552 else Ending("later", ending.words)
        except smtplib.SMTPResponseException as error:
            return self._by_code(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError as error:
            return Ending("refused", words_of(error))
        except OSError as error:
            handing_over = getattr(getattr(self.connection, "connection", None), "handing_over", False)
            self.close()
            return Ending("unknown" if handing_over else "later", words_of(error))
        return Ending("sent")

    def _by_code(self, code: int, said: bytes | str) -> Ending:
        if code == 421:  # the server closes: the next mail needs a new connection
            self.close()
        return Ending("refused" if 500 <= code < 600 else "later", spoken(code, said))

    def close(self) -> None:
        """Hang up, whatever the other end does."""
        connection, self.connection = self.connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, smtplib.SMTPException) as error:
                log.info("The mail server did not say goodbye: %s", error)


def spoken(code: int, said: bytes | str) -> str:
    """The server's own words, as they are kept."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(f"{code} {text}".split())[:LONGEST_ERROR]


def words_of(error: BaseException) -> str:
    """An error's own words."""
    if isinstance(error, smtplib.SMTPResponseException):
        return spoken(error.smtp_code, error.smtp_error)
    return " ".join(str(error).split())[:LONGEST_ERROR] or type(error).__name__


def _settle(mail: Mail, ending: Ending, tally: Tally) -> None:
    now = timezone.now()
    fields: dict[str, Any]
    if ending.how == "sent":
        fields = {"state": State.SENT, "sent_at": now, "ended_at": now, "error": ""}
    elif ending.how == "refused":
        fields = {"state": State.FAILED, "ended_at": now, "error": ending.words}
    elif ending.how == "unknown":
        fields = _after_unknown_ending(mail, now)
    else:
        fields = _later(mail, ending.words, now)
    if not _write(mail, fields):
        log.error("Mail %s was let go of while it was being sent; how it ended is not written", mail.pk)
        return
    state = fields.get("state", State.QUEUED)
    tally.sent += state == State.SENT
    tally.failed += state == State.FAILED
    tally.later += state == State.QUEUED


def _write(mail: Mail, fields: dict[str, Any]) -> bool:
    """Write under the mail's claim and let go of it. False when somebody else has it by now."""
    held = Mail.objects.filter(pk=mail.pk, token=mail.token, state=State.QUEUED)
    return bool(held.update(**fields, token=None, worker="", claimed_until=None))


def _after_unknown_ending(mail: Mail, now: datetime) -> dict[str, Any]:
    if mail.uncertain:
        return {
            "state": State.FAILED,
            "ended_at": now,
            "error": UNKNOWN_ENDING,
            "uncertain": F("uncertain") + 1,
        }
    return {"uncertain": F("uncertain") + 1, "next_at": now}


def _later(mail: Mail, words: str, now: datetime) -> dict[str, Any]:
    pause = timedelta(minutes=PAUSES[min(mail.attempts, len(PAUSES)) - 1])
    if now + pause > mail.due_at + GIVE_UP_AFTER:
        return {"state": State.FAILED, "ended_at": now, "error": words}
    return {"next_at": now + pause, "error": words}


def _postpone_all(words: str) -> None:
    """Nobody answers: no mail is to blame, so no try is counted."""
    now = timezone.now()
    due(now).order_by().update(next_at=now + SERVER_PAUSE, error=words)


def _hold_all() -> None:
    """The server's settings have been taken away: what waits is held, and staff decide when there are any again."""
    waiting = Mail.objects.filter(state=State.QUEUED, token=None, next_at__lte=timezone.now())
    waiting.update(state=State.HELD, held_because=HeldBecause.NO_SERVER)
