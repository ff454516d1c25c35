"""Which group of a new run is which theme of the book: by the persons whose statements they share.

Plain data in and out, no database. Run groups and book themes are any hashable keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

SAME = (
    0.2  # shared persons / persons in either: from here on a group may be a theme that a person decided about
)
CLOSE = (
    0.5  # the same, for a theme that nobody has decided about: its address would else lead to something else
)
STILL = (2, 3)  # or this share of such a theme's persons in the group
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

    def likeness(self, group: Hashable, theme: Hashable) -> float:
        """Shared persons / persons in either."""
        shared = self.shared.get((group, theme), 0)
        return shared / (self.known[group] + self.held[theme] - shared) if shared else 0.0

    def close(self, group: Hashable, theme: Hashable) -> bool:
        """The group is what the theme was: alike, or with most of it still there."""
        part, whole = STILL
        shared = self.shared.get((group, theme), 0)
        return shared > 0 and (
            whole * shared >= part * self.held[theme] or self.likeness(group, theme) >= CLOSE
        )


def match(
    overlap: Overlap, decided: Iterable[Hashable] = (), touched: Iterable[Hashable] = ()
) -> dict[Hashable, Hashable]:
    """Book theme of each run group that has one; the others are new.

    The best one-to-one pairing by shared persons comes first (Hungarian method). Themes that a person has decided about
    or placed something in (``touched``) need little in common with the group; the others must be close to it. A group
    left over flows into a theme that already holds half of it, if a person has decided about that theme: a merge is
    not undone by a new run.
    """
    decided = set(decided)
    pairs = _paired(overlap, decided.union(touched))
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


def _paired(overlap: Overlap, touched: set[Hashable]) -> dict[Hashable, Hashable]:
    groups = sorted(overlap.known, key=str)
    themes = sorted(overlap.held, key=str)
    if not groups or not themes:
        return {}
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    shared = np.zeros((len(groups), len(themes)))
    row, column = ({key: i for i, key in enumerate(keys)} for keys in (groups, themes))
    for (group, theme), persons in overlap.shared.items():
        if theme in touched or overlap.close(group, theme):
            shared[row[group], column[theme]] = persons
    rows, columns = linear_sum_assignment(-shared)
    found: dict[Hashable, Hashable] = {}
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        group, theme = groups[i], themes[j]
        if shared[i, j] > 0 and (theme not in touched or overlap.likeness(group, theme) >= SAME):
            found[group] = theme
    return found


def largest(counts: Mapping[Hashable, float]) -> Hashable | None:
    """The key with the highest count; ties by name, so that the same input gives the same answer."""
    return min(counts, key=lambda key: (-counts[key], str(key)), default=None)
