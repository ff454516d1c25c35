"""The demonstration's meetings: a tour of all municipalities, planned, published, held and counted by the same actions
as in real use.

What a meeting has become follows from the shifted calendar: one that is over was held and its heads were counted, one
to come is published and people have signed up, one that is not told of yet is not there.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from itertools import cycle as round_and_round
from pathlib import Path
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from medskick.ground.core.access import PUBLIC, Viewer
from medskick.ground.core.shift import Shift
from medskick.process.contributions.actions import Source
from medskick.process.cycle import region as regions
from medskick.process.cycle.models import StrategyCycle
from medskick.process.meetings import actions
from medskick.process.meetings.models import Kind, Meeting

WRITTEN_FOR = "25"  # the region whose tour this is
TOUR = Path(__file__).with_name("tour.toml")
AS_WRITTEN = (
    "kind", "title", "summary", "ladder", "target_group", "municipality", "form", "place", "link",
    "takes_signups", "places",
)  # fmt: skip
# What the demonstration's voices say of where they were said, and the meetings that were such an occasion.
OCCASIONS = {"meeting": (Kind.DIALOGUE,), "workshop": (Kind.YOUTH,)}


def load(cycle: StrategyCycle, shift: Shift, *, by: Viewer) -> dict[str, Meeting]:
    """Arrange the meetings that have been told of by today. Returns them by their key in ``tour.toml``.

    Adds nothing where the cycle has meetings already, nor in another region; then returns nothing.
    """
    if regions.region().code != WRITTEN_FOR or Meeting.objects.filter(cycle=cycle).exists():
        return {}
    tour = tomllib.loads(TOUR.read_text(encoding="utf-8"))
    people = round_and_round(tour["people"])
    times = beginnings(tour["meetings"], shift)
    with transaction.atomic():
        return {
            one["key"]: _arrange(cycle, {**_shared(tour), **one}, times[one["key"]], people, by)
            for one in tour["meetings"]
            if _is_told(one, shift)
        }


def occasions(meetings: dict[str, Meeting]) -> dict[tuple[str, str], tuple[Source, datetime.datetime]]:
    """What has been held, as the source of what was said there: by channel and municipality, with the time it began."""
    return {
        (channel, one.municipality): (
            Source("meeting", str(one.number), one.title, timezone.localtime(one.starts_at).date()),
            one.starts_at,
        )
        for channel, kinds in OCCASIONS.items()
        for one in meetings.values()
        if one.is_over and one.municipality and one.kind in kinds
    }


def _shared(tour: dict[str, Any]) -> dict[str, Any]:
    return {name: tour[name] for name in ("agenda", "access", "asks_access")}


def _is_told(one: dict[str, Any], shift: Shift) -> bool:
    return "told" not in one or shift(one["told"]) <= timezone.localdate()


def beginnings(meetings: list[dict[str, Any]], shift: Shift) -> dict[str, datetime.datetime]:
    """When each meeting begins, by its key. Weeks when offices are closed push meetings together: one that would
    land on the day of another takes the next free day of work in that week."""
    times: dict[str, datetime.datetime] = {}
    for one in sorted(meetings, key=lambda one: _written(one, shift)):
        begins = shift.at_work(_written(one, shift))
        if begins != shift(_written(one, shift)):
            taken = {time.date() for time in times.values()}
            monday = begins - datetime.timedelta(days=begins.weekday())
            free = [monday + datetime.timedelta(days=(begins.weekday() + number) % 5) for number in range(5)]
            begins = next((time for time in free if time.date() not in taken), begins)
        times[one["key"]] = begins
    return times


def _written(one: dict[str, Any], shift: Shift) -> datetime.datetime:
    """When it begins on the written calendar, as far as anybody knows today."""
    moved = one.get("moved")
    if moved and shift(moved["on"]) <= timezone.localdate():
        return cast(datetime.datetime, moved["to"])
    return cast(datetime.datetime, one["starts"])


def _arrange(
    cycle: StrategyCycle, one: dict[str, Any], begins: datetime.datetime, people: Iterator[str], by: Viewer
) -> Meeting:
    starts = timezone.make_aware(begins)
    fields = {name: one[name] for name in AS_WRITTEN if name in one}
    fields["agenda"] = one["agenda"].strip()
    fields["asks_access"] = one["asks_access"] and one.get("form") != "online"
    fields["access"] = "" if one.get("form") == "online" else one["access"].strip()
    fields |= {"starts_at": starts, "ends_at": starts + datetime.timedelta(hours=one.get("hours", 2))}
    meeting = actions.create(cycle, fields, one.get("co_hosts", ()), by=by)
    meeting = actions.publish(meeting, by=by)
    if meeting.is_over:
        meeting = actions.mark_held(meeting, by=by)
        actions.count_heads(meeting, one.get("heads", {}), by=by)
    elif meeting.signup_is_open:
        _sign_up(meeting, one, people)
    return meeting


def _sign_up(meeting: Meeting, one: dict[str, Any], people: Iterator[str]) -> None:
    """So many groups of so many persons each; those for whom there is no place wait."""
    for number, persons in enumerate(one.get("signups", ()), 1):
        # Where one may take part on the net, every third group does.
        wish = actions.Wish(name=next(people), persons=persons, online=number % 3 == 0)
        actions.sign_up(meeting, wish, client_key=f"demo-{one['key']}-{number}", by=PUBLIC)
