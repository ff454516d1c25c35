"""Copies follow what a person has put outside: one rule for what comes in live and for what a run brings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Substr

from medskick.engine.text.normalise import normal_form

AT_ONCE = 2_000
# Of a theme that lies outside as a whole everything does, whatever has been said of its statements.
IN_A_THEME_INSIDE = Q(theme=None) | Q(theme__outside_reason="")


def reasons(outside: Iterable[tuple[str, str]], inside: Iterable[tuple[str]]) -> dict[str, str]:
    """Why copies lie outside, by the normal form of their words.

    outside: reason and words of each statement that lies outside because a person said so. inside: the words of others,
    as many as may be copies of those; asked only where there are any. Of many copies most decide, and where it is even
    the person.
    """
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for reason, text in outside:
        if words := normal_form(text):
            said[words][reason] += 1
    if said:
        for (text,) in inside:
            if (words := normal_form(text)) in said:
                said[words][""] += 1
    most = {words: min(own, key=lambda why: (-own[why], not why, why)) for words, own in said.items()}
    return {words: why for words, why in most.items() if why}


def with_words(rows: QuerySet[Any], *names: str) -> Iterator[tuple[Any, ...]]:
    """Values of statements with, last, what each of them says: never the whole text that it stands in."""
    length = F("end") - F("start")
    own = Case(
        When(field="title", then=Substr("contribution__title", F("start") + 1, length)),
        default=Substr("contribution__text", F("start") + 1, length),
    )
    return rows.order_by().annotate(own_words=own).values_list(*names, "own_words").iterator(AT_ONCE)
