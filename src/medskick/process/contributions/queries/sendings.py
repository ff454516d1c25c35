"""Persons are counted once per sending: who fills in both boxes of the form is one person, not two.

What came together shares ``Contribution.sending``: the answers of one submission, or of one row of an imported file. It
counts with the persons of its largest contribution among those that are looked at. ``path`` leads from the rows to the
contribution (``"contribution__"`` from a statement); contributions themselves need none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
from django.db.models.functions import RowNumber

from medskick.process.contributions.models import Contribution


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


def persons(rows: QuerySet[Contribution], having: Q | None = None) -> int:
    """Persons behind contributions; ``having`` keeps the sendings with at least one contribution that is so."""
    each = rows.order_by().values("sending").annotate(people=Max("persons"))
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
    each = rows.order_by().values("sending").annotate(people=Max("persons"), fate_met=Min(first))
    told = each.aggregate(
        **{f"fate_{place}": Sum("people", filter=Q(fate_met=place)) for place in range(len(fates))}
    )
    return [told[f"fate_{place}"] or 0 for place in range(len(fates))]
