"""Masks over texts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medskick.engine.text.masking import PLACEHOLDERS, Segment, apply_masks, masked_text
from medskick.engine.text.personal import PersonalData

KINDS = st.sampled_from([*PLACEHOLDERS, "secret"])


@st.composite
def text_and_masks(draw):
    text = draw(st.text(min_size=1, max_size=60))
    cuts = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    spans = draw(st.lists(st.tuples(cuts, KINDS), max_size=6))
    return text, [(min(a, b), max(a, b), kind) for (a, b), kind in spans if a != b]


@given(text_and_masks())
def test_open_segments_are_exactly_the_unmasked_characters_in_order(case):
    text, spans = case
    hidden = {i for start, end, _ in spans for i in range(start, end)}
    shown = "".join(c for i, c in enumerate(text) if i not in hidden)
    assert "".join(segment.text for segment in apply_masks(text, spans) if segment.kind is None) == shown


@given(text_and_masks())
def test_hidden_segments_hold_only_a_placeholder_and_never_touch_each_other(case):
    segments = apply_masks(*case)
    allowed = {*PLACEHOLDERS.values(), "[dolt]"}
    assert all(segment.text in allowed for segment in segments if segment.kind is not None)
    assert all(a.kind is None or b.kind is None for a, b in pairwise(segments))


def test_overlapping_masks_become_one_of_the_longest_kind():
    text = "Ring Kim på 070-174 06 05 i kväll"
    segments = apply_masks(text, [(12, 25, "phone"), (5, 14, "name")])
    assert segments == [
        Segment("Ring ", None),
        Segment("[telefonnummer dolt]", "phone"),
        Segment(" i kväll", None),
    ]


def test_masks_may_be_the_finder_s_own_objects_and_no_masks_leave_the_text_whole():
    assert masked_text("Hej Kim!", [PersonalData(4, 7, "name")]) == "Hej [namn dolt]!"
    assert masked_text("Hej Kim!", []) == "Hej Kim!"
    assert apply_masks("", []) == []


@pytest.mark.parametrize("span", [(-1, 2, "name"), (0, 9, "name"), (3, 3, "name"), (4, 2, "name")])
def test_a_mask_that_does_not_fit_the_text_is_refused(span):
    with pytest.raises(ValueError, match="does not fit a text of 8 characters"):
        apply_masks("Hej Kim!", [span])
