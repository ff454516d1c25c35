"""An extractive summary: three to six sentences that people wrote, chosen to cover what all say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .audit import Chance, Coverage
from .quotes import Pool

FEWEST, MOST = 3, 6
PERSONS_FOR_MORE = (40, 150, 600)
ABOUT_AS_GOOD = 0.8
READS = 0.15
MOST_STEPS = 20
GROUPS_TRIED = 4
MOST_TRIED = 120


def usual_size(persons: float) -> int:
    """3 sentences for fewer than 40 persons, 4 for fewer than 150, 5 for fewer than 600, else 6."""
    return FEWEST + sum(persons >= limit for limit in PERSONS_FOR_MORE)


def choose(pool: Pool, coverage: Coverage, chance: Chance) -> list[int]:
    """The sentences (places in the pool), those that speak for most persons first.

    First greedily the sentence that adds most to what the set covers (facility location, which comes within 1 − 1/e
    of the best set), of several that add about as much the one that reads best. Then, while some group is covered
    worse than by random samples, a sentence is put in or exchanged so that the worst-off group comes nearer.
    """
    size = min(usual_size(float(pool.public.persons.sum())), len(pool.statements))
    chosen = _greedy(pool, size)
    chosen = _mended(pool, coverage, chance, chosen)
    spoken_for, _ = spoken_persons(pool, chosen)
    return [chosen[n] for n in np.lexsort((chosen, -spoken_for)).tolist()]


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
    reads = pool.reading >= READS
    open_ = reads if reads.sum() >= 2 * size else np.ones(len(pool.statements), dtype=bool)
    open_ = open_.copy()
    best = np.zeros(len(public.statements), dtype=np.float32)
    covered = np.zeros(len(public.persons), dtype=bool)
    chosen: list[int] = []
    while len(chosen) < size and open_.any():
        nearness = weight @ np.maximum(best[:, np.newaxis], pool.similar)
        gain = np.round((share * ~covered) @ pool.approves + nearness - weight @ best, 5)
        good = open_ & (gain >= ABOUT_AS_GOOD * gain[open_].max())
        place = int(np.argmax(np.where(good, pool.worth, -np.inf)))
        chosen.append(place)
        open_[place] = False
        best = np.maximum(best, pool.similar[:, place])
        covered |= pool.approves[:, place]
    return chosen


def _mended(pool: Pool, coverage: Coverage, chance: Chance, chosen: list[int]) -> list[int]:
    """The choice after additions and exchanges of one sentence, each of which leaves less short (see `_short`)."""
    now = _short(coverage, chance, _nearest(pool, chosen)[:, np.newaxis], len(chosen))
    for _ in range(MOST_STEPS):
        if not now.short.any():
            break
        better = _step(pool, coverage, chance, chosen, now)
        if better is None:
            break
        chosen, now = better
    return chosen


@dataclass(frozen=True)
class _Short:
    """How far a set of sentences stays below random samples: (groups, 2, columns), and the keys that compare sets."""

    short: np.ndarray
    keys: np.ndarray


def _short(coverage: Coverage, chance: Chance, nearness: np.ndarray, size: int) -> _Short:
    reached = coverage.of(nearness)
    below = np.maximum(chance.mean(size)[:, :, np.newaxis] - reached, 0)
    short = np.maximum(chance.bar(size)[:, :, np.newaxis] - reached, 0)
    keys = np.stack([(below > 0).any(axis=1).sum(axis=0), below.sum(axis=(0, 1)), short.sum(axis=(0, 1))])
    return _Short(short, np.round(keys, 6))


def _nearest(pool: Pool, chosen: list[int]) -> np.ndarray:
    return np.asarray(pool.similar[:, chosen].max(axis=1, initial=0))


def _step(
    pool: Pool, coverage: Coverage, chance: Chance, chosen: list[int], now: _Short
) -> tuple[list[int], _Short] | None:
    """The best single addition or exchange, if there is one that helps."""
    tried = _helpful(pool, coverage, chosen, now.short[:, :, 0])
    places: list[int | None] = [*range(len(chosen))]
    if len(chosen) < min(MOST, len(pool.statements)):
        places.append(None)
    best_key, best = tuple(now.keys[:, 0]), None
    for place in places:
        kept = [c for n, c in enumerate(chosen) if n != place]
        nearness = np.maximum(_nearest(pool, kept)[:, np.newaxis], pool.similar[:, tried])
        found = _short(coverage, chance, nearness, len(kept) + 1)
        column = int(np.lexsort((tried, *found.keys[::-1]))[0])
        key = tuple(found.keys[:, column])
        if key < best_key:
            only = slice(column, column + 1)
            best_key = key
            best = ([*kept, int(tried[column])], _Short(found.short[:, :, only], found.keys[:, only]))
    return best


def _helpful(pool: Pool, coverage: Coverage, chosen: list[int], short: np.ndarray) -> np.ndarray:
    """The candidates to try: all where they are few, else for each of the worst-off groups those that do most for it."""
    if len(pool.statements) <= MOST_TRIED:
        return np.setdiff1d(np.arange(len(pool.statements)), chosen)
    found: set[int] = set()
    worst_first = np.argsort(-short.max(axis=1), kind="stable")
    for group in worst_first[short[worst_first].any(axis=1)][:GROUPS_TRIED].tolist():
        rows = coverage.rows_of(group)
        now = _nearest(pool, chosen)[rows]
        own = pool.similar[rows]
        gain = (own >= pool.near)[now < pool.near].sum(axis=0) + np.maximum(own - now[:, np.newaxis], 0).sum(axis=0)
        order = np.lexsort((np.arange(len(gain)), -pool.worth, -np.round(gain, 5)))
        found.update(order[: MOST_TRIED // GROUPS_TRIED].tolist())
    return np.setdiff1d(sorted(found), chosen)
