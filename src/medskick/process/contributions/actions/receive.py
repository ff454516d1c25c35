"""The one door in: web form, hand entry, import, meetings and workshops all call ``receive`` (or ``store`` in bulk).

Acknowledged means durable: the caller answers the sender after this has returned. The same client key stores once and
gives the same receipt, however often and from however many tabs it comes.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from medskick.engine.text.conduct import find_conduct
from medskick.engine.text.language import identify
from medskick.engine.text.normalise import normal_form
from medskick.engine.text.personal import find_personal_data
from medskick.ground.core import audit, offers, receipts
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.chain import Ref
from medskick.process.contributions.models import (
    AgeBand,
    ApprovalRule,
    Channel,
    Contribution,
    Decision,
    Mask,
    SenderKind,
    State,
    Submission,
)
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle

MAX_CHARS = 10_000
MAX_PERSONS = 100_000


class TooLong(ValidationError):
    """The text is longer than we can take in one contribution."""


@dataclass(frozen=True)
class Source:
    """Where it was said: a meeting, a workshop, a letter, a file. ``date`` is the day it happened."""

    kind: str = ""
    key: str = ""
    title: str = ""
    date: datetime.date | None = None


@dataclass(frozen=True)
class Answer:
    """One answer to one question, and who gave it. Text is kept exactly as it came."""

    text: str
    question: str = ""
    title: str = ""
    frame: str = "web"
    channel: str = Channel.WEB
    sender_kind: str = SenderKind.PERSON
    persons: int = 1
    organisation: str = ""
    organisation_named: bool = False
    municipality: str = ""
    age_band: str = ""
    language: str = ""
    source: Source = field(default_factory=Source)


def receive(
    cycle: StrategyCycle,
    answers: Sequence[Answer],
    *,
    client_key: str,
    by: Viewer,
    sending: uuid.UUID | None = None,
    sending_persons: int | None = None,
    suspect: bool = False,
) -> Submission:
    """Store what one sender sent on one occasion and return it with its receipt, after commit.

    The same key with the same answers stores once and gives the same receipt; the same key with anything else in them
    (a page left open and used again) is another submission. ``suspect`` sends it to a person whatever rules are
    approved (no proof of work, or sent too fast). Raises ValidationError with one clear sentence when an answer cannot
    be taken; then nothing is stored.

    Persons are counted once per ``sending``. Left out, a submission is a sending by itself. A caller that knows that
    the same persons sent before (the notes of one table at a workshop) gives the same key again, and
    ``sending_persons``, how many they are, where it knows; ``tell_persons`` changes that later. The server makes the
    key; it is never taken from a sender.
    """
    if not answers:
        raise ValidationError(_("Skriv något i minst en av rutorna."))
    if by.is_staff and not by.is_system:
        require("contributions.enter", by)
    for answer in answers:
        check(answer)
    print_ = fingerprint(answers)
    for _attempt in range(3):
        if found := sent_before(client_key, answers):
            return found
        taken = Submission.objects.filter(client_key=client_key).exists()
        key = key_of(client_key, print_) if taken else client_key
        try:
            return _store_submission(
                cycle, answers, key, print_,
                by=by, sending=sending, sending_persons=sending_persons, suspect=suspect,
            )  # fmt: skip
        except IntegrityError:
            continue  # Two tabs sent the same key at once and the other one won: look again.
    raise RuntimeError(
        "Could not store the submission"
    )  # pragma: no cover - three lost races with three winners


def sent_before(client_key: str, answers: Sequence[Answer]) -> Submission | None:
    """What these very answers became when they were sent with this key before; None when they were not.

    A form asks this before it turns anybody away: what is saved is never said not to be.
    """
    print_ = fingerprint(answers)
    keys = (client_key, key_of(client_key, print_))
    rows = Submission.objects.filter(client_key__in=keys, fingerprint=print_)
    return rows.select_related("receipt").first()


def fingerprint(answers: Sequence[Answer]) -> str:
    """A digest of everything that was answered, also how many the senders are and where they live."""
    return _digest([asdict(answer) for answer in answers])


def key_of(client_key: str, *words: object) -> str:
    """The key under which one sending with these words is stored: the same again is a repeat, other words are not."""
    return f"{client_key[:43]}~{_digest(words)[:20]}"


def _digest(words: object) -> str:
    return hashlib.sha256(json.dumps(words, default=str).encode()).hexdigest()


def _store_submission(
    cycle: StrategyCycle,
    answers: Sequence[Answer],
    key: str,
    print_: str,
    *,
    by: Viewer,
    sending: uuid.UUID | None,
    sending_persons: int | None,
    suspect: bool,
) -> Submission:
    prepared = prepare(cycle, answers)
    with transaction.atomic():
        receipt = receipts.new_receipt()
        submission = Submission.objects.create(
            cycle=cycle, client_key=key, fingerprint=print_, receipt=receipt
        )
        stored = store(
            cycle,
            prepared,
            submission=submission,
            sending=sending,
            sending_persons=sending_persons,
            suspect=suspect,
        )
        receipts.point(receipt, [Ref("contribution", str(one.number)) for one in stored])
        for one in stored if by.is_staff and not by.is_system else []:
            audit.record(
                by,
                "contributions.entered",
                Ref("contribution", str(one.number)),
                channel=one.get_channel_display(),
            )
    return submission


@dataclass(frozen=True)
class Prepared:
    """An answer that has been checked and read: its contribution and masks, not stored yet."""

    contribution: Contribution
    masks: list[Mask]


def prepare(
    cycle: StrategyCycle, answers: Iterable[Answer], *, extra: Sequence[dict[str, object]] | None = None
) -> list[Prepared]:
    """Check and read answers: language, personal data, conduct. Needs no transaction, so that nobody waits for it.

    ``extra`` holds further model fields per answer (an import's batch, row and sending). Raises ValidationError.
    """
    prepared = []
    for index, answer in enumerate(answers):
        one = _contribution(cycle, answer, extra[index] if extra else {})
        prepared.append(Prepared(one, _masks(one)))
    return prepared


def store(
    cycle: StrategyCycle,
    prepared: Sequence[Prepared],
    *,
    submission: Submission | None = None,
    sending: uuid.UUID | None = None,
    sending_persons: int | None = None,
    suspect: bool = False,
) -> list[Contribution]:
    """Store prepared answers with the approved rule's decision, inside the caller's transaction.

    What belongs to one ``submission`` or is given one ``sending`` is one sending; else each is one by itself, unless
    ``prepare`` was given the field ``sending`` for it.
    """
    contributions = [one.contribution for one in prepared]
    masks = [mask for one in prepared for mask in one.masks]
    if submission:
        sending = sending or uuid.uuid4()
    for one in contributions:
        one.submission = submission or one.submission
        one.sending = sending or one.sending
        one.sending_persons = sending_persons or one.sending_persons
    _number(contributions)
    rule = ApprovalRule.objects.filter(cycle=cycle, ended_at__isnull=True).first()
    passed = []
    for one in contributions:
        one.suspect = suspect
        if rule and rule.passes(one):
            one.state = State.VISIBLE
            passed.append(one)
    Contribution.objects.bulk_create(contributions, batch_size=200)
    for mask in masks:
        mask.contribution_id = mask.contribution.pk
    Mask.objects.bulk_create(masks, batch_size=500)
    Decision.objects.bulk_create(
        [
            Decision(
                contribution=one,
                verb=Decision.Verb.PASS,
                by_rule=True,
                before=State.WAITING,
                author_id=rule.approved_by_id if rule else None,
                author_name=rule.approved_by if rule else "",
            )
            for one in passed
        ],
        batch_size=500,
    )
    offers.told("medskick", [one.number for one in passed])
    return contributions


def tell_persons(sending: uuid.UUID, persons: int | None) -> int:
    """How many they are who sent this together, None for not known: counted in totals from now on.

    Inside the transaction of the room whose sending it is, which has asked for permission and writes the audit line.
    Returns how many contributions it concerns. Raises ValidationError.
    """
    if persons is not None and not 1 <= persons <= MAX_PERSONS:
        raise ValidationError(_("Antalet personer ska vara mellan 1 och %(limit)s.") % {"limit": MAX_PERSONS})
    return Contribution.objects.filter(sending=sending).update(sending_persons=persons)


def _contribution(cycle: StrategyCycle, answer: Answer, extra: dict[str, object]) -> Contribution:
    check(answer)
    whole = f"{answer.title}\n{answer.text}".strip()
    named = answer.organisation.strip() if answer.organisation_named else ""
    fields: dict[str, object] = {
        "cycle": cycle,
        "frame": answer.frame,
        "question": answer.question,
        "title": answer.title,
        "text": answer.text,
        "search_text": normal_form(whole),
        "channel": answer.channel,
        "sender_kind": answer.sender_kind,
        "persons": answer.persons,
        "organisation": answer.organisation.strip(),
        "organisation_named": answer.organisation_named,
        "municipality": answer.municipality,
        "age_band": answer.age_band,
        "language": answer.language or identify(whole) or "",
        "source_kind": answer.source.kind,
        "source_key": answer.source.key,
        "source_title": answer.source.title,
        "source_date": answer.source.date,
        "received_at": timezone.now(),
        "flags": sorted({flag.kind for flag in find_conduct(f"{whole}\n{named}".strip())}),
    }
    return Contribution(**{**fields, **extra})


def check(answer: Answer) -> None:
    """Raise ValidationError with one sentence that says what is wrong and what to do."""
    if not (answer.text.strip() or answer.title.strip()):
        raise ValidationError(_("Texten är tom. Skriv något."))
    if any(
        unstorable(part) for part in (answer.text, answer.title, answer.organisation, answer.source.title)
    ):
        raise ValidationError(
            _("Texten innehåller tecken som inte går att spara. Ta bort dem och försök igen.")
        )
    length = len(answer.text) + len(answer.title)
    if length > MAX_CHARS:
        raise TooLong(
            _("Texten är %(length)s tecken. Vi tar emot högst %(limit)s. Dela upp den i flera.")
            % {"length": length, "limit": MAX_CHARS}
        )
    for value, choices, sentence in (
        (answer.channel, Channel.values, _("Vi känner inte igen kanalen %(value)s. Välj i listan.")),
        (
            answer.sender_kind,
            SenderKind.values,
            _("Vi känner inte igen avsändaren %(value)s. Välj i listan."),
        ),
        (
            answer.age_band or None,
            [None, *AgeBand.values],
            _("Vi känner inte igen åldern %(value)s. Välj i listan."),
        ),
    ):
        if value not in choices:
            raise ValidationError(sentence % {"value": str(value)[:60]})
    if answer.municipality and regions.region().municipality(answer.municipality) is None:
        raise ValidationError(
            _("Vi hittar ingen kommun med koden %(code)s. Välj i listan.")
            % {"code": answer.municipality[:20]}
        )
    if not 1 <= answer.persons <= MAX_PERSONS:
        raise ValidationError(_("Antalet personer ska vara mellan 1 och %(limit)s.") % {"limit": MAX_PERSONS})
    if len(answer.organisation) > 200 or len(answer.source.title) > 200 or len(answer.source.key) > 80:
        raise ValidationError(_("Namnet är för långt. Högst 200 tecken får plats."))


def unstorable(text: str) -> bool:
    """NUL and halves of characters, which no database keeps."""
    return "\0" in text or any("\ud800" <= char <= "\udfff" for char in text)


def _masks(one: Contribution) -> list[Mask]:
    found = [
        Mask(contribution=one, field=name, start=hit.start, end=hit.end, kind=hit.kind)
        for name in one.public_fields
        for hit in find_personal_data(getattr(one, name))
    ]
    one.has_personal_data = bool(found)
    return found


def _number(contributions: list[Contribution]) -> None:
    """Give each a public number that nobody has; two alike in one batch or in the table are drawn again."""
    from medskick.process.contributions.models.contribution import new_number

    unsure = list(contributions)
    used: set[int] = set()
    while unsure:
        numbers = [one.number for one in unsure]
        for start in range(0, len(numbers), 500):
            chunk = numbers[start : start + 500]
            used.update(Contribution.objects.filter(number__in=chunk).values_list("number", flat=True))
        drawn_again = []
        for one in unsure:
            if one.number in used:
                one.number = new_number()
                drawn_again.append(one)
            else:
                used.add(one.number)
        unsure = drawn_again


__all__ = [
    "Answer",
    "Prepared",
    "Source",
    "TooLong",
    "check",
    "fingerprint",
    "key_of",
    "prepare",
    "receive",
    "store",
    "tell_persons",
    "unstorable",
]
