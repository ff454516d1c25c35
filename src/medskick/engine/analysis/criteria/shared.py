"""Shared by many: how evenly a matter is spread over groups of people, not how loud it is.

The measure is the geometric mean, over the groups of a dimension, of the share of each group's persons who raise the
matter; a group that says nothing pulls it down however much another says. Shares are smoothed by half a person
(Jeffreys), and the interval comes from drawing each share from its Beta distribution. After the group-aware consensus
of Small et al. 2021 ("Polis"), with the geometric mean instead of the product, so that it does not shrink with the
number of groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

FEWEST_OF_A_GROUP = 5
DRAWS = 400
LOW, HIGH = 5, 95


def shared_by_many(
    values: Mapping[str, Sequence[str | None]], people: np.ndarray, everybody: np.ndarray, own: np.ndarray
) -> dict[str, Any] | None:
    """How widely the contributions `own` are shared among all; None where no group is large enough to tell.

    values: for each dimension the group of every contribution. people: persons behind each. everybody, own: numbers of
    contributions, one for each sending. Returns {"value", "low", "high", "groups": {dimension: {"of", "reached",
    "effective"}}}; value is the share of a typical group, effective how many equally interested groups it amounts to.
    """
    by_dimension = {}
    groups = {}
    for name, of_contribution in values.items():
        counted = _counts(of_contribution, people, everybody, own)
        if len(counted) < 2:
            continue
        raised, asked = np.array(list(counted.values()), dtype=float).T
        by_dimension[name] = (raised, asked)
        shares = (raised + 0.5) / (asked + 1)
        even = shares / shares.sum()
        groups[name] = {
            "of": len(counted),
            "reached": int((raised > 0).sum()),
            "effective": round(float(np.exp(-(even * np.log(even)).sum())), 1),
        }
    if not by_dimension:
        return None
    low, middle, high = np.percentile(_draws(list(by_dimension.values())), [LOW, 50, HIGH])
    return {
        "value": round(float(middle), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
        "groups": groups,
    }


def _counts(
    of_contribution: Sequence[str | None], people: np.ndarray, everybody: np.ndarray, own: np.ndarray
) -> dict[str, tuple[int, int]]:
    """(persons who raise it, persons asked) of each group of five persons or more."""
    asked: dict[str, int] = {}
    raised: dict[str, int] = {}
    for counted, contributions in ((asked, everybody), (raised, own)):
        for c in contributions.tolist():
            group = of_contribution[c]
            if group is not None:
                counted[group] = counted.get(group, 0) + int(people[c])
    return {
        group: (min(raised.get(group, 0), n), n)
        for group, n in sorted(asked.items())
        if n >= FEWEST_OF_A_GROUP
    }


def _draws(counted: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    random = np.random.default_rng(0)
    logs = [
        np.log(random.beta(raised + 0.5, asked - raised + 0.5, size=(DRAWS, len(raised)))).mean(axis=1)
        for raised, asked in counted
    ]
    return np.exp(np.mean(logs, axis=0))
