"""What is asked for, and which way: the nouns of a text with the side it takes towards each of them.

A noun has a side where a cue governs it: it follows the cue with no preposition or other noun between ("stoppa
vindkraften", "fler bussar och tåg", but not "stoppa bygget på ön" for the island), or stands first in a part whose cue
speaks of what goes before ("skolan ska vara kvar", "vindkraften förstör fjället"), or a later "den", "det" or "dem" has
a side and stands for it ("skolan är byns hjärta, rör den inte"). Anything less sure has none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from medskick.engine.text.wordlists import listed

from .cues import AFTER, BEFORE, BOTH, LESS, LINK, NONE, PREDICATE, TURN, VALUES, Cues
from .reading import Reading

FARTHEST_AFTER, FARTHEST_BEFORE = 6, 6
_PREPOSITIONS = listed(
    """i på vid för med från till under mellan hos kring runt genom utan mot över efter inom utanför bredvid nära bakom
    framför längs utmed trots enligt åt om ur bland att"""
)
_JOINING = listed("och å samt eller ,")
_PRONOUNS = listed("den det dem dom dessa")


@dataclass(frozen=True)
class Sides:
    """Per token: way -1 against, 1 for, 0 none; kind of the cue that governs it, an index into KINDS, or NONE."""

    way: np.ndarray
    kind: np.ndarray


def sides(reading: Reading, cues: Cues, nouns: np.ndarray) -> Sides:
    """The side taken towards each of `nouns`, bool (tokens,)."""
    count = len(reading.word)
    way = np.zeros(count, dtype=np.int64)
    kind = np.full(count, NONE, dtype=np.int64)
    if not count:
        return Sides(way, kind)
    place = np.arange(count)
    nouns = nouns & (cues.kind == NONE)
    pronouns = reading.where(_PRONOUNS) & (cues.kind == NONE)
    first = cues.first[cues.part]
    covered = _covered(cues)
    preposition = _last(reading.where(_PREPOSITIONS) & ~covered)
    noun_before = _last_before(nouns)
    valued = np.isin(cues.kind, VALUES)
    speaks = ~np.isin(cues.kind, (NONE, TURN, LINK))
    after = _last_before(speaks & ~valued & np.isin(cues.side, (AFTER, BOTH)))
    joined = np.r_[False, reading.where(_JOINING)[:-1]]
    governed = (
        (nouns | pronouns)
        & (after >= first)
        & (place - after <= FARTHEST_AFTER)
        & (preposition <= after)
        & ((noun_before <= after) | joined)
    )
    amount = (cues.kind[after] == LESS) & (
        cues.begin[after] < after
    )  # "för många": not "för många tomma hus"
    governed &= ~amount | (place - after == 1)
    asked = cues.asked[cues.part]
    way[governed] = asked[governed]
    kind[governed] = cues.kind[after[governed]]

    closes = (cues.side == PREDICATE) & ~np.r_[nouns[1:], False]
    counts = speaks & (np.isin(cues.side, (BEFORE, BOTH)) | closes) & (~valued | (asked == 0))
    ahead = _next(counts)
    subject = (
        nouns
        & ~governed
        & (ahead < count)
        & (noun_before < first)
        & (preposition < first)
        & (after < first)
        & (ahead - place <= FARTHEST_BEFORE)
    )
    subject &= cues.part[np.minimum(ahead, count - 1)] == cues.part
    way[subject] = cues.sign[cues.part][subject]
    kind[subject] = cues.kind[ahead[subject]]

    inside = nouns & (way == 0) & (_within(cues) >= 0) & (noun_before < first) & (preposition < first)
    way[inside] = asked[inside]
    kind[inside] = cues.kind[_within(cues)[inside]]
    way[cues.unreal[cues.part]] = 0
    opening = nouns & (noun_before < _first_of_text(reading)) & (preposition < first) & (way == 0)
    _hand_over(reading, pronouns & (way != 0), opening, way, kind)
    way[pronouns] = 0
    return Sides(way, np.where(way != 0, kind, NONE))


def _hand_over(
    reading: Reading, pronouns: np.ndarray, nouns: np.ndarray, way: np.ndarray, kind: np.ndarray
) -> None:
    """Give the side of each text's first pronoun that has one to the noun the text opens with, in place."""
    speaking = np.flatnonzero(pronouns)
    texts, first = np.unique(reading.owner[speaking], return_index=True)
    pronoun_of = np.full(reading.texts, NONE, dtype=np.int64)
    pronoun_of[texts] = speaking[first]
    for noun in np.flatnonzero(nouns & (pronoun_of[reading.owner] != NONE)).tolist():
        pronoun = int(pronoun_of[reading.owner[noun]])
        if noun < pronoun:
            way[noun], kind[noun] = way[pronoun], kind[pronoun]


def _first_of_text(reading: Reading) -> np.ndarray:
    """The first token of each token's text: int (tokens,)."""
    starts = np.r_[True, reading.owner[1:] != reading.owner[:-1]]
    return np.flatnonzero(starts)[np.cumsum(starts) - 1]


def _covered(cues: Cues) -> np.ndarray:
    """bool (tokens,): inside a cue, from its first word to its last."""
    change = np.zeros(len(cues.kind) + 1, dtype=np.int64)
    ends = np.flatnonzero(cues.kind != NONE)
    np.add.at(change, cues.begin[ends], 1)
    np.add.at(change, ends + 1, -1)
    return np.cumsum(change[:-1]) > 0


def _within(cues: Cues) -> np.ndarray:
    """The end of the cue that a token stands inside of, or NONE: int (tokens,)."""
    found = np.full(len(cues.kind), NONE, dtype=np.int64)
    for end in np.flatnonzero((cues.kind != NONE) & (cues.begin < np.arange(len(cues.kind)))):
        found[cues.begin[end] + 1 : end] = end
    return found


def _last(flags: np.ndarray) -> np.ndarray:
    """The latest flagged token up to and with each, or -1."""
    return np.maximum.accumulate(np.where(flags, np.arange(len(flags)), -1))


def _last_before(flags: np.ndarray) -> np.ndarray:
    return np.r_[-1, _last(flags)[:-1]]


def _next(flags: np.ndarray) -> np.ndarray:
    """The first flagged token after each, or the number of tokens."""
    count = len(flags)
    found = np.minimum.accumulate(np.where(flags, np.arange(count), count)[::-1])[::-1]
    return np.r_[found[1:], count]
