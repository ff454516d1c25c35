"""Places on the map for what is new: nobody on top of another, however many want the same corner."""

import numpy as np
import pytest

from medskick.engine.analysis.edition import spots

NOBODY = np.zeros(0, dtype=np.int64)


def cell_of(places):
    whole = np.round(places * spots.GRID).astype(np.int64)
    return whole[:, 0] * (spots.GRID + 1) + whole[:, 1]


def crowd(count, middle=(0.5, 0.5)):
    return np.tile(np.array(middle), (count, 1))


@pytest.mark.parametrize("count", [0, 1, 40])
def test_everybody_gets_a_place_of_their_own_near_where_they_want(count):
    taken = spots.cells(np.array([[0.5, 0.5], [0.5001, 0.5]]))
    places = spots.apart(crowd(count), taken)
    assert len(places) == len(set(cell_of(places))) == count
    assert not set(cell_of(places)) & set(taken)
    assert count == 0 or np.abs(places - 0.5).max() < 0.01


@pytest.fixture
def small_map(monkeypatch):
    """A map of 100 × 100 cells and few rounds: what needs hundreds of thousands on the real one."""
    monkeypatch.setattr(spots, "GRID", 99)
    monkeypatch.setattr(spots, "ROUNDS", 12)


def test_more_than_the_circles_hold_get_the_nearest_square(small_map):
    wanted = np.concatenate([crowd(900, (0.9, 0.1)), crowd(700, (0.1, 0.9))])
    taken = spots.cells(np.random.default_rng(3).random((2_000, 2)))
    places = spots.apart(wanted, taken)
    cells = cell_of(places)
    assert len(set(cells)) == 1_600
    assert not set(cells) & set(taken)
    assert places.min() >= 0
    assert places.max() <= 1
    # Each in the square about its own crowd, not in the other's.
    assert (places[:900, 0] > places[:900, 1]).all()
    assert (places[900:, 0] < places[900:, 1]).all()
    assert (spots.apart(wanted, taken) == places).all()


def test_a_map_that_is_full_still_answers(small_map):
    taken = spots.cells(np.argwhere(np.ones((100, 99))) / 99)
    places = spots.apart(crowd(150), taken)
    assert len(places) == 150
    assert len(set(cell_of(places)) - set(taken)) == 100
    full = np.arange(100 * 100)
    assert len(spots.apart(crowd(5), full)) == 5


def test_rounds_are_bounded_whatever_the_crowd(small_map, monkeypatch):
    looked = []
    real = np.unique
    monkeypatch.setattr(spots.np, "unique", lambda *args, **more: looked.append(1) or real(*args, **more))
    spots.apart(crowd(5_000), NOBODY)
    assert len(looked) <= 12 + 1
