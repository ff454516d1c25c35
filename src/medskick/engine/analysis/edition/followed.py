"""Where the statements are now that people have decided about: a decision follows its words, or is told to be lost."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..holding import holding
from .edits import Span
from .keys import Keys
from .previous import Previous
from .replay import Edited

NO_TEXT, NO_STATEMENT = "no_text", "no_statement"


@dataclass(frozen=True)
class Followed:
    """Decisions by the statements they are about now.

    wanted: where people put statements, and outside: why they lie outside, by statement. elsewhere: spans that stand
    otherwise now, with the statements that have them. lost: decisions about spans that nothing holds any more.
    """

    wanted: dict[int, str]
    outside: dict[int, str]
    elsewhere: dict[Span, list[int]]
    lost: list[dict[str, Any]]


def follow(edited: Edited, previous: Previous, keys: Keys, old: np.ndarray) -> Followed:
    """Find the statements of all decisions. old: number in the edition of each statement, -1 for new ones.

    A statement of the edition is found wherever it is now. What is about another span goes to the statement that stands
    there, and else to those that hold most of it, if they are not known to be something else.
    """
    spans = set(edited.wanted) | set(edited.outside_spans)
    now = _statements(spans, previous, keys, old)
    gone = {span for span, own in now.items() if not own}
    here = {span[0] for span in keys.spans} if gone else set()
    return Followed(
        _by_statement(edited.wanted, now),
        {s: reason for s, reason in _by_statement(edited.outside_spans, now).items() if reason},
        {span: own for span, own in sorted(now.items()) if own and [keys.spans[s] for s in own] != [span]},
        lost_of(edited, gone, here),
    )


def lost_of(edited: Edited, gone: Set[Span], here: Set[str]) -> list[dict[str, Any]]:
    """What was decided about the spans that are gone. here: ids of contributions that are not."""
    return [
        {"statement": list(span), what: said, "why": NO_STATEMENT if span[0] in here else NO_TEXT}
        for decided, what in ((edited.wanted, "to"), (edited.outside_spans, "outside"))
        for span, said in sorted(decided.items())
        if said and span in gone
    ]


def _statements(spans: Set[Span], previous: Previous, keys: Keys, old: np.ndarray) -> dict[Span, list[int]]:
    if not spans:
        return {}
    place = np.full(len(previous), -1, dtype=np.int64)
    known = np.flatnonzero(old >= 0)
    place[old[known]] = known
    before = {span: int(place[n]) for n, span in enumerate(previous.spans) if span in spans}
    found = {span: [s] for span, s in before.items() if s >= 0}
    taken = {s for own in found.values() for s in own}
    for s, span in enumerate(keys.spans):
        if span in spans and span not in found and old[s] < 0:
            found[span] = [s]
            taken.add(s)
    free = ((span, s) for s, span in enumerate(keys.spans) if old[s] < 0 and s not in taken)
    held = holding(spans - found.keys(), free)
    return {**held, **found}


def _by_statement(decided: Mapping[Span, str], now: Mapping[Span, list[int]]) -> dict[int, str]:
    return {s: said for span, said in decided.items() for s in now[span]}
