"""Where exchanging one sentence at a time leaves a group below chance, two at once are tried."""

import numpy as np
import pytest

from medskick.engine.analysis.stages.audit import Chance, Coverage, Labelling
from medskick.engine.analysis.stages.public import Public
from medskick.engine.analysis.stages.quotes import Pool
from medskick.engine.analysis.stages.summary import (
    MOST,
    _below,
    _key,
    _left,
    _mended_by_pairs,
    _nearest,
    choose,
)
from medskick.engine.analysis.stages.vectors import Vectors

NEAR = 0.6
HALVES = np.arange(20) // 5 % 2


def halves(first, second):
    return np.where(HALVES == 0, first, second)


def two_villages(owner):
    """Twenty voters of two villages and four sentences: the first two speak to one village or none, the last two each
    to half of both. By chance a voter is 0.55 from the nearest of two."""
    village = np.arange(20) // 10
    vectors = np.sqrt(0.5) * np.hstack([np.ones((20, 1)), np.eye(20)]).astype(np.float32)
    public = Public(np.arange(20), np.arange(20), np.ones(20), False)
    coverage = Coverage(public, [Labelling("municipality", ["A", "B"], village)], NEAR)
    similar = np.stack(
        [np.where(village == 1, 0.9, 0.1), np.full(20, 0.1), halves(0.9, 0.1), halves(0.1, 0.9)], axis=1
    )
    pool = Pool(
        public,
        np.arange(4),
        np.array(owner),
        np.full(4, 0.2),
        np.zeros(4),
        np.ones(4, dtype=bool),
        similar,
        NEAR,
    )
    return pool, coverage, Chance(coverage, public, np.arange(20), Vectors(vectors), MOST, (0, 20, 0))


def below_of(pool, coverage, chance, chosen):
    return _below(coverage, chance, _nearest(pool, chosen)[:, np.newaxis], len(chosen))


def test_two_sentences_that_only_help_together_are_found_together():
    pool, coverage, chance = two_villages([0, 1, 2, 3])
    for start in ([0, 1], [0, 2], [1, 3]):
        assert below_of(pool, coverage, chance, start)[coverage.must_hold].any()
    key, chosen = _mended_by_pairs(pool, coverage, chance, [0, 1])
    assert sorted(chosen) == [2, 3]
    assert key == (0, 0, 0.0)


def test_two_of_one_contribution_do_not_come_together():
    pool, coverage, chance = two_villages([0, 1, 2, 2])
    key, chosen = _mended_by_pairs(pool, coverage, chance, [0, 1])
    assert sorted(chosen) != [2, 3]
    assert key[0] > 0


def anything(seed):
    """Voters of whom a few speak for many, divided in nine ways, and sentences that need not reach them all."""
    rng = np.random.default_rng(seed)
    count = 26
    vectors = rng.standard_normal((count, 5)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    persons = np.where(rng.random(count) < 0.2, rng.integers(5, 40, count), 1).astype(float)
    public = Public(np.arange(count), np.arange(count), persons, False)
    coverage = Coverage(
        public, [Labelling(f"d{n}", [0, 1], rng.integers(0, 2, count)) for n in range(9)], NEAR
    )
    own = np.flatnonzero(rng.random(count) < 0.75)
    similar = np.round(vectors @ vectors[own].T, 5)
    pool = Pool(
        public,
        own,
        own // 2,
        np.full(len(own), 0.2),
        np.zeros(len(own)),
        np.ones(len(own), bool),
        similar,
        NEAR,
    )
    return (
        pool,
        coverage,
        Chance(coverage, public, np.arange(count), Vectors(vectors), MOST, (seed, count, 0)),
    )


@pytest.mark.parametrize("seed", range(12))
def test_exchanges_of_two_never_make_it_worse_and_are_the_same_twice(seed):
    pool, coverage, chance = anything(seed)
    start = [int(n) for n in np.unique(pool.owner, return_index=True)[1][:4]]
    key, chosen = _mended_by_pairs(pool, coverage, chance, start)
    assert (key, chosen) == _mended_by_pairs(pool, coverage, chance, start)
    assert len(set(pool.owner[chosen].tolist())) == len(chosen) == len(start)
    before, after = (below_of(pool, coverage, chance, own) for own in (start, chosen))
    assert _left(after, coverage.must_hold)[0] <= _left(before, coverage.must_hold)[0]
    assert key == _key(after[:, :, 0], coverage.must_hold)


@pytest.mark.parametrize("seed", [0, 15, 17])
def test_where_nothing_helps_a_set_is_chosen_all_the_same(seed):
    pool, coverage, chance = anything(seed)
    chosen = choose(pool, coverage, chance)
    assert chosen == choose(pool, coverage, chance)
    assert 3 <= len(set(pool.owner[chosen].tolist())) == len(chosen) <= MOST
