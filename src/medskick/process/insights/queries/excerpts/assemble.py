"""Put excerpts together from the statements in them that show now. Pure: no queries.

Numbers are counted anew each time, in persons and each sending once. None under five is told, nor one from which such a
number could be worked out beside the number of persons in the theme, which is public.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from medskick.ground.core.disclosure import SMALLEST, suppress
from medskick.process.insights.models import ExcerptKind
from medskick.process.insights.queries.excerpts.shape import (
    Circle,
    Coverage,
    Excerpts,
    Sentence,
    Side,
    Summary,
    Tension,
)

FEWEST_ON_A_SIDE, FEWEST_IN_A_LEAF = 3, 3
_OTHERS, _UNSEEN = "", "unseen"
FEWEST_PERSONS_IN_A_CIRCLE, FEWEST_SENDINGS_IN_A_CIRCLE = 3, 2
# A measure holds for a theme that has lost or gained at most a tenth since.
STILL_THE_SAME = 0.1


@dataclass(frozen=True)
class Voice:
    """A statement that shows, in an excerpt. ``place``: the key under which it is described."""

    excerpt: int
    part: str
    rank: int | None
    speaks: bool
    stands_for: float | None
    place: int
    contribution: int
    sending: uuid.UUID
    persons: int


@dataclass(frozen=True)
class Given:
    """An excerpt as it is stored. ``holds``: its label may show."""

    pk: int
    kind: str
    label: str
    facts: dict[str, Any]
    holds: bool = True


@dataclass(frozen=True)
class Crowd:
    """The theme as it shows now."""

    persons: int
    statements: int


def assemble(
    given: Sequence[Given], voices: Iterable[Voice], told: Mapping[int, Any], crowd: Crowd
) -> Excerpts:
    """The excerpts of one theme. told: the statements that may be quoted, by ``Voice.place``, as they are described."""
    own: dict[int, list[Voice]] = defaultdict(list)
    for voice in sorted(voices, key=lambda voice: (voice.rank or 0, voice.place)):
        own[voice.excerpt].append(voice)
    by_kind: dict[str, list[Given]] = defaultdict(list)
    for one in given:
        if one.holds:
            by_kind[one.kind].append(one)
    summaries = (_summary(one, own[one.pk], told, crowd) for one in by_kind[ExcerptKind.SUMMARY])
    tensions = (_tension(one, own[one.pk], told, crowd) for one in by_kind[ExcerptKind.TENSION])
    return Excerpts(
        summary=next((one for one in summaries if one), None),
        tensions=tuple(one for one in tensions if one),
        few=_circles(
            [one for one in by_kind[ExcerptKind.FEW] if _is_circle(own[one.pk], told)], own, told, crowd
        ),
        leaves=_circles(
            [one for one in by_kind[ExcerptKind.LEAF] if _is_leaf(own[one.pk])], own, told, crowd
        ),
    )


def persons_of(voices: Iterable[Voice]) -> int:
    """Persons behind those who speak, each sending once."""
    behind: dict[uuid.UUID, float] = {}
    for voice in voices:
        if voice.speaks:
            persons = voice.persons if voice.stands_for is None else voice.stands_for
            behind[voice.sending] = max(persons, behind.get(voice.sending, 0))
    return round(sum(behind.values()))


def _safe(cells: Mapping[str, int]) -> dict[str, int]:
    """Those of the cells, which together are everybody, that may be told."""
    return {
        row.key: row.persons for row in suppress(cells) if row.key is not None and row.persons is not None
    }


def _quotes(voices: Iterable[Voice], told: Mapping[int, Any]) -> list[Any]:
    return [told[voice.place] for voice in voices if voice.rank is not None and voice.place in told]


def _summary(one: Given, voices: Sequence[Voice], told: Mapping[int, Any], crowd: Crowd) -> Summary | None:
    parts: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        parts[voice.part].append(voice)
    quoted = {part: _quotes(parts[part], told) for part in map(str, range(one.facts["sentences"]))}
    behind = {part: persons_of(parts[part]) for part in quoted}
    counts = {part: persons for part, persons in behind.items() if quoted[part]}
    if not counts:
        return None
    # Who spoke of what a sentence said that shows no more still does: no other sentence and no rest takes them over.
    unseen = sum(behind.values()) - sum(counts.values())
    others = max(0, crowd.persons - sum(behind.values()))
    safe = _safe({**counts, _UNSEEN: unseen, _OTHERS: others})
    return Summary(
        sentences=tuple(Sentence(quoted[part][0], safe.get(part) or None) for part in counts),
        others=safe.get(_OTHERS),
        some_others=others > 0,
        estimated=one.facts["estimated"],
        coverage=_coverage(one, counts, voices, safe.get(_OTHERS), crowd),
        unseen=safe.get(_UNSEEN),
        some_unseen=unseen > 0,
        sentence_away=len(counts) < len(quoted),
    )


def _coverage(
    one: Given, counts: Mapping[str, int], voices: Sequence[Voice], others: int | None, crowd: Crowd
) -> Coverage | None:
    """The measure, while the theme and its summary are what was measured."""
    facts = one.facts
    left = sum(voice.speaks for voice in voices)
    grown = abs(crowd.statements - facts["statements"])
    whole = len(counts) == facts["sentences"] and left >= (1 - STILL_THE_SAME) * facts["voices"]
    if not whole or grown > STILL_THE_SAME * facts["statements"] or not crowd.persons:
        return None
    audit = facts["audit"]
    covered = None if others is None else round(100 * (crowd.persons - others) / crowd.persons)
    random, low, high = (round(100 * audit["share"][name]) for name in ("random", "low", "high"))
    holds = audit["holds"] and (covered is None or covered >= random)
    return Coverage(covered, random, low, high, audit["samples"], holds, holds and audit["groups_hold"])


def _tension(one: Given, voices: Sequence[Voice], told: Mapping[int, Any], crowd: Crowd) -> Tension | None:
    names = one.facts["sides"]
    by_side = {name: [voice for voice in voices if voice.part == name] for name in names}
    speaking = {name: {voice.sending for voice in own if voice.speaks} for name, own in by_side.items()}
    if len(names) != 2 or min(map(len, speaking.values())) < FEWEST_ON_A_SIDE:
        return None
    sided, twice = set.union(*speaking.values()), set.intersection(*speaking.values())
    alone = [persons_of(voice for voice in by_side[name] if voice.sending not in twice) for name in names]
    both = persons_of(voice for own in by_side.values() for voice in own if voice.sending in twice)
    neither = persons_of(voice for voice in voices if voice.part not in names and voice.sending not in sided)
    rest = crowd.persons - sum(alone) - both
    # These, and those who name the matter without taking a side, are everybody, each once.
    may = min(alone) >= SMALLEST and not _small(both) and not _small(rest)
    *percents, both_percent = hundredths([*alone, both])
    quoted = [_quotes(by_side[name], told) for name in names]
    most = min(map(len, quoted))
    first, second = (
        Side(
            name,
            alone[place] if may else None,
            percents[place] if may else None,
            tuple(quoted[place][:most]),
        )
        for place, name in enumerate(names)
    )
    tell_neither = may and neither >= SMALLEST and not _small(rest - neither)
    return Tension(
        label=one.label,
        question=one.facts["question"],
        sides=(first, second),
        told=may,
        neither=neither if tell_neither else None,
        some_neither=neither > 0,
        sampled=one.facts["read"] < one.facts["of"],
        both=both if may else 0,
        both_percent=both_percent if may else 0,
    )


def hundredths(persons: Sequence[int]) -> list[int]:
    """Whole per cent that make a hundred (largest remainders; on ties the first); zeros where there is nobody."""
    whole = sum(persons)
    if not whole:
        return [0] * len(persons)
    found = [100 * own // whole for own in persons]
    left = sorted(range(len(persons)), key=lambda place: (-(100 * persons[place] % whole), place))
    for place in left[: 100 - sum(found)]:
        found[place] += 1
    return found


def _small(persons: int) -> bool:
    return 0 < persons < SMALLEST


def _is_circle(voices: Sequence[Voice], told: Mapping[int, Any]) -> bool:
    sendings = {voice.sending for voice in voices if voice.speaks}
    enough = persons_of(voices) >= FEWEST_PERSONS_IN_A_CIRCLE and len(sendings) >= FEWEST_SENDINGS_IN_A_CIRCLE
    return enough and bool(_quotes(voices, told))


def _is_leaf(voices: Sequence[Voice]) -> bool:
    return len({voice.contribution for voice in voices if voice.speaks}) >= FEWEST_IN_A_LEAF


def _circles(
    given: Sequence[Given], own: Mapping[int, Sequence[Voice]], told: Mapping[int, Any], crowd: Crowd
) -> tuple[Circle, ...]:
    """Groups that lie beside each other in the theme; most persons may be in none of them."""
    counts = {one.pk: persons_of(own[one.pk]) for one in given}
    safe = {
        pk for pk, persons in counts.items() if persons >= SMALLEST and not _small(crowd.persons - persons)
    }
    # Where nearly everybody is in them, those who are not could be worked out: the smallest is told no more.
    while safe and _small(crowd.persons - persons_of(voice for pk in safe for voice in own[pk])):
        safe.remove(min(safe, key=lambda pk: (counts[pk], pk)))
    return tuple(
        Circle(one.label, counts[one.pk] if one.pk in safe else None, tuple(_quotes(own[one.pk], told)))
        for one in given
    )
