"""Does a handful of sentences cover the public? Measured beside random samples, for all and for each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .public import Public, spaced
from .spread import FEWEST_SHOWN
from .vectors import Vectors

SAMPLES = 200
LOW, HIGH = 5, 95
ROUNDING = 1e-9  # means of equal shares need not be equal to the last bit
FEWEST_DRAWN = 20
FEWEST_SENDINGS = 5
FRAME, MOST_ROWS = 600, 20_000
EVERYBODY = "everybody"


@dataclass(frozen=True)
class Labelling:
    """One way to divide statements: the value of each, as its number in `values`, or -1 where it is not known."""

    name: str
    values: Sequence[object]
    codes: np.ndarray


@dataclass(frozen=True)
class Group:
    """Part of a public: those of one value of one labelling, with the persons and the sendings in it."""

    labelling: str
    value: object
    persons: float
    sendings: int


class Coverage:
    """Measures of how a set of sentences covers a public and each of its groups with 5 persons or more.

    A group's voters are those of the public with at least one statement of that value, and only these statements
    count. `groups` begins with everybody.

    must_hold: (groups,) bool, those with at least 5 sendings. In a smaller one a random sample reaches far as soon
    as it draws one of its own few texts, so the comparison says little; it is made all the same.
    """

    def __init__(self, public: Public, labellings: Sequence[Labelling], near: float) -> None:
        self.near = near
        self._public = public
        everybody = Labelling(EVERYBODY, [None], np.zeros(0))
        codes = [np.zeros(len(public.statements), dtype=np.int64)]
        codes += [labelling.codes[public.statements] for labelling in labellings]
        self.groups: list[Group] = []
        self._parts: list[_Part] = []
        for labelling, own in zip([everybody, *labellings], codes, strict=True):
            part = _Part(public, own)
            if len(part.values):
                self._parts.append(part)
                self.groups += part.groups(labelling)
        self.must_hold = np.array([group.sendings >= FEWEST_SENDINGS for group in self.groups], dtype=bool)

    def of(self, nearness: np.ndarray) -> np.ndarray:
        """(groups, 2, columns): the share of persons covered, and the mean nearness, 6 decimals.

        nearness: (rows of the public, columns), for each set of sentences the similarity of its nearest. A person is
        covered when something she wrote is near enough; her nearness is the mean over what she wrote.
        """
        return np.round(np.concatenate([part.measure(nearness, self.near) for part in self._parts]), 6)

    def rows_of(self, group: int) -> np.ndarray:
        """The rows of the public that belong to a group."""
        for part in self._parts:
            if group < len(part.values):
                return part.rows_of(group)
            group -= len(part.values)
        raise IndexError(group)


class _Part:
    """The groups of one labelling: rows ordered by group and voter, with the weights that make means of them."""

    def __init__(self, public: Public, codes: np.ndarray) -> None:
        voter = public.voter
        rows = np.lexsort((voter, codes))
        rows = rows[codes[rows] >= 0]
        starts = _starts(codes[rows], voter[rows])
        persons = public.persons[voter[rows[starts]]] if len(rows) else np.zeros(0)
        group = codes[rows[starts]] if len(rows) else np.zeros(0, dtype=np.int64)
        total = np.bincount(group, weights=persons)
        voters = np.bincount(group)
        large = (np.round(total, 6) >= FEWEST_SHOWN) & ((voters >= FEWEST_DRAWN) | (not public.sampled))
        self._rows = rows[large[codes[rows]]] if len(rows) else rows
        self._units = _starts(codes[self._rows], voter[self._rows])
        unit_group = codes[self._rows[self._units]]
        weight = public.persons[voter[self._rows[self._units]]]
        self.values = np.flatnonzero(large)
        self._persons, self._voters = total[large], voters[large]
        self._firsts = np.searchsorted(unit_group, self.values)
        self._weight = (weight / total[unit_group])[:, np.newaxis] if len(weight) else weight[:, np.newaxis]
        lengths = np.diff(np.append(self._units, len(self._rows)))
        self._row_weight = (np.repeat(self._weight[:, 0] / lengths, lengths))[:, np.newaxis]
        self._row_firsts = self._units[self._firsts] if len(self.values) else self._firsts

    def groups(self, labelling: Labelling) -> list[Group]:
        figures = zip(self.values.tolist(), self._persons.tolist(), self._voters.tolist(), strict=True)
        return [
            Group(labelling.name, labelling.values[value], persons, sendings)
            for value, persons, sendings in figures
        ]

    def rows_of(self, place: int) -> np.ndarray:
        end = self._row_firsts[place + 1] if place + 1 < len(self._row_firsts) else len(self._rows)
        return self._rows[self._row_firsts[place] : end]

    def measure(self, nearness: np.ndarray, near: float) -> np.ndarray:
        own = nearness[self._rows]
        covered = np.logical_or.reduceat(own >= near, self._units, axis=0)
        share = np.add.reduceat(covered * self._weight, self._firsts, axis=0)
        mean = np.add.reduceat(own * self._row_weight, self._row_firsts, axis=0)
        return np.stack([share, mean], axis=1)


class Chance:
    """What random samples of the same size cover: 200 of them, drawn among all statements that may be quoted.

    A sample of m is the first m of a sample of the largest size, so that sizes can be compared. Where the public is
    itself a sample or has written more than 20 000 statements, they are drawn among 600, taken at equal steps.
    """

    def __init__(
        self,
        coverage: Coverage,
        public: Public,
        quotable: np.ndarray,
        vectors: Vectors,
        largest: int,
        seed: tuple[int, ...],
    ) -> None:
        rng = np.random.default_rng(seed)
        if public.sampled or len(public.statements) > MOST_ROWS:
            quotable = quotable[spaced(len(quotable), FRAME)]
        self._largest = min(largest, len(quotable))
        draws = np.array([rng.choice(len(quotable), self._largest, replace=False) for _ in range(SAMPLES)])
        distinct, self._places = np.unique(draws, return_inverse=True)
        self._places = self._places.reshape(draws.shape)
        similar = vectors[public.statements] @ vectors[quotable[distinct]].T
        self._similar = np.round(similar, 5, out=similar)
        self._coverage = coverage
        self._found: dict[int, np.ndarray] = {}

    def of(self, size: int) -> np.ndarray:
        """(groups, 2, 200): the measures of every sample of `size` statements."""
        size = min(size, self._largest)
        if size not in self._found:
            nearness = self._similar[:, self._places[:, 0]]
            for place in range(1, size):
                nearness = np.maximum(nearness, self._similar[:, self._places[:, place]])
            self._found[size] = self._coverage.of(nearness)
        return self._found[size]

    def mean(self, size: int) -> np.ndarray:
        return np.round(self.of(size).mean(axis=2), 6)


def _starts(codes: np.ndarray, voter: np.ndarray) -> np.ndarray:
    """Where a new pair of group and voter begins in sorted rows."""
    if not len(codes):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero((np.diff(codes, prepend=-1) != 0) | (np.diff(voter, prepend=-1) != 0))


def verdicts(reached: np.ndarray, chance: Chance, size: int) -> list[dict[str, object]]:
    """For each group what was reached, what samples reach (mean, 5th and 95th percentile), and whether it holds."""
    mean, samples = chance.mean(size), chance.of(size)
    low, high = np.percentile(samples, [LOW, HIGH], axis=2)
    rows: list[dict[str, object]] = []
    for group in range(len(reached)):
        row: dict[str, object] = {}
        for measure, name in enumerate(("share", "nearness")):
            row[name] = {
                "summary": round(float(reached[group, measure]), 4),
                "random": round(float(mean[group, measure]), 4),
                "low": round(float(low[group, measure]), 4),
                "high": round(float(high[group, measure]), 4),
            }
        row["holds"] = bool((reached[group] >= mean[group] - ROUNDING).all())
        rows.append(row)
    return rows
