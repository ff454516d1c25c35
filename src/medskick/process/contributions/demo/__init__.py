"""The demonstration's voices: synthetic texts, taken in through the same door and decided on by the same functions.

Loading twice adds nothing: each row has a client key of its own. Everything follows from the seed, so two installations
show the same.
"""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from medskick.ground.core import receipts
from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.chain import Ref
from medskick.process.contributions import actions
from medskick.process.contributions.actions.receive import Answer, Source, fingerprint
from medskick.process.contributions.models import (
    ApprovalRule,
    Channel,
    Contribution,
    HiddenReason,
    SenderKind,
    State,
    Submission,
)
from medskick.process.cycle import queries as cycles
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import PhaseKind, StrategyCycle

SHIPPED = {"25": Path(__file__).with_name("norrbotten.jsonl")}
SEED = 2040
KEY = "demo-"  # how the client keys of these voices begin
ORGANISATIONS = {SenderKind.ASSOCIATION, SenderKind.COMPANY, SenderKind.MUNICIPALITY, SenderKind.AUTHORITY}
REASONS = {
    "abuse": HiddenReason.ABUSE,
    "threat": HiddenReason.ABUSE,
    "spam": HiddenReason.SPAM,
    "injection": HiddenReason.INJECTION,
}
OCCASIONS = {"meeting": "Möte", "workshop": "Workshop", "lesson": "Lektion"}
Told = Callable[[int, int], None]
# By channel and municipality: where it was said, and when that began.
Said = Mapping[tuple[str, str], tuple[Source, datetime.datetime]]
NOWHERE: Said = {}


def load(
    cycle: StrategyCycle,
    path: Path | None = None,
    *,
    by: Viewer,
    said_at: Said = NOWHERE,
    progress: Told | None = None,
) -> int:
    """Take in the synthetic voices of ``path`` (the region's shipped set when left out) and let a rule pass them.

    What the computer flags for conduct stays waiting for a person until the analysis is over. Returns how many were
    added; 0 for a region without a set. ``said_at``: meetings that were held, so that what was said there names them.
    ``progress`` is told (done, total).
    """
    path = path or SHIPPED.get(regions.region().code)
    if path is None:
        return 0
    rows = [row for row in _rows(path) if row["text"].strip()]
    keys = {f"{KEY}{row['id']}" for row in rows}
    known = set(Submission.objects.filter(client_key__in=keys).values_list("client_key", flat=True))
    fresh = [row for row in rows if f"{KEY}{row['id']}" not in known]
    if not fresh:
        return 0
    with transaction.atomic():
        _store(cycle, fresh, said_at, progress)
        _pass(cycle, by)
        if cycles.is_over(cycle, PhaseKind.ANALYSIS, by):
            _read_the_rest(cycle, by)
    return len(fresh)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as handle:
        for line in handle:
            yield json.loads(line)


def _store(cycle: StrategyCycle, rows: list[dict[str, Any]], said_at: Said, progress: Told | None) -> None:
    moments = _moments(cycle, rows, said_at)
    answers, extra = [], []
    for done, (row, moment) in enumerate(zip(rows, moments, strict=True), 1):
        answer = _answer(row, moment, said_at)
        submission = Submission.objects.create(
            cycle=cycle,
            client_key=f"{KEY}{row['id']}",
            fingerprint=fingerprint([answer]),
            receipt=receipts.new_receipt(),
            received_at=moment,
        )
        answers.append(answer)
        extra.append({"submission": submission, "received_at": moment, "sending_persons": _seated(row)})
        if progress:
            progress(done, len(rows))
    for one in actions.store(cycle, actions.prepare(cycle, answers, extra=extra)):
        assert one.submission is not None
        receipts.point(one.submission.receipt, [Ref("contribution", str(one.number))])


def _pass(cycle: StrategyCycle, by: Viewer) -> None:
    """The demonstration's own rule, approved, used once and ended: from then on a person reads, as in real use."""
    if ApprovalRule.objects.filter(cycle=cycle, ended_at__isnull=True).exists():
        return
    rule = actions.approve_rule(cycle, Channel.values, pass_personal=True, by=by)
    actions.apply_rule(rule, by=by)
    actions.end_rule(rule, by=by)


def _read_the_rest(cycle: StrategyCycle, by: Viewer) -> None:
    """What the rule left: hidden where the computer suspects abuse, advertising or orders to it, else shown."""
    for one in Contribution.objects.filter(cycle=cycle, state=State.WAITING).order_by("pk"):
        reason = next((REASONS[flag] for flag in one.flags if flag in REASONS), None)
        if reason:
            actions.hide(one, reason, by=by)
        else:
            actions.pass_(one, by=by)


def _answer(row: dict[str, Any], moment: datetime.datetime, said_at: Said) -> Answer:
    region = regions.region()
    code = row.get("municipality") or ""
    municipality = code if region.municipality(code) else ""
    sender = SenderKind(row.get("sender", "person"))
    channel = _channel(row["channel"], sender)
    return Answer(
        text=row["text"],
        question=row.get("question", ""),
        frame="web",
        channel=channel,
        sender_kind=sender,
        persons=row.get("group_size") or 1,
        municipality=municipality,
        age_band=row.get("age_band") or "",
        language=row.get("lang", ""),
        source=_source(row["channel"], municipality, moment, said_at),
    )


def _seated(row: dict[str, Any]) -> int | None:
    """How many sat at the table where a group agreed on something: now and then somebody did not. None elsewhere."""
    if row["channel"] not in ("meeting", "workshop") or row.get("sender") != SenderKind.GROUP:
        return None
    dice = random.Random(f"{SEED}-{row['id']}")  # noqa: S311 (the same for everybody, on purpose)
    return int(row["group_size"]) + dice.choice((0, 0, 1, 2, 3))


def _channel(name: str, sender: SenderKind) -> str:
    """The set's ``import`` holds letters, e-mail and organisations' replies."""
    if name == "import":
        return Channel.EMAIL if sender in ORGANISATIONS else Channel.LETTER
    return Channel(name)


def _source(channel: str, municipality: str, moment: datetime.datetime, said_at: Said) -> Source:
    """The meeting where there was one; else what was arranged by others, which has no page."""
    day = timezone.localtime(moment).date()
    if channel == "web":
        return Source()
    if (channel, municipality) in said_at:
        return said_at[channel, municipality][0]
    if channel not in OCCASIONS:
        return Source(kind="demo", date=day)
    place = regions.region().municipality_name(municipality) if municipality else ""
    title = f"{OCCASIONS[channel]} i {place}" if place else OCCASIONS[channel]
    return Source(kind="demo", key=f"{channel}-{day}", title=title, date=day)


def _moments(
    cycle: StrategyCycle, rows: list[dict[str, Any]], said_at: Said = NOWHERE
) -> list[datetime.datetime]:
    """When each came in: web and letters spread over the dialogue, a meeting's all on its own day."""
    days = _days(cycle)
    chance = random.Random(SEED)  # noqa: S311 - a demonstration, not a secret
    occasions: dict[tuple[str, str], datetime.date] = {}
    moments = []
    for row in rows:
        day, hour = chance.choice(days), chance.randint(7, 22)
        if row["channel"] in OCCASIONS:
            day = occasions.setdefault((row["channel"], row.get("municipality") or ""), day)
            hour = 10 if row["channel"] == "lesson" else 18
            if held := said_at.get((row["channel"], row.get("municipality") or "")):
                began = timezone.localtime(held[1])
                day, hour = began.date(), began.hour
        naive = datetime.datetime.combine(
            day, datetime.time(hour, chance.randint(0, 59), chance.randint(0, 59))
        )
        moments.append(timezone.make_aware(naive))
    return moments


def _days(cycle: StrategyCycle) -> list[datetime.date]:
    """The days of the dialogue that have passed; at least the last month."""
    yesterday = cycles.today() - datetime.timedelta(days=1)
    dialogue = next((one for one in cycles.phases(cycle, PUBLIC) if one.kind == PhaseKind.DIALOGUE), None)
    start = (dialogue.starts if dialogue else None) or yesterday - datetime.timedelta(days=30)
    last = min(yesterday, (dialogue.ends if dialogue else None) or yesterday)
    start = min(start, last)
    return [start + datetime.timedelta(days=number) for number in range((last - start).days + 1)]
