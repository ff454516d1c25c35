"""Small groups: a published table never shows a group of fewer than five persons, nor lets one work it out.

Primary suppression hides every cell of 1–4 persons. Where these could be worked out from their sum (a single one, or
all of the same size, as when three cells share twelve persons), the next larger cells are hidden with them. Cells of
equal size are always hidden together and the hidden ones differ in size: whoever knows this rule and every printed
number can still swap two of them and get the same table. Method: cell suppression as in statistical disclosure control
(Hundepool et al. 2012, ch. 4), guarded against readers who know the method.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 5


def told(persons: int) -> int | None:
    """The number as it may be printed: None for a group of one to four, which is told as "färre än fem"."""
    return None if 0 < persons < SMALLEST else persons


@dataclass(frozen=True)
class Row:
    """A published row. ``key`` is None for the row of hidden groups, whose ``keys`` names how many and which."""

    key: str | None
    persons: int | None
    keys: tuple[str, ...] = ()


def suppress(
    persons: Mapping[str, int], *, smallest: int = SMALLEST, behind: Mapping[str, int] | None = None
) -> list[Row]:
    """Rows in the given order, hidden groups gathered last.

    ``behind``: where some of the persons were only told of, those who were not. Then a group is shown only if these are
    enough, though its number has all.

    The gathered row tells its sum where that is safe; otherwise ``persons`` is None ("färre än 5", or a few groups that
    cannot be told apart), and then the caller must not print a total from which it follows.
    """
    enough = persons if behind is None else behind
    hidden = {key for key, count in persons.items() if count and enough[key] < smallest}

    def safe() -> bool:
        return _safe(persons, hidden, smallest) and sum(enough[key] for key in hidden) >= smallest

    while hidden and not safe():
        # Larger ones first; empty ones only when there is nothing else to hide behind.
        shown = {count for key, count in persons.items() if key not in hidden}
        larger = [count for count in shown if count >= smallest]
        if not shown:
            break
        level = min(larger or shown)
        hidden |= {key for key, count in persons.items() if count == level}
    rows = [Row(key, count) for key, count in persons.items() if key not in hidden]
    if hidden:
        together = sum(persons[key] for key in hidden)
        told = together if safe() else None
        rows.append(Row(None, told, tuple(key for key in persons if key in hidden)))
    return rows


def may_name_municipality(persons_sharing: int, sendings: int = 2, *, smallest: int = SMALLEST) -> bool:
    """A single published row may name its municipality only where enough persons share it, in at least two sendings:
    a group of thirty that answers alone is known by its place."""
    return persons_sharing >= smallest and sendings >= 2


def _safe(persons: Mapping[str, int], hidden: set[str], smallest: int) -> bool:
    """The hidden cells are together enough persons, and not all of one size (which also rules out a single one)."""
    counts = [persons[key] for key in hidden]
    return sum(counts) >= smallest and len(set(counts)) > 1
