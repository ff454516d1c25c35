"""How the sample is drawn: known probabilities, small strata seen, extended without starting over, order no matter."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from medskick.process.insights.coding.drawing import FLOOR, allocate, chance, draw

sizes = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 60), min_size=1)


def frame_of(sizes, seed=1):
    return [((s, n), s, chance(seed, s, n)) for s, size in sizes.items() for n in range(size)]


@given(sizes, st.integers(1, 120))
def test_draws_what_was_asked_or_all_there_is(sizes, wanted):
    strata, chosen = draw(frame_of(sizes), set(), wanted)
    assert len(chosen) == min(wanted, sum(sizes.values()))
    assert {name: one.population for name, one in strata.items()} == sizes
    assert Counter(stratum for _n, _k, stratum in chosen) == Counter(
        {name: one.drawn for name, one in strata.items()}
    )


@given(sizes, st.integers(1, 80), st.randoms())
def test_order_of_rows_does_not_matter(sizes, wanted, mixer):
    rows = frame_of(sizes)
    first = draw(rows, set(), wanted)
    mixer.shuffle(rows)
    assert draw(rows, set(), wanted) == first


@given(sizes, st.integers(1, 40), st.integers(1, 40))
def test_twice_is_the_same_as_at_once(sizes, one, two):
    rows = frame_of(sizes)
    _strata, first = draw(rows, set(), one)
    sampled = {key for _n, key, _s in first}
    strata, second = draw(rows, sampled, two)
    whole, at_once = draw(rows, set(), one + two)
    assert sampled | {key for _n, key, _s in second} == {key for _n, key, _s in at_once}
    assert {s: x.probability for s, x in strata.items()} == {s: x.probability for s, x in whole.items()}


def test_small_strata_are_seen_before_size_counts():
    more = allocate({"large": 10_000, "small": 6, "tiny": 2}, {}, 30)
    assert more["tiny"] == 2
    assert more["small"] >= FLOOR
    assert sum(more.values()) == 30


def test_size_counts_by_its_square_root():
    more = allocate({"nine": 90_000, "one": 10_000}, {}, 400)
    assert more == {"nine": 300, "one": 100}


def test_every_statement_of_a_stratum_has_the_same_probability():
    """Over many seeds each of ten is drawn about three times in ten."""
    hits: Counter[int] = Counter()
    for seed in range(2_000):
        _strata, chosen = draw(frame_of({"a": 10}, seed), set(), 3)
        hits.update(key[1] for _n, key, _s in chosen)
    assert sum(hits.values()) == 6_000
    assert all(520 <= hits[number] <= 680 for number in range(10))
