"""How statements are drawn: a stratified random sample that can be made larger at any time. Pure functions.

Every statement has a fixed random number between 0 and 1, made of the plan's seed and the statement's place in its text
(permanent random numbers, Ohlsson 1995). In each stratum those with the lowest numbers are drawn. So a sample of 60 is
the first 40 and 20 more, whatever the order of rows, and what comes in later has the same chance as what was there.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

FLOOR = 5  # as many from every stratum before size counts, so that small themes are seen
Key = Hashable


def chance(seed: int, *place: str | int) -> float:
    """The fixed random number of a place: uniform in [0, 1)."""
    name = "\0".join(map(str, (seed, *place)))
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=6).digest(), "big") / 2**48


def allocate(sizes: Mapping[str, int], drawn: Mapping[str, int], wanted: int) -> dict[str, int]:
    """How many more to draw from each stratum: first up to FLOOR from each, then in proportion to the square root of
    its size (power allocation, Bankier 1988), never more than there are.

    sizes: statements per stratum. drawn: those of them that are in the sample already. The answer's sum is ``wanted``
    or, when fewer are left, all that are left.
    """
    now = {stratum: drawn.get(stratum, 0) for stratum in sizes}
    more: Counter[str] = Counter()
    for _one in range(min(wanted, sum(sizes.values()) - sum(now.values()))):
        open_ones = [stratum for stratum, size in sizes.items() if now[stratum] < size]
        best = min(open_ones, key=lambda stratum: _turn(stratum, now[stratum], sizes[stratum]))
        now[best] += 1
        more[best] += 1
    return {stratum: more[stratum] for stratum in sizes}


def _turn(stratum: str, drawn: int, size: int) -> tuple[bool, float, str]:
    """Whose turn it is, lowest first (a divisor method)."""
    enough = drawn >= FLOOR
    return (enough, (drawn + 1) / sqrt(size) if enough else drawn, stratum)


@dataclass(frozen=True)
class Stratum:
    """What a drawing did in one stratum. ``probability`` is that of every statement in it to be in the sample."""

    population: int
    before: int
    drawn: int

    @property
    def probability(self) -> float:
        return (self.before + self.drawn) / self.population


def draw(
    frame: Iterable[tuple[Key, str, float]], sampled: set[Key], wanted: int
) -> tuple[dict[str, Stratum], list[tuple[float, Any, str]]]:
    """Draw ``wanted`` more from a frame of (key, stratum, fixed number): the strata, and the new ones as (number, key,
    stratum), lowest number first.

    sampled: the keys that are in the sample already; those no longer in the frame do not count.
    """
    sizes: Counter[str] = Counter()
    before: Counter[str] = Counter()
    free: dict[str, list[tuple[float, Any]]] = defaultdict(list)
    for key, stratum, number in frame:
        sizes[stratum] += 1
        if key in sampled:
            before[stratum] += 1
        else:
            _keep_lowest(free[stratum], number, key, wanted)
    more = allocate(dict(sorted(sizes.items())), before, wanted)
    chosen = [
        (number, key, stratum)
        for stratum, take in more.items()
        for number, key in _lowest(free[stratum], take)
    ]
    strata = {name: Stratum(sizes[name], before[name], more[name]) for name in sorted(sizes)}
    return strata, sorted(chosen)


def _keep_lowest(heap: list[tuple[float, Any]], number: float, key: Any, most: int) -> None:
    """A heap of the ``most`` lowest, the highest of them on top (as negative numbers)."""
    if len(heap) < most:
        heapq.heappush(heap, (-number, key))
    elif -heap[0][0] > number:
        heapq.heapreplace(heap, (-number, key))


def _lowest(heap: list[tuple[float, Any]], take: int) -> list[tuple[float, Any]]:
    return sorted((-negative, key) for negative, key in heap)[:take]
