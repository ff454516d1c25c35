"""What stays together when an analysis is repeated, by hand and in general."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.stability import ALONE, compare, repeat, summary


def places(*themes: str) -> dict:
    return {(str(number), "text", 0, 5): theme for number, theme in enumerate(themes)}


def test_the_same_again_is_one_whatever_the_themes_are_called():
    found = compare(places(*"aaabbb"), places(*"xxxyyy"))
    assert (found["ari"], found["ami"], found["kept"], found["statements"]) == (1, 1, 1, 6)
    assert {one["jaccard"] for one in found["themes"].values()} == {1}


def test_a_theme_that_breaks_in_two_by_hand():
    """a has four, two of them go to another theme of their own: 2 of 4 kept, 2 of 6 pairs still together."""
    found = compare(places(*"aaaabb"), places(*"xxyyzz"))
    broken, whole = found["themes"]["a"], found["themes"]["b"]
    assert (broken["kept"], broken["together"], broken["jaccard"]) == (0.5, round(2 / 6, 4), 0.5)
    assert (whole["kept"], whole["together"], whole["jaccard"]) == (1, 1, 1)
    assert found["kept"] == round(4 / 6, 4)


def test_what_lies_in_no_theme_is_no_theme():
    found = compare(places("a", "a", ALONE, ALONE), places("x", ALONE, ALONE, "x"))
    assert set(found["themes"]) == {"a"}
    assert found["themes"]["a"]["kept"] == 0.5
    assert found["themes"]["a"]["together"] == 0


def test_only_what_both_hold_is_compared():
    base, other = places(*"aabb"), places(*"xxyy")
    other.pop(("3", "text", 0, 5))
    assert compare(base, other)["statements"] == 3
    assert compare(base, {})["themes"] == {}


@given(
    st.lists(st.sampled_from("abc"), min_size=2, max_size=30), st.lists(st.sampled_from("xyz"), min_size=30)
)
def test_figures_stay_within_their_range_and_order_does_not_matter(before, after):
    base, other = places(*before), places(*after)
    found = compare(base, other)
    turned = compare(dict(reversed(base.items())), dict(reversed(other.items())))
    assert found == turned
    for one in found["themes"].values():
        assert 0 <= one["jaccard"] <= one["kept"] <= 1
    assert 0 <= found["kept"] <= 1


def test_summary_is_the_mean_and_the_worst():
    one, two = compare(places(*"aabb"), places(*"xxyy")), compare(places(*"aabb"), places(*"xyyy"))
    told = summary([one, two])
    assert told["kept"] == pytest.approx((1 + 0.75) / 2)
    assert told["themes"]["a"]["lowest"] == 0.5
    assert told["themes"]["a"]["jaccard"] == 0.75


TEXTS = [
    f"{what} i by {n}"
    for n in range(25)
    for what in ("Fler bussar på kvällen", "Vårdcentralen ska vara öppen")
]


@pytest.fixture(scope="module")
def rows():
    return [Contribution(id=str(number), text=text) for number, text in enumerate(TEXTS)]


def test_repetition_with_another_seed_reads_all_texts(rows, tmp_path):
    found = repeat(rows, tmp_path / "a", Options(), number=1)
    assert {place[0] for place in found} == {row.id for row in rows}
    again = repeat(list(reversed(rows)), tmp_path / "b", Options(), number=1)
    assert found == again


def test_repetition_on_parts_leaves_out_about_a_tenth_and_another_one_each_time(rows, tmp_path):
    read = [
        {place[0] for place in repeat(rows, tmp_path / str(n), Options(), number=n, parts=True)}
        for n in (1, 2)
    ]
    assert all(38 <= len(one) < 50 for one in read)
    assert read[0] != read[1]
