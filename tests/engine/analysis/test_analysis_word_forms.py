"""Forms of words in headings: definite alike in all parts, no genitives, and copies of one text count little."""

import numpy as np
import pytest

from medskick.engine.analysis.stages.voices import own_voices
from medskick.engine.analysis.stages.word_forms import (
    agreeing,
    choose_form,
    is_definite,
    is_genitive,
    term_of,
)


@pytest.mark.parametrize(
    "form", ["skolan", "vården", "eleverna", "arbetet", "energin", "skolbussarna", "järnvägen"]
)
def test_definite_nouns_are_told_by_a_known_word_without_the_ending(form):
    assert is_definite(form)


@pytest.mark.parametrize(
    "form", ["skola", "barn", "vatten", "universitet", "internet", "yrken", "buss", "EU"]
)
def test_other_nouns_are_not_taken_for_definite(form):
    assert not is_definite(form)


def test_genitives_are_told_from_words_that_end_in_s():
    assert all(map(is_genitive, ("kommunens", "invandrarnas", "skolans")))
    assert not any(map(is_genitive, ("buss", "kris", "polis", "hus", "pris")))


@pytest.mark.parametrize(
    "forms", [("skola", "skolan", "skolans"), ("stad", "städer", "städerna"), ("industri", "industrin")]
)
def test_forms_of_one_word_are_one_term(forms):
    assert len({term_of(form) for form in forms}) == 1


def test_a_sign_of_genitive_is_no_part_of_the_word():
    assert term_of("fn:s") == term_of("fn")


def test_all_parts_are_indefinite_when_people_wrote_both():
    parts = [{"skolan": 9, "skola": 1}, {"elever": 4, "eleverna": 2}]
    assert agreeing(parts, parts) == ["skola", "elever"]


def test_all_parts_are_definite_when_one_is_written_in_no_other_way():
    parts = [{"skolan": 9}, {"elever": 4, "eleverna": 2}]
    assert agreeing(parts, parts) == ["skolan", "eleverna"]


def test_a_form_from_the_other_groups_helps_the_parts_agree():
    assert agreeing([{"skolan": 9}, {"elever": 4}], [{"skolan": 9, "skola": 5}, {"elever": 6}]) == [
        "skola",
        "elever",
    ]


def test_a_genitive_is_chosen_only_when_nothing_else_is_written():
    assert choose_form({"kommunens": 5, "kommunen": 1}) == "kommunen"
    assert agreeing([{"kommunens": 5}], [{"kommunens": 5}]) == ["kommunen"]


def voices_of(texts):
    number = {word: place for place, word in enumerate(sorted({word for text in texts for word in text}))}
    entries = [(place, number[word]) for place, text in enumerate(texts) for word in text]
    return own_voices(*np.array(entries).T, len(texts))


def test_copies_of_one_text_are_few_voices_and_different_texts_many():
    copies = [("expressen", "valstuga", "utfrågning", "partiledare")] * 10
    others = [(f"ord{n}", f"sak{n}", f"ting{n}") for n in range(10)]
    assert voices_of(copies) < 0.2
    assert voices_of(others) == 1.0
    assert voices_of(copies[:1]) == 1.0
