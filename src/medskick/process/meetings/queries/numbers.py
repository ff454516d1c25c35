"""Counts of a meeting. The unit is persons. Those who wait are never among the participants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, Sum

from medskick.ground.core.access import Viewer, require
from medskick.ground.core.disclosure import SMALLEST, Row, suppress, told
from medskick.process.meetings.models import Age, Form, HeadCount, Meeting, SignUp, Standing

_NOT_WALK_IN = Q(is_walk_in=False)
_ON_THE_NET = Q(online=True, meeting__form=Form.HYBRID)  # they take no chair
_TOO_LARGE = Q(persons__gt=F("meeting__places")) & ~_ON_THE_NET


@dataclass(frozen=True)
class Room:
    """How full it is: persons with a place, persons who wait, and places in all (None: no limit). ``too_large``: those
    of them whose group is larger than the whole room. ``online``: those who take part on the net of a meeting that is
    in a room as well; they take no place."""

    places: int | None
    taken: int
    waiting: int
    too_large: int = 0
    online: int = 0

    @property
    def free(self) -> int | None:
        """Places that somebody who signs up now would get; none while anybody waits. None where there is no limit."""
        if self.places is None:
            return None
        return 0 if self.waiting > self.too_large else max(0, self.places - self.taken)

    @property
    def is_full(self) -> bool:
        """Whether the next one comes to the waiting list."""
        return self.free == 0


@dataclass(frozen=True)
class Numbers:
    """What is left when names are gone. ``signed_up``: all who ever signed up; ``waited``: those of them who had to
    wait; ``moved_up``: those who got a place from the list; ``left``: those who gave it back; ``online``: those of
    ``places`` who take no chair; ``came``: those ticked off, and of them ``walk_ins`` and ``let_in``, who stood on the
    waiting list; ``heads``: the count by hand, by age, with its sum."""

    signed_up: int
    places: int
    waiting: int
    waited: int
    moved_up: int
    left: int
    online: int
    came: int
    walk_ins: int
    let_in: int
    heads: tuple[tuple[str, str, int], ...]

    @property
    def chairs(self) -> int:
        """Persons who have a place in the room."""
        return self.places - self.online

    @property
    def with_place(self) -> int:
        """Those ticked off who had a place."""
        return self.came - self.walk_ins - self.let_in

    @property
    def heads_sum(self) -> int:
        """Everybody who was counted by hand."""
        return sum(persons for _age, _label, persons in self.heads)

    @property
    def in_the_room(self) -> int:
        """How many came: the count by hand where there is one, else those ticked off."""
        return self.heads_sum or self.came


def room(meeting: Meeting, viewer: Viewer) -> Room:
    """How full the meeting is. One query."""
    return rooms([meeting], viewer)[meeting.pk]


def rooms(meetings: Iterable[Meeting], viewer: Viewer) -> dict[int, Room]:
    """The same for several, by number. One query."""
    meetings = list(meetings)
    rows = SignUp.objects.filter(_NOT_WALK_IN, meeting__in=meetings).values("meeting_id").order_by()
    counted = rows.annotate(
        taken=Sum("persons", filter=Q(standing=Standing.PLACE) & ~_ON_THE_NET, default=0),
        waiting=Sum("persons", filter=Q(standing=Standing.WAITING) & ~_ON_THE_NET, default=0),
        too_large=Sum("persons", filter=Q(standing=Standing.WAITING) & _TOO_LARGE, default=0),
        online=Sum("persons", filter=Q(standing=Standing.PLACE) & _ON_THE_NET, default=0),
    )
    found = {
        row["meeting_id"]: (row["taken"], row["waiting"], row["too_large"], row["online"]) for row in counted
    }
    return {one.pk: Room(one.places, *found.get(one.pk, (0, 0, 0, 0))) for one in meetings}


def numbers(meeting: Meeting, viewer: Viewer) -> Numbers:
    """All counts, for those who run the meeting. Two queries. The same before and after disposal."""
    require("meetings.edit", viewer, meeting)
    return _numbers(meeting)


def _numbers(meeting: Meeting) -> Numbers:
    def persons(*conditions: Q) -> Sum:
        return Sum("persons", filter=Q(*conditions), default=0)

    row = meeting.signups.order_by().aggregate(
        signed_up=persons(_NOT_WALK_IN),
        places=persons(_NOT_WALK_IN, Q(standing=Standing.PLACE)),
        waiting=persons(_NOT_WALK_IN, Q(standing=Standing.WAITING)),
        waited=persons(_NOT_WALK_IN, Q(has_waited=True)),
        moved_up=persons(_NOT_WALK_IN, Q(moved_up_at__isnull=False)),
        left=persons(_NOT_WALK_IN, Q(standing=Standing.CANCELLED)),
        online=persons(_NOT_WALK_IN, Q(standing=Standing.PLACE), _ON_THE_NET),
        let_in=Sum("came", filter=Q(standing=Standing.WAITING), default=0),
        walk_ins=Sum("came", filter=Q(is_walk_in=True), default=0),
        came=Sum("came", default=0),  # last: it takes the field's name
    )
    labels = dict(Age)
    heads = tuple((one.age, str(labels[one.age]), one.persons) for one in meeting.head_counts.all())
    return Numbers(**row, heads=heads)


@dataclass(frozen=True)
class PublicNumbers:
    """What everybody may know afterwards, in round fives: None for fewer than five persons, and no ages from which a
    small group follows. ``ages``: rows of (label or None for those gathered, persons)."""

    came: int | None
    anybody: bool
    ages: tuple[tuple[str | None, int | None], ...]


def public_numbers(meeting: Meeting, viewer: Viewer) -> PublicNumbers:
    """How many came, as everybody may read it."""
    return printed(_numbers(meeting))


def printed(counted: Numbers) -> PublicNumbers:
    """Counts with small groups hidden (design, truth 7).

    A count may be corrected, and whoever has read both would know who came in between. Therefore all numbers are round.
    """
    labels = {age: label for age, label, _persons in counted.heads}
    rows: list[Row] = suppress({age: persons for age, _label, persons in counted.heads})
    # A total printed beside rows whose hidden part is not told would tell it: then ages are left out.
    safe = counted.heads_sum >= SMALLEST and all(row.persons is not None for row in rows)
    ages = tuple((labels[row.key] if row.key else None, _round(row.persons)) for row in rows) if safe else ()
    return PublicNumbers(_round(told(counted.in_the_room)), counted.in_the_room > 0, ages)


def came_to(meetings: Iterable[Meeting], viewer: Viewer) -> dict[int, int | None]:
    """How many came to each, as it may be printed: in round fives, None for fewer than five, 0 for nobody counted. Two
    queries."""
    meetings = list(meetings)
    heads = HeadCount.objects.filter(meeting__in=meetings).order_by().values_list("meeting_id")
    ticked = SignUp.objects.filter(meeting__in=meetings).order_by().values_list("meeting_id")
    by_hand = dict(heads.annotate(persons=Sum("persons")))
    at_door = dict(ticked.annotate(persons=Sum("came", default=0)))
    return {one.pk: _round(told(by_hand.get(one.pk) or at_door.get(one.pk) or 0)) for one in meetings}


def _round(persons: int | None) -> int | None:
    """The nearest five."""
    return None if persons is None else (persons + SMALLEST // 2) // SMALLEST * SMALLEST
