"""Areas in proportion, nothing on top of anything else, words only where they fit whole."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medskick.ground.ui.lettering import width_of
from medskick.ground.ui.tiles import HEIGHT, WIDTH, fit, tiles
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


PIXELS = {"large": 25, "medium": 19, "small": 16}
NAMES = st.text("abc mwMÅ-", min_size=1, max_size=60).filter(str.strip)


@given(st.lists(st.tuples(NAMES, st.integers(1, 5000)), min_size=1, max_size=30))
def test_names_stand_whole_inside_their_tile_or_beside_its_letter(rows):
    items = [{"label": label, "value": value, "url": "/", "area": None} for label, value in rows]
    letters = []
    for tile in tiles(items, unit="röster"):
        for y, line in tile.lines:
            assert 0 < y < tile.box.height
            assert 26 + width_of(line, PIXELS[tile.size]) <= tile.box.width
        assert " ".join(line for _y, line in tile.lines) in ("", " ".join(tile.label.split()))
        assert bool(tile.lines) != bool(tile.key) or len(rows) > 29
        letters += [tile.key] if tile.key else []
        if tile.value_y:
            assert tile.value_y < tile.box.height
            assert 26 + width_of(tile.value_told, 15) <= tile.box.width
        assert tile.box.x + tile.box.width <= WIDTH + 0.02
        assert tile.box.y + tile.box.height <= HEIGHT + 0.02
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize(
    ("text", "room", "lines", "expected"),
    [
        ("Resor utan bil", 200, 1, ["Resor utan bil"]),
        ("Resor utan bil", 90, 2, ["Resor utan", "bil"]),
        ("Resor utan bil", 90, 1, []),
        ("Kompetensförsörjning", 90, 4, []),
        ("", 90, 4, []),
    ],
)
def test_a_name_is_broken_between_words_or_left_out(text, room, lines, expected):
    assert fit(text, room, lines, 16) == expected


def test_a_tile_with_room_for_the_name_holds_it_and_its_unit():
    name = "Människor i byarna ska kunna resa till arbete och vård utan egen bil"
    rows = [{"label": name, "value": n, "url": "/", "area": None} for n in (60, 50, 40, 30)]
    for tile in tiles(rows, unit="röster"):
        assert " ".join(line for _y, line in tile.lines) == name
        assert tile.value_told == f"{tile.value} röster"


def test_a_name_that_somebody_else_worded_is_starred_within_its_tile():
    rows = [{"label": "Resor", "value": 9, "url": "/", "area": None, "mark": "Namnet är formulerat av AI"}]
    (tile,) = tiles(rows)
    assert tile.lines[0][1] == "Resor *"
