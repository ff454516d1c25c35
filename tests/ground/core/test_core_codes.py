"""Receipt codes: read aloud, typed wrongly, found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medskick.ground.core import codes

BODIES = st.text(alphabet=codes.ALPHABET, min_size=8, max_size=8)


def whole(body: str) -> str:
    return body + codes._check(body)


@given(BODIES)
def test_a_code_is_itself_however_it_is_spaced_or_cased(body):
    code = whole(body)
    written = "-".join(code[i : i + 3] for i in range(0, 9, 3))
    assert codes.normalise(written) == written
    assert codes.normalise(f"  {code[:3].lower()} {code[3:6]}–{code[6:].lower()}. ") == written


@given(BODIES, st.integers(0, 8), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_never_leads_to_another_receipt(body, place, other):
    code = whole(body)
    wrong = code[:place] + other + code[place + 1 :]
    assert (codes.normalise(wrong) is None) == (wrong != code)


@given(BODIES, st.integers(0, 7))
def test_two_swapped_neighbours_never_lead_to_another_receipt(body, place):
    code = whole(body)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (codes.normalise(wrong) is None) == (wrong != code)


def test_letters_that_look_like_digits_are_read_as_digits():
    code = whole("8527V3CD")
    assert codes.normalise(code.replace("8", "B").replace("5", "S").replace("2", "Z").replace("V", "u"))


@given(st.text(max_size=40))
def test_any_other_text_is_no_code_and_no_error(text):
    found = codes.normalise(text)
    assert found is None or codes.normalise(found) == found


@pytest.mark.parametrize(
    "typed", ["", "-", "M7K", "M7K-4QF-9TDX", "ååå-ååå-ååå", "²²²-²²²-²²²", "M7K\x004QF9TD"]
)
def test_what_cannot_be_a_code_is_not_looked_up(typed):
    assert codes.normalise(typed) is None


def test_new_codes_are_correct_and_differ():
    made = [codes.new_code() for _ in range(500)]
    assert len(set(made)) == 500
    assert all(codes.normalise(code) == code for code in made)
    assert all(len(code) == 11 for code in made)


def test_characters_that_look_alike_or_make_words_are_not_used():
    assert not set("01IOLBSZUAEÅÄÖ") & set(codes.ALPHABET)
    assert len(codes.ALPHABET) == len(set(codes.ALPHABET)) == 25
