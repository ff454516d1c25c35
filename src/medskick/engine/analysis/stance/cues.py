"""Words and expressions that ask for something or value it, and which way they point once negation is counted in.

Kinds. For: `more`, `keep`, `raise`, `praise`. Against: `less`, `stop`, `lower`, `blame`. `no` ("ingen", "inga") turns
what follows and speaks against it when nothing else does; `turn` ("fel att", "vore dumt") only turns; `link`
("planerna på") does nothing and lets sides through. Within a part of a sentence directions multiply: "stoppa
nedläggningen", "sluta lägga ner", "inte mindre" all come out for. A part that asks for something is read by that alone;
praise and blame count where nothing is asked for.
The expressions are in data/cues_sv.tsv.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from .reading import Reading, conditionals, marks, negators, parts

KINDS = ("more", "keep", "raise", "praise", "less", "stop", "lower", "blame", "no", "turn", "link")
FOR = 4
LESS, NO, TURN, LINK = map(KINDS.index, ("less", "no", "turn", "link"))
VALUES = (KINDS.index("praise"), KINDS.index("blame"))
AFTER, BEFORE, BOTH, PREDICATE = 1, 2, 3, 4
GAP = 3
NONE = -1


@dataclass(frozen=True)
class Pattern:
    """A cue: its slots in a row; `gaps[i]` says whether words may stand between slot i and i + 1."""

    kind: int
    side: int
    slots: tuple[tuple[str, ...], ...]
    gaps: tuple[bool, ...]


@dataclass(frozen=True)
class Cues:
    """What was found, per token (tokens,) or per part of a sentence (parts,).

    kind: index into KINDS at the last word of a cue, NONE elsewhere. side: where what it speaks of stands, 0 elsewhere.
    begin: first token of the cue that ends here. part: number of each token's part. first: each part's first token.
    turned: per part, True where an odd number of negators turn it. unreal: per part, True after "om".
    asked: per part, -1, 0 or 1: what is asked for. valued: the same for praise and blame.
    """

    kind: np.ndarray
    side: np.ndarray
    begin: np.ndarray
    part: np.ndarray
    first: np.ndarray
    turned: np.ndarray
    unreal: np.ndarray
    asked: np.ndarray
    valued: np.ndarray

    @property
    def sign(self) -> np.ndarray:
        """Which way each part of a sentence points: what is asked for, or else how things are valued."""
        return np.where(self.asked != 0, self.asked, self.valued)


def find_cues(reading: Reading) -> Cues:
    """All cues of a reading, with negation counted in."""
    kind, side, begin, taken = _matches(reading)
    demands = (kind != NONE) & ~np.isin(kind, VALUES)
    part = parts(reading, demands, taken)
    count = int(part[-1]) + 1 if len(part) else 0
    first = np.flatnonzero(np.r_[True, part[1:] != part[:-1]]) if count else np.zeros(0, dtype=np.int64)
    nots = _sum(part, negators(reading) & ~taken, count)
    unreal = _sum(part, conditionals(reading) & ~taken, count) > 0
    against = demands & (kind >= FOR) & (kind != LINK)
    asks = _sum(part, demands & ~np.isin(kind, (TURN, LINK)), count) > 0
    asked = np.where(asks, _parity(_sum(part, against, count) + nots), 0)
    praise, blame = (_sum(part, kind == value, count) for value in VALUES)
    valued = np.sign(praise - blame) * _parity(nots)
    return Cues(kind, side, begin, part, first, nots % 2 == 1, unreal, asked, valued.astype(np.int64))


def _sum(part: np.ndarray, flags: np.ndarray, count: int) -> np.ndarray:
    return np.bincount(part, weights=flags, minlength=count).astype(np.int64)


def _parity(turns: np.ndarray) -> np.ndarray:
    return np.where(turns % 2 == 1, -1, 1)


def _matches(reading: Reading) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """kind, side and begin per token, and which tokens a cue of several words has taken."""
    count = len(reading.word)
    kind = np.full(count, NONE, dtype=np.int64)
    side = np.zeros(count, dtype=np.int64)
    begin = np.arange(count)
    taken = np.zeros(count, dtype=bool)
    if not count:
        return kind, side, begin, taken
    singles, several = _lexicon()
    stretch = marks(reading)
    occurrences = _Occurrences(reading)
    for pattern in several:
        for found in _rows(pattern, occurrences, stretch, taken):
            kind[found[:, -1]], side[found[:, -1]] = pattern.kind, pattern.side
            begin[found[:, -1]] = found[:, 0]
            taken[found.ravel()] = True
    word_kind, word_side = occurrences.single(singles)
    alone = ~taken & (word_kind != NONE)
    kind[alone], side[alone] = word_kind[alone], word_side[alone]
    ends_in_s = np.array([word.endswith("s") and len(word) > 4 for word in reading.vocabulary], dtype=bool)
    passive = ends_in_s[reading.word] | ends_in_s[reading.word[begin]]
    side[(side == AFTER) & (kind != NO) & passive] = BOTH
    return kind, side, begin, taken


def _rows(
    pattern: Pattern, occurrences: _Occurrences, stretch: np.ndarray, taken: np.ndarray
) -> list[np.ndarray]:
    """Places where all slots of a pattern stand in a row: at most one array (matches, slots)."""
    places = occurrences.of(pattern.slots[0])
    rows = places[~taken[places]][:, np.newaxis]
    for slot, gap in zip(pattern.slots[1:], pattern.gaps, strict=True):
        if not len(rows):
            return []
        fits = occurrences.mask(slot) & ~taken
        last = rows[:, -1]
        following = np.full(len(rows), NONE)
        for step in range(1 + GAP * gap, 0, -1):
            there = np.minimum(last + step, len(taken) - 1)
            good = (last + step < len(taken)) & fits[there] & (stretch[there] == stretch[last])
            following[good] = there[good]
        keep = following != NONE
        rows = np.column_stack([rows[keep], following[keep]])
    return [rows] if len(rows) else []


class _Occurrences:
    """Where words stand that the lexicon asks for, worked out once per slot."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._numbers = {word: number for number, word in enumerate(reading.vocabulary)}
        self._starts: dict[str, list[int]] = {}
        self._masks: dict[tuple[str, ...], np.ndarray] = {}
        lengths = {len(start) for start in _beginnings()}
        for number, word in enumerate(reading.vocabulary):
            for length in lengths:
                if word[:length] in _beginnings():
                    self._starts.setdefault(word[:length], []).append(number)

    def mask(self, slot: tuple[str, ...]) -> np.ndarray:
        """bool (tokens,)"""
        if slot not in self._masks:
            own = np.zeros(len(self._reading.vocabulary), dtype=bool)
            own[self._words(slot)] = True
            self._masks[slot] = own[self._reading.word]
        return self._masks[slot]

    def of(self, slot: tuple[str, ...]) -> np.ndarray:
        return np.flatnonzero(self.mask(slot))

    def single(self, patterns: tuple[Pattern, ...]) -> tuple[np.ndarray, np.ndarray]:
        """kind and side per token, from the cues of one word."""
        kind = np.full(len(self._reading.vocabulary), NONE, dtype=np.int64)
        side = np.zeros(len(self._reading.vocabulary), dtype=np.int64)
        for pattern in reversed(patterns):
            words = self._words(pattern.slots[0])
            kind[words], side[words] = pattern.kind, pattern.side
        return kind[self._reading.word], side[self._reading.word]

    def _words(self, slot: tuple[str, ...]) -> list[int]:
        found: list[int] = []
        for form in slot:
            if form.endswith("*"):
                found += self._starts.get(form[:-1], [])
            elif form in self._numbers:
                found.append(self._numbers[form])
        return found


@cache
def _lexicon() -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
    """Cues of one word, and those of several, longest first."""
    lines = files(__package__).joinpath("data/cues_sv.tsv").read_text("utf-8").splitlines()
    patterns = [_pattern(line) for line in lines if line and not line.startswith("#")]
    several = sorted((p for p in patterns if len(p.slots) > 1), key=lambda p: -len(p.slots))
    return tuple(p for p in patterns if len(p.slots) == 1), tuple(several)


@cache
def _beginnings() -> frozenset[str]:
    forms = (form for group in _lexicon() for p in group for slot in p.slots for form in slot)
    return frozenset(form[:-1] for form in forms if form.endswith("*"))


def _pattern(line: str) -> Pattern:
    name, _, expression = line.partition("\t")
    side = {"<": BEFORE, "=": BOTH, ".": PREDICATE}.get(name[-1], AFTER)
    slots: list[tuple[str, ...]] = []
    gaps: list[bool] = []
    for word in expression.split(" "):
        if word == "~":
            gaps[-1] = True
        else:
            slots.append(tuple(word.split("|")))
            gaps.append(False)
    return Pattern(KINDS.index(name.rstrip("<=.")), side, tuple(slots), tuple(gaps[:-1]))
