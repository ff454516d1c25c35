"""Persons are counted once per sending: who fills in both boxes of the form is one person, not two.

What came together shares ``Contribution.sending``: the answers of one submission, or of one row of an imported file.
Two numbers belong to it, and every count of persons is made of one of them, here:

- those *behind* it: the persons of its largest contribution among those that are looked at. They weigh in themes and
  topics, and they alone open anything: a place by name, a small group, a quote.
- those *there*: the same, or the number that somebody has told of the whole sending where that is larger (how many sat
  at a table). They are counted in totals, where a sending stands in one place.

``path`` leads from the rows to the contribution (``"contribution__"`` from a statement); contributions themselves need
none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Greatest, RowNumber

from medskick.process.contributions.models import Contribution

_CHUNK = 900
_Key = TypeVar("_Key", int, UUID)


def sendings() -> Count:
    """How many sendings."""
    return Count("sending", distinct=True)


def once(rows: QuerySet[Any], *groups: str, path: str = "") -> Q:
    """Picks one of ``rows`` for each sending in each of ``groups``: a contribution of most persons, the first of those.

    For a sum of persons over the same rows, as its filter or around it: ``Sum("persons", filter=once(rows, "state"))``.
    """
    place = Window(
        RowNumber(),
        partition_by=[*(F(group) for group in groups), F(f"{path}sending")],
        order_by=[F(f"{path}persons").desc(), F(f"{path}pk").asc(), F("pk").asc()],
    )
    return Q(pk__in=rows.order_by().annotate(place_in_sending=place).filter(place_in_sending=1).values("pk"))


def there(path: str = "") -> Greatest:
    """Persons of the sending that a row belongs to: what was told of it, never less than the row's own.

    For a total over rows that ``once`` has picked, ``Sum(there())``; over all rows of a sending, ``Max(there())``.
    """
    return Greatest(F(f"{path}persons"), Coalesce(F(f"{path}sending_persons"), 0))


def persons(rows: QuerySet[Contribution], having: Q | None = None) -> int:
    """Persons of the sendings of these contributions; ``having`` keeps the sendings with at least one that is so."""
    each = rows.order_by().values("sending").annotate(people=Max(there()))
    if having is not None:
        each = each.annotate(so=Count("pk", filter=having)).filter(so__gt=0)
    return each.aggregate(together=Sum("people"))["together"] or 0


def persons_by_fate(rows: QuerySet[Contribution], fates: Sequence[Q]) -> list[int]:
    """Persons by what became of their sending: the first of ``fates`` that any contribution of it has met. One query.

    So every person stands in one place only, and the parts add up to the whole.
    """
    first = Case(
        *(When(fate, then=Value(place)) for place, fate in enumerate(fates)), output_field=IntegerField()
    )
    each = rows.order_by().values("sending").annotate(people=Max(there()), fate_met=Min(first))
    told = each.aggregate(
        **{f"fate_{place}": Sum("people", filter=Q(fate_met=place)) for place in range(len(fates))}
    )
    return [told[f"fate_{place}"] or 0 for place in range(len(fates))]


def sendings_of(contributions: Iterable[int]) -> dict[int, UUID]:
    """Which sending each contribution came with, by its key in the database. A query for every 900."""
    found: dict[int, UUID] = {}
    for chunk in _chunks(contributions):
        found.update(Contribution.objects.filter(pk__in=chunk).values_list("pk", "sending"))
    return found


def largest(sent: Iterable[UUID], *columns: str) -> dict[UUID, tuple[Any, ...]]:
    """Each sending as the largest contribution of what came first of it, whatever has become of it: persons behind it,
    then the ``columns``. A query for every 900.

    Never changes: hiding one of two answers moves nobody between groups, a table at a meeting that hands in once more
    makes no group larger, and a number told of the whole sending, which may be corrected, is left out. So tables that
    are out can be compared with later ones.
    """
    found: dict[UUID, tuple[Any, ...]] = {}
    for chunk in _chunks(sent):
        rows = Contribution.objects.filter(sending__in=chunk).order_by("-submission_id", "persons", "-pk")
        for key, *who in rows.values_list("sending", "persons", *columns):
            found[key] = tuple(who)
    return found


def _chunks(keys: Iterable[_Key]) -> Iterator[list[_Key]]:
    wanted = sorted(keys)
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]
