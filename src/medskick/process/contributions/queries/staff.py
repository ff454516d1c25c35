"""What moderators read: the queue with its filters, one item with its history, and what waits."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.dateparse import parse_date

from medskick.engine.text.normalise import normal_form
from medskick.ground.core import audit
from medskick.ground.core.access import Viewer, require
from medskick.ground.core.models import AuditEntry
from medskick.process.contributions.models import (
    Appeal,
    ApprovalRule,
    Channel,
    Contribution,
    Correction,
    Decision,
    Mask,
    Report,
    SenderKind,
    State,
)
from medskick.process.contributions.queries.public import active_masks
from medskick.process.cycle.earlier import Earlier
from medskick.process.cycle.models import StrategyCycle

PAGE = 50
TODO = "att-gora"
FLAGS = ("abuse", "threat", "spam", "injection")
ORDERS = ("ko", "nyast", "aldst", "flest")


@dataclass(frozen=True)
class Filters:
    """What is asked for in the address of the queue. Unknown values are dropped, never trusted."""

    words: str = ""
    state: str = TODO
    flag: str = ""
    personal: str = ""
    channel: str = ""
    municipality: str = ""
    question: str = ""
    sender: str = ""
    source: str = ""
    mark: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    order: str = "ko"

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """Filters from the address."""
        return cls(
            words=query.get("q", "").replace("\0", "")[:200].strip(),
            state=_one(query, "lage", (TODO, "alla", *State.values), TODO),
            flag=_one(query, "flagga", ("nagon", *FLAGS)),
            personal=_one(query, "personuppgifter", ("ja", "nej")),
            channel=_one(query, "kanal", Channel.values),
            municipality=query.get("kommun", "").replace("\0", "")[:4],
            question=query.get("fraga", "").replace("\0", "")[:40],
            sender=_one(query, "avsandare", SenderKind.values),
            source=query.get("kalla", "").replace("\0", "")[:80],
            mark=_one(query, "markt", ("anmald", "overklagad", "misstankt", "rattelse")),
            since=_day(query.get("fran", "")),
            until=_day(query.get("till", "")),
            order=_one(query, "ordning", ORDERS, "ko"),
        )

    @property
    def narrowed(self) -> bool:
        """Anything beyond the ordinary queue."""
        return replace(self, order="ko") != Filters()


def number_in(typed: str) -> int | None:
    """A contribution's number as somebody typed it or an address carries it; None for anything else, such as "²"."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 9 else None


def _one(query: QueryDict, name: str, allowed: Any, default: str = "") -> str:
    value = query.get(name, default)
    return value if value in allowed else default


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text[:10])
    except ValueError:
        return None


def _unread_reports() -> QuerySet[Report]:
    """Reports that nobody has looked at, of what still counts: what is taken back needs no look."""
    return Report.objects.filter(
        handled_at__isnull=True, contribution__state__in=(State.WAITING, State.VISIBLE)
    )


def _open_reports() -> Exists:
    return Exists(_unread_reports().filter(contribution=OuterRef("pk")))


def _open_appeals() -> Exists:
    return Exists(Appeal.objects.filter(contribution=OuterRef("pk"), outcome=Appeal.Outcome.WAITING))


def _open_corrections() -> Exists:
    return Exists(_waiting_corrections().filter(contribution=OuterRef("pk")))


def _waiting_corrections() -> QuerySet[Correction]:
    """Corrections that nobody has decided, of what has not been taken back."""
    rows = Correction.objects.filter(state=Correction.State.WAITING)
    return rows.exclude(contribution__state=State.WITHDRAWN)


def found(cycle: StrategyCycle, viewer: Viewer, filters: Filters) -> QuerySet[Contribution]:
    """The contributions asked for, in order, each with ``is_reported``, ``is_appealed`` and ``urgency``."""
    require("contributions.read_all", viewer)
    rows = Contribution.objects.filter(cycle=cycle).visible_to(viewer)
    for condition in _conditions(filters):
        rows = rows.filter(condition)
    rows = rows.annotate(is_reported=_open_reports(), is_appealed=_open_appeals())
    rows = rows.annotate(
        urgency=Case(
            When(is_appealed=True, then=Value(0)),
            When(is_reported=True, then=Value(1)),
            When(~Q(flags=[]), then=Value(2)),
            When(suspect=True, then=Value(3)),
            default=Value(4),
            output_field=IntegerField(),
        )
    )
    order = {
        "ko": ("urgency", "received_at", "pk"),
        "nyast": ("-received_at", "-pk"),
        "aldst": ("received_at", "pk"),
        "flest": ("-persons", "received_at", "pk"),
    }[filters.order]
    return rows.order_by(*order)


def _conditions(filters: Filters) -> list[Q]:
    conditions = [Q(search_text__contains=word) for word in normal_form(filters.words).split()]
    number = number_in(filters.words)
    if number is not None:
        conditions = [Q(search_text__contains=filters.words) | Q(number=number)]
    if filters.state == TODO:
        conditions.append(Q(state=State.WAITING) | Q(_open_reports()) | Q(_open_appeals()))
    elif filters.state != "alla":
        conditions.append(Q(state=filters.state))
    if filters.flag == "nagon":
        conditions.append(~Q(flags=[]))
    elif filters.flag:
        as_text = Contribution.objects.annotate(flags_text=Cast("flags", TextField()))
        conditions.append(Q(pk__in=as_text.filter(flags_text__contains=f'"{filters.flag}"').values("pk")))
    if filters.personal:
        conditions.append(Q(has_personal_data=filters.personal == "ja"))
    plain = {
        "channel": filters.channel,
        "municipality": filters.municipality,
        "question": filters.question,
        "sender_kind": filters.sender,
    }
    conditions += [Q(**{name: value}) for name, value in plain.items() if value]
    if filters.source:
        conditions.append(Q(source_title=filters.source) | Q(source_key=filters.source))
    marks = {
        "anmald": Q(_open_reports()),
        "overklagad": Q(_open_appeals()),
        "misstankt": Q(suspect=True),
        "rattelse": Q(_open_corrections()),
    }
    if filters.mark:
        conditions.append(marks[filters.mark])
    if filters.since:
        conditions.append(Q(received_at__date__gte=filters.since))
    if filters.until:
        conditions.append(Q(received_at__date__lte=filters.until))
    return conditions


def sources(cycle: StrategyCycle, viewer: Viewer) -> list[str]:
    """Titles of sources to choose among, at most 100."""
    require("contributions.read_all", viewer)
    rows = Contribution.objects.filter(cycle=cycle).exclude(source_title="").order_by("source_title")
    return list(rows.values_list("source_title", flat=True).distinct()[:100])


def one(number: int, viewer: Viewer) -> Contribution | None:
    """The contribution with this number, for somebody who is to decide about it."""
    require("contributions.read_all", viewer)
    return Contribution.objects.visible_to(viewer).filter(number=number).first()


def those(typed: Iterable[str], viewer: Viewer) -> list[Contribution]:
    """The contributions with these numbers, as a form sends them. What is no number is left out."""
    require("contributions.read_all", viewer)
    numbers = [number for number in map(number_in, typed) if number is not None]
    return list(Contribution.objects.visible_to(viewer).filter(number__in=numbers))


def mask(number: int, pk: int, viewer: Viewer) -> Mask | None:
    """A mask of the contribution with this number."""
    require("contributions.read_all", viewer)
    return Mask.objects.filter(pk=pk, contribution__number=number).first()


def appeal(pk: int, viewer: Viewer) -> Appeal | None:
    """An appeal with its contribution."""
    require("contributions.read_all", viewer)
    return Appeal.objects.select_related("contribution").filter(pk=pk).first()


def report(pk: int, viewer: Viewer) -> Report | None:
    """A report with its contribution."""
    require("contributions.read_all", viewer)
    return Report.objects.select_related("contribution").filter(pk=pk).first()


def correction(pk: int, viewer: Viewer) -> Correction | None:
    """A correction with its contribution."""
    require("contributions.read_all", viewer)
    return Correction.objects.select_related("contribution").filter(pk=pk).first()


def item(number: int, viewer: Viewer) -> Contribution | None:
    """One contribution with everything that belongs to it, in a handful of queries."""
    require("contributions.read_all", viewer)
    rows = (
        Contribution.objects.visible_to(viewer).filter(number=number).select_related("import_batch", "cycle")
    )
    rows = rows.prefetch_related(active_masks(), "reports", "appeals", "corrections", "decisions")
    return rows.annotate(is_reported=_open_reports(), is_appealed=_open_appeals()).first()


@dataclass(frozen=True)
class LogLine:
    """A line of a contribution's log, in words."""

    when: datetime.datetime
    sentence: str
    note: str = ""


def log(contribution: Contribution, viewer: Viewer) -> list[LogLine]:
    """What has happened to it, oldest first. Decisions of an approved rule and of an import have no audit line each."""
    require("contributions.read_all", viewer)
    entries = AuditEntry.objects.filter(ref_kind="contribution", ref_key=str(contribution.number)).order_by(
        "id"
    )
    lines = [LogLine(entry.at, audit.in_words(entry)) for entry in entries]
    for decision in contribution.decisions.all():
        alone = decision.by_rule or decision.verb == Decision.Verb.WITHDRAW_IMPORT
        if alone:
            lines.append(LogLine(decision.at, _by_rule(decision)))
        elif decision.note:
            lines.append(LogLine(decision.at, f"{decision.author_name}:", decision.note))
    return sorted(lines, key=lambda line: line.when)


def _by_rule(decision: Decision) -> str:
    from django.utils.translation import gettext as _

    if decision.verb == Decision.Verb.WITHDRAW_IMPORT:
        return _("%(name)s ångrade inläsningen, och medskicket togs tillbaka") % {
            "name": decision.author_name
        }
    return _("Regeln som %(name)s har godkänt släppte fram rösten") % {"name": decision.author_name}


def waiting(cycle: StrategyCycle | None, viewer: Viewer) -> int:
    """How many wait for a person to read them."""
    if cycle is None:
        return 0
    return Contribution.objects.filter(cycle=cycle, state=State.WAITING).count()


def waiting_in_all(viewer: Viewer) -> int:
    """How many wait for a person to read them, also those of a cycle that has ended."""
    return Contribution.objects.filter(state=State.WAITING).count()


def earlier(viewer: Viewer) -> list[Earlier]:
    """The older cycles that hold contributions, with how many of them nobody has read. One query."""
    require("contributions.read_all", viewer)
    unread = Count("contributions", filter=Q(contributions__state=State.WAITING))
    rows = StrategyCycle.objects.filter(is_current=False, contributions__isnull=False)
    return [Earlier(one.key, one.name, one.unread) for one in rows.annotate(unread=unread).order_by("-key")]


def open_appeals(viewer: Viewer) -> QuerySet[Appeal]:
    """Appeals that wait, oldest first."""
    require("contributions.read_all", viewer)
    rows = Appeal.objects.filter(outcome=Appeal.Outcome.WAITING).order_by("pk")
    rows = rows.select_related("contribution", "decision")
    return rows.prefetch_related("contribution__decisions")


def open_reports(viewer: Viewer) -> QuerySet[Report]:
    """Reports that nobody has looked at, oldest first."""
    require("contributions.read_all", viewer)
    return _unread_reports().select_related("contribution").order_by("pk")


def open_corrections(viewer: Viewer) -> QuerySet[Correction]:
    """Corrections that wait, oldest first."""
    require("contributions.read_all", viewer)
    return _waiting_corrections().select_related("contribution").order_by("pk")


def current_rule(cycle: StrategyCycle, viewer: Viewer) -> ApprovalRule | None:
    """The rule in force, or None: then a person reads everything."""
    return ApprovalRule.objects.filter(cycle=cycle, ended_at__isnull=True).first()


def past_rules(cycle: StrategyCycle, viewer: Viewer) -> QuerySet[ApprovalRule]:
    """The latest twenty rules that have ended."""
    require("contributions.read_all", viewer)
    return ApprovalRule.objects.filter(cycle=cycle, ended_at__isnull=False).order_by("-pk")[:20]


def would_pass(cycle: StrategyCycle, viewer: Viewer) -> dict[str, dict[str, int]]:
    """For each channel: how many wait, how many a rule would pass, and how many of those hold personal data."""
    require("contributions.read_all", viewer)
    told: dict[str, dict[str, int]] = {}
    rows = Contribution.objects.filter(cycle=cycle, state=State.WAITING).annotate(is_reported=_open_reports())
    for one in rows.only(*ApprovalRule.READS).iterator():
        row = told.setdefault(one.channel, {"waiting": 0, "clean": 0, "personal": 0})
        row["waiting"] += 1
        if not one.only_a_person_passes and not one.is_reported:
            row["personal" if one.has_personal_data else "clean"] += 1
    return told
