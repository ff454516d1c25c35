"""Agreement figures against examples that can be worked out by hand, against scikit-learn, and in general."""

from __future__ import annotations

import math
import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from medskick.engine.agreement import (
    Sample,
    agreement,
    alpha,
    jaccard,
    kappa,
    masi,
    nominal,
    none_in_common,
    specific,
)


def both(first: str, second: str) -> Sample:
    return Sample(list(zip(first.split(), second.split(), strict=True)))


def table(**cells: int) -> Sample:
    """``table(yy=20, yn=5)``: so many units where the first chose y, and the second y or n."""
    return Sample([tuple(cell) for cell, number in cells.items() for _one in range(number)])


def test_kappa_of_the_textbook_table():
    """20 + 15 of 50 alike; habits 0.5·0.6 + 0.5·0.4 = 0.5; (0.7 − 0.5) / (1 − 0.5) = 0.4."""
    found = kappa(table(yy=20, yn=5, ny=10, nn=15))
    assert found.value == pytest.approx(0.4)
    assert found.n == 50


def test_kappa_interval_of_the_textbook_table():
    """Fleiss, Cohen and Everitt (1969) for the same table, worked out by hand.

    On the diagonal p·[1 − (row + column)(1 − κ)]², off it p·(1 − κ)²(column + row)², less [κ − Pe(1 − κ)]².
    """
    rows, columns = {"y": 0.5, "n": 0.5}, {"y": 0.6, "n": 0.4}
    cells = {("y", "y"): 0.4, ("y", "n"): 0.1, ("n", "y"): 0.2, ("n", "n"): 0.3}
    k, chance = 0.4, 0.5
    same = sum(p * (1 - (rows[a] + columns[a]) * (1 - k)) ** 2 for (a, b), p in cells.items() if a == b)
    other = (1 - k) ** 2 * sum(p * (columns[a] + rows[b]) ** 2 for (a, b), p in cells.items() if a != b)
    spread = (same + other - (k - chance * (1 - k)) ** 2) / (1 - chance) ** 2 / 50
    found = kappa(table(yy=20, yn=5, ny=10, nn=15))
    # Ours divides by n − 1 where theirs divides by n.
    assert (found.high - found.low) / 2 == pytest.approx(1.959964 * math.sqrt(spread * 50 / 49), rel=1e-6)


def test_alpha_of_krippendorffs_binary_example():
    """Ten units, 14 zeros and 6 ones: 4/10 apart, expected 2·14·6 / (20·19); alpha 0.095 (Krippendorff 2011, A)."""
    found = alpha(both("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"))
    assert found.value == pytest.approx(1 - 0.4 / (168 / 380))
    assert round(found.value, 3) == 0.095


def test_alpha_of_krippendorffs_nominal_example():
    """Twelve units in five categories, three apart: alpha 0.692 (Krippendorff 2011, B)."""
    found = alpha(both("a a b b d c c c e d d a", "b a b b b c c c e d d d"))
    assert round(found.value, 3) == 0.692


def test_masi_by_hand():
    a, ab, bc, c = frozenset("a"), frozenset("ab"), frozenset("bc"), frozenset("c")
    assert masi(a, a) == 0
    assert masi(a, ab) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert masi(ab, bc) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(a, c) == 1
    assert jaccard(ab, bc) == pytest.approx(2 / 3)
    assert none_in_common(a, ab) == 0
    assert none_in_common(a, c) == 1


def test_one_always_the_same_choice_has_no_kappa_and_no_alpha():
    sample = table(yy=8)
    assert agreement(sample).value == 1
    assert kappa(sample).value is None
    assert alpha(sample).value is None


def test_nothing_judged_tells_nothing():
    for figure in (agreement, kappa, alpha):
        assert figure(Sample([])).value is None
    assert specific(Sample([]), "a").n == 0


def test_specific_agreement_by_hand():
    """Chosen 3 times by the first, 2 by the second, 2 by both: 2·2 / 5."""
    sets = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b")]
    sample = Sample([(frozenset(x), frozenset(y)) for x, y in sets])
    found = specific(sample, "a")
    assert found.value == pytest.approx(4 / 5)
    assert found.n == 3


def test_weights_give_back_the_population():
    """A small stratum drawn as often as a large one counts by its size: (90·1 + 10·0) / 100."""
    sample = Sample(
        [("x", "x")] * 4 + [("y", "z")] * 4, ["large"] * 4 + ["small"] * 4, {"large": 90, "small": 10}
    )
    assert agreement(sample).value == pytest.approx(0.9)
    assert sample.covered == 1
    assert Sample(sample.units[:4], ["large"] * 4, sample.population).covered == pytest.approx(0.9)


def test_more_units_than_there_are_is_refused():
    with pytest.raises(ValueError, match="stratum"):
        Sample([("x", "x")] * 3, ["s"] * 3, {"s": 2})


def test_interval_holds_the_true_share_in_about_95_of_100_samples():
    """Drawn again and again from a known population in three strata of unlike sizes."""
    chance = random.Random(7)
    people = {"a": (400, 0.8), "b": (80, 0.5), "c": (20, 0.2)}
    world = {
        s: [("k", "k" if chance.random() < p else "m") for _ in range(n)] for s, (n, p) in people.items()
    }
    everyone = [unit for units in world.values() for unit in units]
    truth = sum(x == y for x, y in everyone) / len(everyone)
    held = 0
    for _round in range(400):
        drawn = [(s, unit) for s, units in world.items() for unit in chance.sample(units, 15)]
        sample = Sample([u for _, u in drawn], [s for s, _ in drawn], {s: len(u) for s, u in world.items()})
        found = agreement(sample)
        held += found.low <= truth <= found.high
    assert 0.91 <= held / 400 <= 0.99


def test_kappa_interval_agrees_with_leaving_out_one_at_a_time():
    """The linearised spread is near the jackknife's, weights and strata included."""
    chance = random.Random(3)
    units = [(chance.choice("abc"), "") for _ in range(60)]
    units = [(x, x if chance.random() < 0.6 else chance.choice("abc")) for x, _ in units]
    strata = ["s" if number < 40 else "t" for number in range(60)]
    sizes = {"s": 10_000, "t": 90_000}
    sample = Sample(units, strata, sizes)
    for figure in (kappa, alpha):
        spread = 0.0
        for stratum, number in sample.drawn.items():
            without = []
            for left in (n for n in range(60) if strata[n] == stratum):
                kept = [n != left for n in range(60)]
                without.append(figure(sample.only(kept)).value)
            middle = sum(without) / number
            spread += (number - 1) / number * sum((one - middle) ** 2 for one in without)
        found = figure(sample)
        assert (found.high - found.low) / 2 == pytest.approx(1.96 * math.sqrt(spread), rel=0.08)


choices = st.sampled_from("abcd")
ratings = st.lists(st.tuples(choices, choices), min_size=2, max_size=40)
sets = st.frozensets(choices, max_size=3)


@given(ratings)
def test_same_as_scikit_learn(units):
    found = kappa(Sample(units)).value
    if found is None:
        assert len({one for unit in units for one in unit}) == 1
    else:
        assert found == pytest.approx(cohen_kappa_score(*zip(*units, strict=True)), abs=1e-9)


@given(st.lists(st.tuples(sets, sets), min_size=2, max_size=30), st.sampled_from([masi, jaccard, nominal]))
def test_who_is_called_first_does_not_matter(units, distance):
    turned = [(b, a) for a, b in units]
    for figure in (agreement, kappa, alpha):
        one, other = figure(Sample(units), distance=distance), figure(Sample(turned), distance=distance)
        assert (one.value is None) == (other.value is None)
        if one.value is not None:
            assert one.value == pytest.approx(other.value, abs=1e-9)


@given(st.lists(st.tuples(sets, sets), min_size=1, max_size=30))
def test_figures_stay_within_their_range(units):
    for figure, lowest in ((agreement, 0.0), (kappa, -1.0), (alpha, -1.0)):
        found = figure(Sample(units), distance=masi)
        if found.value is not None:
            assert lowest - 1e-9 <= found.value <= 1 + 1e-9
            if found.low is not None:
                assert found.low - 1e-9 <= found.value <= found.high + 1e-9


@given(st.lists(sets, min_size=2, max_size=30), st.sampled_from([masi, nominal, jaccard]))
def test_perfect_agreement_is_one(chosen, distance):
    sample = Sample([(one, one) for one in chosen])
    assert agreement(sample, distance=distance).value == 1
    for figure in (kappa, alpha):
        found = figure(sample, distance=distance).value
        assert found is None if len(set(chosen)) == 1 else found == pytest.approx(1)


@given(ratings, st.randoms())
def test_order_of_units_does_not_matter(units, chance):
    mixed = units[:]
    chance.shuffle(mixed)
    for figure in (agreement, kappa, alpha):
        one, other = figure(Sample(units)), figure(Sample(mixed))
        assert one.value == (None if other.value is None else pytest.approx(other.value, abs=1e-12))


@given(sets, sets, sets)
def test_masi_and_jaccard_are_distances(a, b, c):
    for distance in (masi, jaccard):
        assert distance(a, b) == distance(b, a)
        assert 0 <= distance(a, b) <= 1
        assert (distance(a, b) == 0) == (a == b)
        assert distance(a, c) <= distance(a, b) + distance(b, c) + 1e-12


def test_web_may_load_it_without_anything_heavy():
    code = "import sys, medskick.engine.agreement as a; print(sorted({'numpy','scipy','sklearn'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "[]"
