"""An extractive summary: a few sentences that people wrote, chosen to cover what all say."""

from __future__ import annotations

from itertools import combinations
from math import isqrt

import numpy as np

from .audit import Chance, Coverage
from .quotes import Pool

FEWEST, MOST = 3, 10
PERSONS_FOR_MORE = (40, 150, 600)
READS, READS_SOMEHOW, READS_AT_ALL = 0.15, 0.0, -1.0
ABOUT_AS_GOOD, FOR_READING = 0.7, 0.4

MOST_STEPS, MOST_TRIED, GROUPS_TRIED = 40, 120, 4
LARGE, STEPS_IN_LARGE, TRIED_IN_LARGE = 2000, 12, 24
TABU, HEARD_MORE, FOR_FEW = 4, 0.3, 0.5
SETS_IN_PAIRS, STEPS_IN_PAIRS, MOST_IN_PAIRS, NUMBERS_AT_ONCE = 3, 10, 40, 400_000

Key = tuple[int, int, float]


def usual_size(persons: float) -> int:
    """3 sentences for fewer than 40 persons, 4 for fewer than 150, 5 for fewer than 600, else 6."""
    return FEWEST + sum(persons >= limit for limit in PERSONS_FOR_MORE)


def choose(pool: Pool, coverage: Coverage, chance: Chance) -> list[int]:
    """The sentences (places in the pool), those that speak for most persons first.

    First greedily the sentence that adds most to what the set covers (facility location, which comes within 1 − 1/e
    of the best set), of several that add about as much the one that reads best. Then sentences are exchanged until
    no group is covered worse than by random samples of as many. Where a group that must hold does not, a sentence
    more is tried, up to ten, then also sentences that read less well, and then exchanges of two at once; where nothing
    helps, the set stands that leaves fewest groups worse off. What says nothing by itself takes no part where three
    contributions have something that does.
    """
    contributions = len(np.unique(pool.owner[_whole(pool)]))
    first = min(usual_size(float(pool.public.persons.sum())), contributions)
    met: list[tuple[Key, list[int]]] = []
    sizes = range(first, min(MOST, contributions) + 1)
    for least, size in ((least, size) for least in (READS_SOMEHOW, READS_AT_ALL) for size in sizes):
        met.append(_mended(pool, coverage, chance, _greedy(pool, size), least))
        if not met[-1][0][0]:
            break
    met.sort(key=lambda entry: entry[0])
    if met and met[0][0][0] and _is_small(pool):
        met += [_mended_by_pairs(pool, coverage, chance, chosen) for _, chosen in met[:SETS_IN_PAIRS]]
    chosen = min(met, key=lambda entry: entry[0])[1] if met else []
    spoken_for, _ = spoken_persons(pool, chosen)
    return [chosen[n] for n in np.lexsort((np.array(chosen), -spoken_for)).tolist()]


def spoken_persons(pool: Pool, chosen: list[int]) -> tuple[np.ndarray, float]:
    """Persons that each sentence speaks for, and persons who say something else.

    A voter goes to the sentence that is nearest to anything it wrote, on ties the first, if that is near enough.
    """
    similar = np.maximum.reduceat(pool.similar[:, chosen], pool.public.first, axis=0)
    nearest = similar.argmax(axis=1)
    near = similar.max(axis=1) >= pool.near
    persons = pool.public.persons
    spoken = np.bincount(nearest[near], weights=persons[near], minlength=len(chosen))
    return spoken, float(persons[~near].sum())


def _greedy(pool: Pool, size: int) -> list[int]:
    public = pool.public
    lengths = np.diff(np.append(public.first, len(public.statements)))
    weight = (np.repeat(public.persons / lengths, lengths) / public.persons.sum()).astype(np.float32)
    share = public.persons / public.persons.sum()
    open_ = _readable(pool, READS, size).copy()
    best = np.zeros(len(public.statements), dtype=np.float32)
    covered = np.zeros(len(public.persons), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < size and open_.any():
        nearness = weight @ np.maximum(best[:, np.newaxis], pool.similar)
        gain = np.round((share * ~covered) @ pool.approves + nearness - weight @ best, 5)
        good = open_ & (gain >= ABOUT_AS_GOOD * gain[open_].max())
        place = int(np.argmax(np.where(good, pool.worth, -np.inf)))
        chosen.append(place)
        open_ &= pool.owner != pool.owner[place]
        best = np.maximum(best, pool.similar[:, place])
        covered |= pool.approves[:, place]
    return chosen


def _readable(pool: Pool, least: float, size: int) -> np.ndarray:
    """Which candidates read well enough (bool); all of `_whole`, where those would not be twice as many as needed."""
    whole = _whole(pool)
    reads = whole & (pool.reading >= least)
    return reads if reads.sum() >= 2 * size else whole


def _whole(pool: Pool) -> np.ndarray:
    """Which candidates say something by themselves (bool); all, where too few contributions have any such."""
    enough = len(np.unique(pool.owner[pool.whole])) >= FEWEST
    return pool.whole if enough else np.ones(len(pool.whole), dtype=bool)


def _mended(
    pool: Pool, coverage: Coverage, chance: Chance, chosen: list[int], least: float
) -> tuple[Key, list[int]]:
    """The best set met on a walk of exchanges of one sentence, and its key.

    Each step goes to the neighbour that leaves fewest groups short, groups weighted. Those that are still short
    weigh more from then on, so that the worst off are heard in the end (breakout local search; Morris, 1993), and a
    sentence that was let go does not come back within some steps.
    """
    weights = np.where(coverage.must_hold, 1.0, FOR_FEW)[:, np.newaxis] * np.ones((1, 2))
    grows = HEARD_MORE * weights
    below = _below(coverage, chance, _nearest(pool, chosen)[:, np.newaxis], len(chosen))[:, :, 0]
    best_key, best = _key(below, coverage.must_hold), chosen
    waiting: dict[int, int] = {}
    for step in range(MOST_STEPS if _is_small(pool) else STEPS_IN_LARGE):
        if not below.any():
            break
        barred = [candidate for candidate, until in waiting.items() if until > step]
        found = _step(pool, coverage, chance, chosen, below, weights, barred, least)
        if found is None:
            break
        waiting.update(dict.fromkeys(set(chosen) - set(found[0]), step + TABU))
        chosen, below = found
        weights = weights + grows * (below > 0)
        key = _key(below, coverage.must_hold)
        if key < best_key:
            best_key, best = key, chosen
    return best_key, best


def _is_small(pool: Pool) -> bool:
    return len(pool.public.statements) <= LARGE


def _below(coverage: Coverage, chance: Chance, nearness: np.ndarray, size: int) -> np.ndarray:
    """(groups, 2, columns): how far each group stays below what random samples of `size` reach on average."""
    return np.maximum(chance.mean(size)[:, :, np.newaxis] - coverage.of(nearness), 0)


def _key(below: np.ndarray, must_hold: np.ndarray) -> Key:
    """How many of the groups that must hold are below chance, how many of the others, and by how much in all."""
    short = below.any(axis=1)
    return int((short & must_hold).sum()), int((short & ~must_hold).sum()), round(float(below.sum()), 6)


def _nearest(pool: Pool, chosen: list[int]) -> np.ndarray:
    return np.asarray(pool.similar[:, chosen].max(axis=1, initial=0))


def _step(
    pool: Pool,
    coverage: Coverage,
    chance: Chance,
    chosen: list[int],
    below: np.ndarray,
    weights: np.ndarray,
    barred: list[int],
    least: float,
) -> tuple[list[int], np.ndarray] | None:
    """The best set that differs in one sentence, and how far its groups are below (groups, 2)."""
    most = MOST_TRIED if _is_small(pool) else TRIED_IN_LARGE
    helpful = np.setdiff1d(_helpful(pool, coverage, chosen, below * weights, least, most), barred)
    found: list[tuple[float, list[int], np.ndarray]] = []
    for place in range(len(chosen)):
        kept = [c for n, c in enumerate(chosen) if n != place]
        near = _nearest(pool, kept)[:, np.newaxis]
        tried = helpful[~np.isin(pool.owner[helpful], pool.owner[kept])]
        if len(tried):
            left = _below(coverage, chance, np.maximum(near, pool.similar[:, tried]), len(chosen))
            cost = (((left > 0) + 0.5 * left) * weights[:, :, np.newaxis]).sum(axis=(0, 1))
            cost -= FOR_READING * pool.worth[tried]
            column = int(np.argmin(np.round(cost, 6)))
            found.append((round(float(cost[column]), 6), [*kept, int(tried[column])], left[:, :, column]))
    if not found:
        return None
    _, chosen, below = min(found, key=lambda entry: (entry[0], entry[1]))
    return chosen, below


def _mended_by_pairs(
    pool: Pool, coverage: Coverage, chance: Chance, chosen: list[int]
) -> tuple[Key, list[int]]:
    """The set that exchanges of two sentences at once lead to, and its key: the walk may circle round what it misses.

    Only the groups that must hold count here. Each step goes to the best neighbour while that is better. As many
    candidates are tried as their pairs with all rows of the public make so many numbers.
    """
    must, size = coverage.must_hold, len(chosen)
    most = max(2, min(MOST_IN_PAIRS, isqrt(2 * NUMBERS_AT_ONCE // len(pool.public.statements))))
    below = _below(coverage, chance, _nearest(pool, chosen)[:, np.newaxis], size)
    cost = float(_left(below, must)[0])
    for _ in range(STEPS_IN_PAIRS):
        if not below[must].any():
            break
        missed = below[:, :, 0] * must[:, np.newaxis]
        helpful = _helpful(pool, coverage, chosen, missed, READS_AT_ALL, most)
        one, other = (helpful[side] for side in np.triu_indices(len(helpful), 1))
        best: tuple[float, list[int], np.ndarray] | None = None
        for away in combinations(range(size), 2):
            kept = [c for n, c in enumerate(chosen) if n not in away]
            free = ~np.isin(pool.owner, pool.owner[kept])
            fit = np.flatnonzero(free[one] & free[other] & (pool.owner[one] != pool.owner[other]))
            if not len(fit):
                continue
            pairs = np.maximum(pool.similar[:, one[fit]], pool.similar[:, other[fit]])
            left = _below(coverage, chance, np.maximum(_nearest(pool, kept)[:, np.newaxis], pairs), size)
            costs = _left(left, must)
            column = int(np.argmin(costs))
            if best is None or costs[column] < best[0]:
                new = [*kept, int(one[fit[column]]), int(other[fit[column]])]
                best = float(costs[column]), new, left[:, :, column : column + 1]
        if best is None or best[0] >= cost:
            break
        cost, chosen, below = best
    return _key(below[:, :, 0], must), chosen


def _left(below: np.ndarray, must_hold: np.ndarray) -> np.ndarray:
    """How many of the groups that must hold are below chance, and by how much in all (columns,)."""
    own = below[must_hold]
    return np.round((own > 0).any(axis=1).sum(axis=0) + own.sum(axis=(0, 1)), 6)


def _helpful(
    pool: Pool, coverage: Coverage, chosen: list[int], missed: np.ndarray, least: float, most: int
) -> np.ndarray:
    """The candidates to try: all where they are few, else those that do most for each of the worst-off groups."""
    readable = np.flatnonzero(_readable(pool, least, len(chosen)))
    if len(readable) <= most:
        return np.setdiff1d(readable, chosen)
    found: set[int] = set()
    worst_first = np.argsort(-missed.max(axis=1), kind="stable")
    for group in worst_first[missed[worst_first].any(axis=1)][:GROUPS_TRIED].tolist():
        rows = coverage.rows_of(group)
        now = _nearest(pool, chosen)[rows]
        own = pool.similar[np.ix_(rows, readable)]
        gain = (own >= pool.near)[now < pool.near].sum(axis=0) + np.maximum(own - now[:, np.newaxis], 0).sum(
            axis=0
        )
        order = np.lexsort((readable, -pool.worth[readable], -np.round(gain, 5)))
        found.update(readable[order[: most // GROUPS_TRIED]].tolist())
    return np.setdiff1d(sorted(found), chosen)
