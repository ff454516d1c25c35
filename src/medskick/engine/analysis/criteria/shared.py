"""Shared by many: how evenly a matter is spread over groups of people, not how loud it is.

The measure is the geometric mean, over the groups of a dimension, of the share of each group's persons who raise the
matter; a group that says nothing pulls it down however much another says. Shares are smoothed by half a person
(Jeffreys), and the interval comes from drawing each share from its Beta distribution. After the group-aware consensus
of Small et al. 2021 ("Polis"), with the geometric mean instead of the product, so that it does not shrink with the
number of groups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..represent.base import even_sample

FEWEST_OF_A_GROUP = 5
MOST_GROUPS = 1_000
DRAWS = 400
LOW, HIGH = 5, 95


@dataclass(frozen=True)
class Asked:
    """The groups of one dimension, of five persons or more: whom each contribution counts for, and how many were asked.

    group: number of each contribution's group (contributions,) int, -1 for none or one too small. persons: asked in
    each group (groups,).
    """

    group: np.ndarray
    persons: np.ndarray


def asked_of(
    values: Sequence[str | None],
    people: np.ndarray,
    everybody: np.ndarray,
    present: np.ndarray | None = None,
) -> Asked:
    """The groups of a dimension from the group of every contribution, the persons behind it, and which ones to count
    (`everybody`: one contribution for each sending). Of more than a thousand groups an even share is asked.

    present: persons of the whole sending, where they are more: all of them were asked. Which groups are large enough is
    told by `people` alone.
    """
    names = sorted({value for value in values if value is not None})
    place = {name: number for number, name in enumerate(names)}
    group = np.array([-1 if value is None else place[value] for value in values], dtype=np.int64)
    persons = _persons(group, people, everybody, len(names))
    large = np.flatnonzero(persons >= FEWEST_OF_A_GROUP)
    large = large[np.asarray(even_sample(range(len(large)), MOST_GROUPS), dtype=np.int64)]
    if present is not None:
        persons = _persons(group, present, everybody, len(names))
    renumbered = np.full(len(names) + 1, -1, dtype=np.int64)
    renumbered[large] = np.arange(len(large))
    return Asked(renumbered[group], persons[large])


def shared_by_many(
    dimensions: Mapping[str, Asked], people: np.ndarray, own: np.ndarray
) -> dict[str, Any] | None:
    """How widely the contributions `own` are shared among all; None where no group is large enough to tell.

    people: persons behind every contribution. own: numbers of contributions, one for each sending. Returns {"value",
    "low", "high", "groups": {dimension: {"of", "reached", "effective"}}}; value is the share of a typical group,
    effective how many equally interested groups it amounts to.
    """
    by_dimension = []
    groups = {}
    for name, asked in dimensions.items():
        if len(asked.persons) < 2:
            continue
        of_group = asked.persons.astype(float)
        raised = np.minimum(_persons(asked.group, people, own, len(of_group)), of_group)
        by_dimension.append((raised, of_group))
        shares = (raised + 0.5) / (of_group + 1)
        even = shares / shares.sum()
        groups[name] = {
            "of": len(of_group),
            "reached": int((raised > 0).sum()),
            "effective": round(float(np.exp(-(even * np.log(even)).sum())), 1),
        }
    if not by_dimension:
        return None
    low, middle, high = np.percentile(_draws(by_dimension), [LOW, 50, HIGH])
    return {
        "value": round(float(middle), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
        "groups": groups,
    }


def _persons(group: np.ndarray, people: np.ndarray, own: np.ndarray, groups: int) -> np.ndarray:
    """Persons of each group behind the contributions `own` (groups,) int."""
    inside = own[group[own] >= 0]
    return np.bincount(group[inside], weights=people[inside], minlength=groups).astype(np.int64)


def _draws(counted: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    random = np.random.default_rng(0)
    logs = [
        np.log(random.beta(raised + 0.5, asked - raised + 0.5, size=(DRAWS, len(raised)))).mean(axis=1)
        for raised, asked in counted
    ]
    return np.exp(np.mean(logs, axis=0))
