"""Small groups stay hidden, also from a reader who knows the rule and adds things up."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medskick.ground.core.disclosure import SMALLEST, Row, may_name_municipality, suppress

TABLES = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 60), max_size=12)


def test_large_groups_are_shown_as_they_are_in_their_order():
    assert suppress({"Pajala": 5, "Arvidsjaur": 40}) == [Row("Pajala", 5), Row("Arvidsjaur", 40)]


def test_an_empty_group_is_shown_as_none():
    assert suppress({"Pajala": 0, "Arvidsjaur": 40}) == [Row("Pajala", 0), Row("Arvidsjaur", 40)]


def test_a_single_small_group_takes_the_next_larger_with_it():
    assert suppress({"a": 3, "b": 30, "c": 8}) == [Row("b", 30), Row(None, 11, ("a", "c"))]


def test_several_small_groups_become_one_row_and_the_sum_stands():
    assert suppress({"a": 3, "b": 30, "c": 4}) == [Row("b", 30), Row(None, 7, ("a", "c"))]


def test_groups_of_one_size_are_not_given_away_by_their_sum():
    """Three cells that share twelve persons can only be four each."""
    assert suppress({"a": 4, "b": 4, "c": 4, "d": 9}) == [Row(None, 21, ("a", "b", "c", "d"))]


def test_too_few_persons_in_all_are_told_without_a_number():
    assert suppress({"a": 3}) == [Row(None, None, ("a",))]
    assert suppress({"a": 1, "b": 2}) == [Row(None, None, ("a", "b"))]


def test_a_group_is_shown_only_for_those_behind_it_and_then_with_all_of_its_persons():
    told = suppress({"a": 8, "b": 30, "c": 9}, behind={"a": 1, "b": 28, "c": 9})
    assert told == [Row("b", 30), Row(None, 17, ("a", "c"))]
    assert suppress({"a": 8, "b": 9}, behind={"a": 5, "b": 6}) == [Row("a", 8), Row("b", 9)]
    assert suppress({"a": 8, "b": 9}, behind={"a": 1, "b": 2}) == [Row(None, None, ("a", "b"))]


def test_an_empty_table_stays_empty():
    assert suppress({}) == []


@given(TABLES)
def test_no_row_ever_tells_of_one_to_four_persons(persons):
    told = [row.persons for row in suppress(persons) if row.persons is not None]
    assert not any(0 < count < SMALLEST for count in told)


@given(TABLES)
def test_every_group_is_in_the_table_exactly_once(persons):
    rows = suppress(persons)
    named = [row.key for row in rows if row.key is not None]
    assert sorted([*named, *(key for row in rows for key in row.keys)]) == sorted(persons)


@given(TABLES)
def test_the_sum_stands_wherever_it_is_told(persons):
    rows = suppress(persons)
    if all(row.persons is not None for row in rows):
        assert sum(row.persons for row in rows) == sum(persons.values())


@given(TABLES)
def test_a_group_that_is_shown_has_its_true_number(persons):
    assert all(row.persons == persons[row.key] for row in suppress(persons) if row.key is not None)


@given(TABLES)
def test_groups_of_equal_size_share_their_fate(persons):
    shown = {row.key for row in suppress(persons) if row.key is not None}
    fates = defaultdict(set)
    for key, count in persons.items():
        fates[count].add(key in shown)
    assert all(len(fate) == 1 for fate in fates.values())


@pytest.mark.parametrize(("groups", "largest"), [(1, 12), (2, 12), (3, 10), (4, 7)])
def test_whoever_knows_the_rule_and_the_table_cannot_work_out_any_hidden_group(groups, largest):
    """All tables of this size: behind each published one, every hidden group has at least two possible
    numbers.
    """
    keys = "abcd"[:groups]
    behind = defaultdict(list)
    for counts in itertools.product(range(largest + 1), repeat=groups):
        published = tuple(
            (row.key, row.persons, row.keys) for row in suppress(dict(zip(keys, counts, strict=True)))
        )
        behind[published].append(counts)
    for published, possible in behind.items():
        for key in (key for row in published for key in row[2]):
            assert len({counts[keys.index(key)] for counts in possible}) > 1, (published, key)


@pytest.mark.parametrize(("persons", "may"), [(0, False), (4, False), (5, True), (500, True)])
def test_a_row_names_its_municipality_only_in_company(persons, may):
    assert may_name_municipality(persons) is may
