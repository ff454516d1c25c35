"""Meetings as visitors and staff may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Sum, When
from django.utils import timezone

from medskick.engine.text.finding import holds, wanted
from medskick.ground.core.access import Role, Viewer, require
from medskick.process.cycle import region as regions
from medskick.process.cycle.earlier import Earlier
from medskick.process.cycle.models import StrategyCycle
from medskick.process.meetings.models import Kind, Meeting, Notice, Standing, State, TargetGroup
from medskick.process.meetings.models.meeting import READS_ALL
from medskick.process.meetings.queries.co_hosts import WITH_LOGOS

COUNTY = regions.COUNTY
PUBLIC_STATES = (State.PUBLISHED, State.CANCELLED, State.HELD)
_CALENDAR = 500


@dataclass(frozen=True)
class Filters:
    """What to show of the list: a municipality's code (``COUNTY`` for the whole county), a kind, a target group."""

    municipality: str = ""
    kind: str = ""
    target_group: str = ""

    @classmethod
    def of(cls, query: Any) -> Filters:
        """From an address; what is unknown there narrows nothing."""
        places = {COUNTY, *(one.code for one in regions.region().municipalities)}
        return cls(
            _known(query.get("kommun", ""), places),
            _known(query.get("typ", ""), Kind.values),
            _known(query.get("for", ""), TargetGroup.values),
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return any((self.municipality, self.kind, self.target_group))

    def of_meetings(self, rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
        """The rows that match. A meeting for everybody is for each group."""
        if self.municipality:
            rows = rows.filter(municipality="" if self.municipality == COUNTY else self.municipality)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.target_group:
            rows = rows.filter(target_group__in=(self.target_group, TargetGroup.EVERYBODY))
        return rows


def _known(value: str, known: Iterable[str]) -> str:
    return value if value in set(known) else ""


def choices(viewer: Viewer) -> dict[str, list[tuple[str, str]]]:
    """What one may choose among in the list."""
    return {
        "municipalities": [(one.code, one.name) for one in regions.region().municipalities],
        "kinds": [(value, str(label)) for value, label in Kind.choices],
        "target_groups": [(value, str(label)) for value, label in TargetGroup.choices],
    }


def _public(cycle: StrategyCycle | None) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(state__in=PUBLIC_STATES)
    return rows.filter(cycle=cycle) if cycle else rows


def coming(viewer: Viewer, filters: Filters = Filters(), cycle: StrategyCycle | None = None) -> list[Meeting]:
    """Published and cancelled meetings that are not over, soonest first. Drafts are not among them for anybody."""
    rows = _public(cycle).exclude(state=State.HELD).filter(ends_at__gt=timezone.now())
    return list(filters.of_meetings(rows).order_by("starts_at", "pk"))


def held(
    viewer: Viewer, filters: Filters = Filters(), cycle: StrategyCycle | None = None
) -> QuerySet[Meeting]:
    """Meetings that are over, latest first; those that were called off are not among them."""
    over = Q(state=State.HELD) | Q(state=State.PUBLISHED, ends_at__lte=timezone.now())
    return filters.of_meetings(_public(cycle).filter(over)).order_by("-starts_at", "-pk")


def dated(cycle: StrategyCycle, viewer: Viewer) -> list[Meeting]:
    """Published meetings of a cycle, over or not, that were not called off, by day. One query."""
    return list(_public(cycle).exclude(state=State.CANCELLED).order_by("starts_at", "pk"))


def calendar_of(viewer: Viewer, filters: Filters = Filters()) -> list[Meeting]:
    """The newest 500 meetings of all cycles, called off ones too, so that a subscribed calendar strikes them out."""
    rows = filters.of_meetings(_public(None)).order_by("-starts_at", "-pk")[:_CALENDAR]
    return sorted(rows, key=lambda one: (one.starts_at, one.pk))


def meeting(number: int, viewer: Viewer) -> Meeting | None:
    """One meeting as this viewer may see it, with its co-hosts."""
    rows = Meeting.objects.visible_to(viewer).select_related("cycle").prefetch_related(WITH_LOGOS)
    return rows.filter(pk=number).first()


def described(numbers: Iterable[int], viewer: Viewer) -> list[Meeting]:
    """Published meetings with these numbers."""
    return list(Meeting.objects.filter(pk__in=list(numbers), state__in=PUBLIC_STATES))


def planned(viewer: Viewer, cycle: StrategyCycle | None) -> QuerySet[Meeting]:
    """All that the viewer may read in the workspace: what comes, the nearest first, then what has been, the latest
    first; a contact's own municipality alone."""
    require("meetings.workspace", viewer)
    rows = Meeting.objects.visible_to(viewer)
    if viewer.has(Role.MUNICIPALITY_CONTACT) and not viewer.has(*READS_ALL):
        rows = rows.filter(municipality=viewer.municipality) if viewer.municipality else rows.none()
    if cycle is not None:
        rows = rows.filter(cycle=cycle)
    comes = Q(ends_at__gt=timezone.now()) & ~Q(state=State.HELD)
    nearest = Case(When(comes, then="starts_at"))
    return rows.order_by(nearest.asc(nulls_last=True), "-starts_at", "-pk")


def earlier(viewer: Viewer) -> list[Earlier]:
    """The older cycles that hold meetings the viewer may read in the workspace, with how many lie ahead or have not
    been told to be over. One query."""
    open_ones = Count("pk", filter=Q(state=State.PUBLISHED))
    rows = planned(viewer, None).filter(cycle__is_current=False).order_by("-cycle__key")
    found = rows.values("cycle__key", "cycle__name").annotate(open=open_ones)
    return [Earlier(one["cycle__key"], one["cycle__name"], one["open"]) for one in found]


def other_cycles(cycle: StrategyCycle | None, viewer: Viewer) -> list[StrategyCycle]:
    """The other cycles whose meetings anybody may read, newest first. One query."""
    read = _public(None).exclude(cycle=cycle).values("cycle")
    return list(StrategyCycle.objects.filter(pk__in=read))


def ahead(cycle: StrategyCycle, viewer: Viewer) -> list[tuple[Meeting, int]]:
    """Published meetings of a cycle that are not over, soonest first, each with how many persons have signed up for it
    or wait. One query."""
    require("meetings.workspace", viewer)
    signed = Q(signups__standing__in=(Standing.PLACE, Standing.WAITING), signups__is_walk_in=False)
    rows = Meeting.objects.filter(cycle=cycle, state=State.PUBLISHED, ends_at__gt=timezone.now())
    counted = rows.annotate(expected=Sum("signups__persons", filter=signed, default=0))
    return [(one, one.expected) for one in counted.order_by("starts_at", "pk")]


def meeting_for_staff(number: int, viewer: Viewer) -> Meeting | None:
    """One meeting in the workspace; None where the viewer may not read it there."""
    return (
        planned(viewer, None).prefetch_related(WITH_LOGOS).select_related("cycle").filter(pk=number).first()
    )


def notices(meeting: Meeting, viewer: Viewer) -> list[Notice]:
    """All that has been told to those who signed up, newest first. For those who run the meeting."""
    require("meetings.edit", viewer, meeting)
    return list(meeting.notices.all())


def why(meeting: Meeting, viewer: Viewer) -> Notice | None:
    """What was said when the meeting was called off or last moved: everybody may read that."""
    return meeting.notices.filter(about__in=(Notice.About.MOVED, Notice.About.CANCELLED)).first()


def search(words: str, viewer: Viewer, limit: int = 20) -> list[Meeting]:
    """Published meetings that have all words in title, summary, agenda, place or town, however they are inflected;
    among the newest 500. One query."""
    asked = wanted(words)
    if not asked:
        return []
    rows = Meeting.objects.filter(state__in=PUBLIC_STATES).order_by("-starts_at", "-pk")[:_CALENDAR]
    found = (one for one in rows if holds(_words_of(one), asked))
    return list(islice(found, limit))


def _words_of(meeting: Meeting) -> str:
    town = regions.region().municipality_name(meeting.municipality)
    return "\n".join((meeting.title, meeting.summary, meeting.agenda, meeting.place, town))
