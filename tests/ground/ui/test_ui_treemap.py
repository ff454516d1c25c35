"""Areas in proportion, nothing on top of anything else, words only where they fit whole."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medskick.ground.ui.tiles import HEIGHT, WIDTH, beginning, fit, tiles
from medskick.ground.ui.treemap import Box, squarify

VALUES = st.lists(st.integers(1, 100_000), min_size=1, max_size=40)


@given(VALUES)
def test_areas_are_in_proportion_to_the_values(values):
    boxes = squarify(values, 960, 520)
    for value, box in zip(values, boxes, strict=True):
        assert box.width * box.height == pytest.approx(960 * 520 * value / sum(values), rel=1e-6)


@given(VALUES)
def test_tiles_fill_the_drawing_without_lying_on_each_other(values):
    boxes = squarify(values, 960, 520)
    for box in boxes:
        assert box.x >= -1e-6
        assert box.y >= -1e-6
        assert box.x + box.width <= 960 + 1e-6
        assert box.y + box.height <= 520 + 1e-6
    for one, other in combinations(boxes, 2):
        across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        assert across <= 1e-6 or down <= 1e-6


def test_the_example_of_the_paper_comes_out_as_in_the_paper():
    boxes = squarify([6, 6, 4, 3, 2, 2, 1], 6, 4)
    assert boxes[0] == Box(0, 0, 3, 2)
    assert boxes[1] == Box(0, 2, 3, 2)
    assert (boxes[2].width, boxes[2].height) == pytest.approx((12 / 7, 7 / 3))


def test_equal_values_make_near_squares():
    for box in squarify([1] * 12, 400, 300):
        assert max(box.width / box.height, box.height / box.width) < 1.5


@pytest.mark.parametrize(("values", "width"), [([1, 0], 10), ([1, -2], 10), ([1], 0)])
def test_what_cannot_be_drawn_is_refused(values, width):
    with pytest.raises(ValueError, match="above zero"):
        squarify(values, width, 10)


def test_no_values_make_no_boxes():
    assert squarify([], 10, 10) == []
    assert tiles([]) == []


def test_themes_without_voices_are_left_out_and_the_largest_comes_first():
    rows = [
        {"label": name, "value": value, "url": "/", "area": None}
        for name, value in [("a", 1), ("b", 0), ("c", 9)]
    ]
    assert [tile.label for tile in tiles(rows)] == ["c", "a"]


@given(
    st.lists(
        st.tuples(st.text("abc å-", min_size=1, max_size=60), st.integers(1, 5000)), min_size=1, max_size=30
    )
)
def test_words_stay_inside_their_tile(rows):
    for tile in tiles([{"label": label, "value": value, "url": "/", "area": None} for label, value in rows]):
        for y, line in tile.lines:
            assert 0 < y < tile.box.height
            assert 26 + len(line) * 8.2 <= tile.box.width
        if tile.lines:
            told, name = " ".join(line for _y, line in tile.lines), " ".join(tile.label.split())
            assert told == name or (told.endswith("…") and name.startswith(told[:-1]))
            assert tile.value_y is None or tile.value_y < tile.box.height
        assert tile.box.x + tile.box.width <= WIDTH + 0.02
        assert tile.box.y + tile.box.height <= HEIGHT + 0.02


@pytest.mark.parametrize(
    ("text", "characters", "lines", "expected"),
    [
        ("Resor utan bil", 20, 1, ["Resor utan bil"]),
        ("Resor utan bil", 10, 2, ["Resor utan", "bil"]),
        ("Resor utan bil", 10, 1, []),
        ("Kompetensförsörjning", 10, 4, []),
        ("", 10, 4, []),
    ],
)
def test_a_name_is_broken_between_words_or_left_out(text, characters, lines, expected):
    assert fit(text, characters, lines) == expected


@pytest.mark.parametrize(
    ("characters", "expected"), [(20, ["Resor utan bil"]), (9, ["Resor ut…"]), (4, ["Res…"]), (3, [])]
)
def test_a_name_that_does_not_fit_is_begun(characters, expected):
    assert beginning("Resor utan bil", characters) == expected


def test_a_name_that_is_too_long_fills_the_lines_there_are():
    name = "Resor utan bil i hela länet året runt"
    assert beginning(name, 10, 3) == ["Resor utan", "bil i hela", "länet åre…"]
    assert beginning(name, 14, 3) == ["Resor utan bil", "i hela länet", "året runt"]
    assert beginning("Kompetensförsörjning i byar", 10, 3) == ["Kompetens…"]
    assert beginning("Om kompetensförsörjning", 10, 3) == ["Om", "kompetens…"]


def test_a_tile_with_room_for_the_name_does_not_cut_it():
    name = "Människor i byarna ska kunna resa till arbete och vård utan egen bil"
    rows = [{"label": name, "value": n, "url": "/", "area": None} for n in (60, 50, 40, 30)]
    for tile in tiles(rows):
        assert " ".join(line for _y, line in tile.lines) == name
        assert tile.value_y is not None


def test_the_smallest_of_ordinary_themes_has_at_least_the_beginning_of_its_name():
    values = [190, 150, 120, 90, 60, 30, 14]
    rows = [{"label": "Kompetensförsörjning", "value": n, "url": "/", "area": None} for n in values]
    assert all(tile.lines for tile in tiles(rows))
