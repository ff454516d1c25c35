"""Small groups cannot be read off, nor worked out from sums; persons are counted once per sending."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.criteria.shared import MOST_GROUPS, asked_of, shared_by_many
from medskick.engine.analysis.run import analyse
from medskick.engine.analysis.stages.spread import FEWEST_SHOWN, hide_small, spread_of_groups, spread_rows

tables = arrays(
    np.int64,
    st.tuples(st.integers(1, 6), st.integers(1, 8)),
    elements=st.one_of(st.just(0), st.integers(0, 40)),
)


@given(tables)
def test_no_small_group_is_shown(counts):
    hidden = hide_small(counts)
    assert not ((counts > 0) & (counts < FEWEST_SHOWN) & ~hidden).any()


@given(tables)
def test_one_hidden_cell_is_never_alone_while_another_could_be_hidden_with_it(counts):
    hidden = hide_small(counts)
    for own, own_hidden in [*zip(counts, hidden, strict=True), *zip(counts.T, hidden.T, strict=True)]:
        could_hide_more = ((own > 0) & ~own_hidden).any()
        if own_hidden.any() and could_hide_more:
            assert own_hidden.sum() >= 2
            assert own[own_hidden].sum() >= FEWEST_SHOWN


@given(tables)
def test_rows_sum_to_what_came_in(counts):
    hidden = hide_small(counts)
    names = [f"g{n}" for n in range(counts.shape[1])]
    for own, own_hidden in zip(counts, hidden, strict=True):
        assert sum(row["persons"] for row in spread_rows(names, own, own_hidden)) == own.sum()


def test_a_topic_hides_what_its_theme_hides():
    values = ["a"] * 3 + ["b"] * 20 + ["c"] * 20
    people = np.ones(43, dtype=np.int64)
    whole, part = np.arange(43), np.arange(2, 43)
    rows, _ = spread_of_groups(values, people, [whole, part], [None, 0], whole)
    shown = [[row.get("value") for row in own if "value" in row] for own in rows]
    assert "a" not in shown[0]
    assert set(shown[1]) <= set(shown[0])


def persons_told(folder, sendings):
    """What an analysis says of ten persons' two answers each, all about the same thing."""
    rows = [
        Contribution(
            f"{n}-{box}", f"Fler nattbussar till byn, rad {n}.", municipality="Pajala", sending=key(n)
        )
        for n in range(10)
        for box, key in enumerate([sendings] * 2)
    ]
    document = analyse(rows, folder, Options()).document
    themes = {theme["persons"] for theme in document["themes"] if theme["contributions"] == 20}
    spreads = document["spread"]["municipality"]
    return document["counts"]["persons"], themes, spreads


def test_answers_of_one_sending_are_one_person_in_counts_themes_and_spread(tmp_path):
    counted, themes, spreads = persons_told(tmp_path / "out", lambda n: str(n))
    assert (counted, themes) == (10, {10})
    assert spreads == [{"value": "Pajala", "persons": 10}]


def test_without_a_key_each_row_is_a_sending_by_itself(tmp_path):
    counted, themes, spreads = persons_told(tmp_path / "out", lambda _n: None)
    assert (counted, themes) == (20, {20})
    assert spreads == [{"value": "Pajala", "persons": 20}]


def test_a_column_with_a_value_for_nearly_everybody_costs_no_more_than_its_length():
    """A free text taken for a municipality: the rows of the table are not looked at one by one."""
    count = 60_000
    values = [f"ort {n // 6}" for n in range(count)]
    people, everybody = np.ones(count, dtype=np.int64), np.arange(count)
    members = [everybody[::2], everybody[1::2]]
    rows, everyone = spread_of_groups(values, people, members, [None, None], everybody)
    assert [sum(row["persons"] for row in own) for own in (*rows, everyone)] == [30_000, 30_000, 60_000]
    asked = asked_of(values, people, everybody)
    assert len(asked.persons) == MOST_GROUPS
    assert set(asked.persons.tolist()) == {6}
    found = shared_by_many({"municipality": asked}, people, everybody[::2])
    assert found is not None
    assert 0.4 < found["value"] < 0.6


def test_how_many_sat_at_a_table_counts_in_totals_and_never_in_a_theme(tmp_path):
    """Ten notes about the same thing by one each, from two tables of eight and of nine."""
    rows = [
        Contribution(
            f"{n}",
            f"Fler nattbussar till byn, rad {n}.",
            municipality="Pajala",
            sending=f"bord {n % 2}",
            sending_people=8 + n % 2,
        )
        for n in range(10)
    ]
    document = analyse(rows, tmp_path / "out", Options()).document
    (theme,) = [one for one in document["themes"] if one["contributions"] == 10 and one["parent"] is None]
    assert document["counts"]["persons"] == 17
    assert theme["persons"] == 2


def test_a_group_that_few_stand_behind_is_hidden_however_many_sat_there():
    values = ["a", *["b"] * 20, *["c"] * 9]
    people, everybody = np.ones(30, dtype=np.int64), np.arange(30)
    present = people.copy()
    present[0] = 8
    rows, everyone = spread_of_groups(values, people, [everybody], [None], everybody, present)
    for own, hidden in ((rows[0], 10), (everyone, 17)):
        assert own == [{"value": "b", "persons": 20}, {"hidden": 2, "persons": hidden}]
    assert asked_of(values, people, everybody, present).persons.tolist() == [20, 9]
