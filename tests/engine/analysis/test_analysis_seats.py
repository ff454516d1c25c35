"""A circle of people that is large enough and agrees is heard by at least one elected candidate."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medskick.engine.analysis.stages.seats import elect


@st.composite
def elections(draw):
    voters, candidates = draw(st.integers(1, 14)), draw(st.integers(1, 9))
    approves = np.array(
        draw(
            st.lists(
                st.lists(st.booleans(), min_size=candidates, max_size=candidates),
                min_size=voters,
                max_size=voters,
            )
        )
    )
    persons = np.array(draw(st.lists(st.integers(1, 30), min_size=voters, max_size=voters)), dtype=float)
    worth = np.array(draw(st.lists(st.floats(-1, 1), min_size=candidates, max_size=candidates)))
    return approves, persons, draw(st.integers(1, 6)), worth


@settings(max_examples=300, deadline=None)
@given(elections())
def test_every_cohesive_part_of_the_persons_has_an_approved_seat(election):
    approves, persons, seats, worth = election
    chosen = elect(approves, persons, seats, worth)
    unheard = ~approves[:, chosen].any(axis=1)
    for candidate in range(approves.shape[1]):
        cohesive = persons[unheard & approves[:, candidate]].sum()
        assert cohesive * seats < persons.sum() * (1 + 1e-9) or cohesive == 0


@settings(max_examples=100, deadline=None)
@given(elections())
def test_as_many_are_elected_as_there_are_seats_and_nobody_twice(election):
    approves, persons, seats, worth = election
    chosen = elect(approves, persons, seats, worth)
    assert len(chosen) == len(set(chosen)) == min(seats, approves.shape[1])


def test_a_minority_of_one_seat_is_not_outvoted():
    """60 persons agree on four candidates, 20 on one of their own: with four seats the 20 have one."""
    approves = np.array([[True, True, True, True, False]] * 60 + [[False] * 4 + [True]] * 20)
    chosen = elect(approves, np.ones(80), 4, np.array([1.0, 1.0, 1.0, 1.0, -1.0]))
    assert 4 in chosen


def test_a_sending_of_many_persons_weighs_as_many():
    approves = np.array([[True, False]] + [[False, True]] * 5)
    assert elect(approves, np.array([30.0, 1, 1, 1, 1, 1]), 1, np.zeros(2)) == [0]


def test_the_more_worthy_of_equally_supported_candidates_is_elected():
    assert elect(np.ones((6, 3), dtype=bool), np.ones(6), 1, np.array([0.1, 0.9, 0.5])) == [1]


@pytest.mark.parametrize("seats", [1, 3])
def test_without_approval_the_most_worthy_come_first(seats):
    chosen = elect(np.zeros((4, 3), dtype=bool), np.ones(4), seats, np.array([0.1, 0.2, 0.9]))
    assert chosen == [2, 1, 0][:seats]
