"""Where contributions were said: what a higher room may tell of a meeting or a workshop.

The source tells place and day. So it is named only where at least five persons in two sendings share it, as a
municipality is (design, truth 7).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Sum

from medskick.ground.core.access import Viewer
from medskick.ground.core.disclosure import may_name_municipality
from medskick.ground.core.once import once as asked_once
from medskick.process.contributions.models import Contribution, State
from medskick.process.contributions.queries.sendings import once, sendings

_Group = TypeVar("_Group", bound=Hashable)


def said_at(kind: str, keys: Iterable[str], viewer: Viewer) -> dict[str, list[int]]:
    """Numbers of the contributions that show, by the key of their source, in the order they came.

    Two queries, once in a page that reads.
    """
    wanted = frozenset(keys)
    return asked_once(("contributions.said_at", kind, wanted), lambda: _said_at(kind, wanted))


def _said_at(kind: str, keys: Iterable[str]) -> dict[str, list[int]]:
    named = _named(kind, keys)
    found: dict[str, list[int]] = {}
    rows = Contribution.objects.filter(state=State.VISIBLE, source_kind=kind, source_key__in=named)
    for key, number in rows.order_by("pk").values_list("source_key", "number"):
        found.setdefault(key, []).append(number)
    return found


def sources_of(kind: str, numbers: Iterable[int], viewer: Viewer) -> dict[int, str]:
    """The key of each contribution's source of this kind, where it may be named. Two queries."""
    rows = Contribution.objects.filter(state=State.VISIBLE, source_kind=kind, number__in=list(numbers))
    keys = dict(rows.values_list("number", "source_key"))
    named = _named(kind, keys.values())
    return {number: key for number, key in keys.items() if key in named}


def enough_share(groups: Mapping[_Group, Iterable[int]], viewer: Viewer) -> dict[_Group, int]:
    """The groups of contributions, by their numbers, that may be told of because enough persons in enough sendings
    share them, with the persons behind each: for ordering, not for printing beside a total. One query.

    A person is counted once for each sending, with those of its largest contribution in the group.
    """
    rows = Contribution.objects.filter(
        state=State.VISIBLE, number__in={number for numbers in groups.values() for number in numbers}
    )
    sent = {
        number: (sending, persons)
        for number, sending, persons in rows.values_list("number", "sending", "persons")
    }
    found: dict[_Group, int] = {}
    for group, numbers in groups.items():
        largest: dict[UUID, int] = {}
        for sending, persons in (sent[number] for number in numbers if number in sent):
            largest[sending] = max(persons, largest.get(sending, 0))
        if may_name_municipality(together := sum(largest.values()), len(largest)):
            found[group] = together
    return found


def _named(kind: str, keys: Iterable[str]) -> set[str]:
    rows = Contribution.objects.filter(state=State.VISIBLE, source_kind=kind, source_key__in=set(keys))
    behind = Sum("persons", filter=once(rows, "source_key"))
    sharing = rows.order_by().values_list("source_key").annotate(people=behind, sent=sendings())
    return {key for key, people, sent in sharing if may_name_municipality(people or 0, sent)}


def states_of(submissions: Iterable[int], viewer: Viewer) -> dict[int, dict[str, int]]:
    """How many contributions of each of these submissions are in which state. For who holds their receipts."""
    rows = Contribution.objects.filter(submission__in=list(submissions)).order_by()
    found: dict[int, dict[str, int]] = {}
    for submission, state, number in rows.values_list("submission", "state").annotate(number=Count("pk")):
        found.setdefault(submission, {})[state] = number
    return found
