"""How far apart two choices are, from 0 (the same) to 1. All are symmetric."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Set
from typing import Any

Distance = Callable[[Any, Any], float]


def nominal(first: Hashable, second: Hashable) -> float:
    """0 for the same choice, else 1."""
    return float(first != second)


def none_in_common(first: Set[Hashable], second: Set[Hashable]) -> float:
    """0 when two sets share at least one member, or both are empty; else 1. Not a metric."""
    return float(not (first & second) and bool(first or second))


def jaccard(first: Set[Hashable], second: Set[Hashable]) -> float:
    """1 minus the share of all chosen that both chose; 0 for two empty sets."""
    union = first | second
    return 1 - len(first & second) / len(union) if union else 0.0


def masi(first: Set[Hashable], second: Set[Hashable]) -> float:
    """Distance between two sets: 1 − J·M. J is Jaccard's share; M is 1 for equal sets, 2/3 where one holds the other,
    1/3 where they overlap, 0 where they do not (Passonneau 2006, LREC)."""
    if first == second:
        return 0.0
    if not first & second:
        return 1.0
    holds = 2 / 3 if first < second or second < first else 1 / 3
    return 1 - (1 - jaccard(first, second)) * holds
