"""Which group of a new run is which theme of the book: by the persons whose statements they share.

Plain data in and out, no database. Run groups and book themes are any hashable keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

SAME = 0.2  # shared persons / persons in either: from here on a group may be the theme
INSIDE = (
    0.5  # share of a group's known persons in one theme: from here on it flows into what a person has decided
)


@dataclass
class Overlap:
    """Persons by group and theme. ``known`` counts a group's persons that the book has placed anywhere."""

    shared: dict[tuple[Hashable, Hashable], float] = field(default_factory=lambda: defaultdict(float))
    known: dict[Hashable, float] = field(default_factory=lambda: defaultdict(float))
    held: dict[Hashable, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, group: Hashable | None, theme: Hashable | None, persons: float) -> None:
        """One statement that the run put in ``group`` and the book holds in ``theme``."""
        if theme is None:
            return
        self.held[theme] += persons
        if group is not None:
            self.known[group] += persons
            self.shared[group, theme] += persons


def match(overlap: Overlap, decided: Iterable[Hashable] = ()) -> dict[Hashable, Hashable]:
    """Book theme of each run group that has one; the others are new.

    The best one-to-one pairing by shared persons comes first (Hungarian method). A group left over flows into a theme
    that already holds half of it, if a person has decided about that theme: a merge is not undone by a new run.
    """
    pairs = _paired(overlap)
    decided = set(decided)
    for group, persons in sorted(overlap.known.items(), key=lambda item: str(item[0])):
        if group in pairs or not persons:
            continue
        best = max(
            (theme for theme in decided if overlap.shared.get((group, theme))),
            key=lambda theme: (overlap.shared[group, theme], str(theme)),
            default=None,
        )
        if best is not None and overlap.shared[group, best] >= INSIDE * persons:
            pairs[group] = best
    return pairs


def _paired(overlap: Overlap) -> dict[Hashable, Hashable]:
    groups = sorted(overlap.known, key=str)
    themes = sorted(overlap.held, key=str)
    if not groups or not themes:
        return {}
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    shared = np.zeros((len(groups), len(themes)))
    row, column = ({key: i for i, key in enumerate(keys)} for keys in (groups, themes))
    for (group, theme), persons in overlap.shared.items():
        shared[row[group], column[theme]] = persons
    rows, columns = linear_sum_assignment(-shared)
    found: dict[Hashable, Hashable] = {}
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        group, theme = groups[i], themes[j]
        either = overlap.known[group] + overlap.held[theme] - shared[i, j]
        if shared[i, j] > 0 and shared[i, j] >= SAME * either:
            found[group] = theme
    return found


def largest(counts: Mapping[Hashable, float]) -> Hashable | None:
    """The key with the highest count; ties by name, so that the same input gives the same answer."""
    return min(counts, key=lambda key: (-counts[key], str(key)), default=None)
