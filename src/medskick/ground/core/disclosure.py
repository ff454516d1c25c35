"""Small groups: a published table never shows a group of fewer than five persons, nor lets one work it out.

Primary suppression hides every cell of 1–4 persons. When a single cell is hidden its size would follow from the total,
so the smallest shown cell is hidden with it (complementary suppression). The hidden cells become one row, and the sum
of the table stands. Method: cell suppression as in statistical disclosure control (Hundepool et al. 2012, ch. 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 5


@dataclass(frozen=True)
class Row:
    """A published row. ``key`` is None for the row of hidden groups, whose ``keys`` names how many and which."""

    key: str | None
    persons: int | None
    keys: tuple[str, ...] = ()


def suppress(persons: Mapping[str, int], *, smallest: int = SMALLEST) -> list[Row]:
    """Rows in the given order, hidden groups gathered last.

    The gathered row tells its sum only when that is at least ``smallest``; otherwise ``persons`` is None
    ("färre än 5"), and then the caller must not print a total from which it follows.
    """
    hidden = {key for key, count in persons.items() if 0 < count < smallest}
    if hidden:
        shown = sorted((count, key) for key, count in persons.items() if count >= smallest)
        while shown and (len(hidden) < 2 or sum(persons[key] for key in hidden) < smallest):
            hidden.add(shown.pop(0)[1])
    rows = [Row(key, count) for key, count in persons.items() if key not in hidden]
    if hidden:
        together = sum(persons[key] for key in hidden)
        rows.append(
            Row(None, together if together >= smallest else None, tuple(k for k in persons if k in hidden))
        )
    return rows


def may_name_municipality(persons_sharing: int, *, smallest: int = SMALLEST) -> bool:
    """A single published row may name its municipality only where enough persons share it."""
    return persons_sharing >= smallest
