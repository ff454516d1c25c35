"""Raw agreement, Cohen's kappa and Krippendorff's alpha from a weighted sample, each with a 95 % interval.

Every figure is a function of weighted means, so its interval comes from the influence of each unit on it (Taylor
linearisation): no random numbers, the same input gives the same interval. With several pairs of raters the figure is
the mean over the pairs, and the interval is that of the mean.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from medskick.engine.agreement.distances import Distance, nominal
from medskick.engine.agreement.sample import Sample

Z = 1.959964  # 97.5 % of a normal distribution lies below it
Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval. ``value`` is None where it cannot be told, the ends where there is no spread.

    n: judged units behind it.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int


def agreement(sample: Sample, pairs: Pairs = ((0, 1),), distance: Distance = nominal) -> Estimate:
    """The share of units where the raters of a pair chose the same: the mean of 1 − distance.

    The interval is Wilson's (1927) with the number of units that the weights leave (Korn and Graubard 1998).
    """
    if not sample.units:
        return Estimate(None, None, None, 0)
    same = [math.fsum(1 - distance(unit[a], unit[b]) for a, b in pairs) / len(pairs) for unit in sample.units]
    value = sample.mean(same)
    variance = sample.variance([one - value for one in same])
    number = value * (1 - value) / variance if variance > 0 and 0 < value < 1 else sample.effective
    low, high = _wilson(value, number)
    return Estimate(value, low, high, len(sample.units))


def kappa(sample: Sample, pairs: Pairs = ((0, 1),), distance: Distance = nominal) -> Estimate:
    """Cohen's kappa (1960), with another distance than nominal his weighted kappa (1968): 1 − observed / expected
    distance, where each rater keeps their own habits. Undefined where both always chose one and the same."""
    return _mean_over_pairs(sample, pairs, distance, _kappa)


def alpha(sample: Sample, pairs: Pairs = ((0, 1),), distance: Distance = nominal) -> Estimate:
    """Krippendorff's alpha (2011) for two raters without gaps: 1 − observed / expected distance, where the choices of
    both are one pool, with his correction for small samples. Undefined where all chose one and the same."""
    return _mean_over_pairs(sample, pairs, distance, _alpha)


def specific(sample: Sample, choice: Any, pairs: Pairs = ((0, 1),)) -> Estimate:
    """Of the times that one rater of a pair chose ``choice``, the share where the other did too (Dice 1945, positive
    agreement). Choices are sets. ``n`` counts units where anybody of a pair chose it."""
    chosen = [any(choice in unit[a] or choice in unit[b] for a, b in pairs) for unit in sample.units]
    number = sum(chosen)
    if not number:
        return Estimate(None, None, None, 0)
    both = [sum(2 * (choice in unit[a] and choice in unit[b]) for a, b in pairs) for unit in sample.units]
    either = [sum((choice in unit[a]) + (choice in unit[b]) for a, b in pairs) for unit in sample.units]
    base = sample.mean(either)
    value = sample.mean(both) / base
    variance = sample.variance([(x - value * y) / base for x, y in zip(both, either, strict=True)])
    enough = variance > 0 and 0 < value < 1
    low, high = _wilson(value, value * (1 - value) / variance if enough else number)
    return Estimate(value, low, high, number)


def _wilson(share: float, number: float) -> tuple[float, float]:
    square = Z * Z / number
    centre = (share + square / 2) / (1 + square)
    reach = Z / (1 + square) * math.sqrt(share * (1 - share) / number + square / (4 * number))
    return max(0.0, centre - reach), min(1.0, centre + reach)


def _mean_over_pairs(sample: Sample, pairs: Pairs, distance: Distance, one: Any) -> Estimate:
    number = len(sample.units)
    if number < 2:
        return Estimate(None, None, None, number)
    found = [one(sample, a, b, distance) for a, b in pairs]
    if any(figure is None for figure in found):
        return Estimate(None, None, None, number)
    value = math.fsum(figure[0] for figure in found) / len(found)
    influence = [math.fsum(column) / len(found) for column in zip(*(f[1] for f in found), strict=True)]
    variance = sample.variance(influence)
    if variance <= 0:
        return Estimate(value, None, None, number)
    reach = Z * math.sqrt(variance)
    return Estimate(value, max(-1.0, value - reach), min(1.0, value + reach), number)


def _shares(sample: Sample, rater: int) -> dict[Any, float]:
    shares: dict[Any, float] = defaultdict(float)
    total = math.fsum(sample.weights)
    for unit, weight in zip(sample.units, sample.weights, strict=True):
        shares[unit[rater]] += weight / total
    return dict(shares)


def _to_all(shares: dict[Any, float], choices: set[Any], distance: Distance) -> dict[Any, float]:
    """The mean distance from each choice to what somebody with these shares would choose."""
    return {
        one: math.fsum(share * distance(one, other) for other, share in shares.items()) for one in choices
    }


def _kappa(sample: Sample, a: int, b: int, distance: Distance) -> tuple[float, list[float]] | None:
    first, second = _shares(sample, a), _shares(sample, b)
    to_second, to_first = (
        _to_all(second, set(first), distance),
        _to_all(first, set(second), distance),
    )
    apart = [distance(unit[a], unit[b]) for unit in sample.units]
    observed = sample.mean(apart)
    expected = math.fsum(share * to_second[one] for one, share in first.items())
    if expected <= 0:
        return None
    influence = [
        -(own - observed) / expected
        + observed / expected**2 * (to_second[unit[a]] + to_first[unit[b]] - 2 * expected)
        for own, unit in zip(apart, sample.units, strict=True)
    ]
    return 1 - observed / expected, influence


def _alpha(sample: Sample, a: int, b: int, distance: Distance) -> tuple[float, list[float]] | None:
    first, second = _shares(sample, a), _shares(sample, b)
    pool = {one: (first.get(one, 0) + second.get(one, 0)) / 2 for one in {**first, **second}}
    to_pool = _to_all(pool, set(pool), distance)
    apart = [distance(unit[a], unit[b]) for unit in sample.units]
    observed = sample.mean(apart)
    choices = 2 * len(sample.units)
    small = choices / (choices - 1)
    expected = small * math.fsum(share * to_pool[one] for one, share in pool.items())
    if expected <= 0:
        return None
    influence = [
        -(own - observed) / expected
        + observed / expected**2 * (small * (to_pool[unit[a]] + to_pool[unit[b]]) - 2 * expected)
        for own, unit in zip(apart, sample.units, strict=True)
    ]
    return 1 - observed / expected, influence
