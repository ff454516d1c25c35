"""A stratified random sample of things that several raters have judged, and means over it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Sample:
    """Judged units of a stratified simple random sample without replacement.

    units: the choices for each unit, one per rater, in the order of the raters.
    strata: the stratum each unit was drawn from.
    population: how many units there are in each stratum, drawn or not. Without it all units weigh the same.

    Raises ValueError when the lengths differ, or a stratum holds more units than its population.
    """

    units: Sequence[tuple[Any, ...]]
    strata: Sequence[str] = ()
    population: Mapping[str, int] | None = None

    def __post_init__(self) -> None:
        if self.strata and len(self.strata) != len(self.units):
            raise ValueError("Every unit needs a stratum")
        if self.population is not None:
            for stratum, drawn in self.drawn.items():
                if drawn > self.population.get(stratum, 0):
                    raise ValueError(f"More units than there are in stratum {stratum!r}")

    @cached_property
    def drawn(self) -> Counter[str]:
        """Judged units per stratum."""
        return Counter(self._strata)

    @cached_property
    def _strata(self) -> list[str]:
        return list(self.strata) if self.strata else [""] * len(self.units)

    @cached_property
    def weights(self) -> list[float]:
        """How many units of the population each judged unit stands for: N_h / n_h, the inverse of its probability."""
        if self.population is None:
            return [1.0] * len(self.units)
        return [self.population[stratum] / self.drawn[stratum] for stratum in self._strata]

    @property
    def covered(self) -> float:
        """The share of the population that lies in strata with at least one judged unit; 1 without a population."""
        if self.population is None:
            return 1.0
        total = sum(self.population.values())
        return sum(self.population[stratum] for stratum in self.drawn) / total if total else 0.0

    def only(self, keep: Sequence[bool]) -> Sample:
        """The units marked True. Their strata keep the whole population: those left out count as not judged."""
        kept = [number for number, wanted in enumerate(keep) if wanted]
        return Sample(
            [self.units[number] for number in kept],
            [self._strata[number] for number in kept],
            self.population,
        )

    def mean(self, values: Sequence[float]) -> float:
        """The weighted mean of one number per unit."""
        return math.fsum(w * v for w, v in zip(self.weights, values, strict=True)) / math.fsum(self.weights)

    @property
    def effective(self) -> float:
        """How many equally weighted units would tell as much: (Σw)² / Σw² (Kish 1965)."""
        return math.fsum(self.weights) ** 2 / math.fsum(w * w for w in self.weights)

    def variance(self, influence: Sequence[float]) -> float:
        """The variance of a weighted mean whose terms have this influence (Taylor linearisation, stratified, with
        finite population correction; Särndal, Swensson and Wretman 1992, chapter 5).

        Strata with a single judged unit tell nothing of their spread and are taken together as one.
        """
        groups: dict[str, list[float]] = defaultdict(list)
        rests: dict[str, float] = {}
        for stratum, weight, value in zip(self._strata, self.weights, influence, strict=True):
            single = self.drawn[stratum] == 1
            name = "\0single" if single and self.population is not None else stratum
            groups[name].append(weight * value)
            rests[name] = 1.0 if single or self.population is None else 1 - 1 / weight
        total = math.fsum(self.weights) ** 2
        spread = 0.0
        for name, terms in groups.items():
            number = len(terms)
            if number > 1:
                middle = math.fsum(terms) / number
                squares = math.fsum((term - middle) ** 2 for term in terms)
                spread += rests[name] * number / (number - 1) * squares
            else:  # nothing to compare with: its whole size counts as spread
                spread += rests[name] * terms[0] ** 2
        return spread / total
