"""Words of one subject meet without sharing letters, and small materials keep their themes even."""

import numpy as np
import pytest

from medskick.engine.analysis.cluster.balance import balanced
from medskick.engine.analysis.represent import LexicalRepresentation
from medskick.engine.analysis.represent.lexical import unit_rows
from medskick.engine.analysis.represent.subjects import areas_of, subjects_of


@pytest.mark.parametrize(
    "word", ["buss", "nattbussen", "busskort", "tidtabellen", "tåg", "kollektivtrafiken"]
)
def test_compounds_and_inflections_have_the_subject_of_their_part(word):
    assert subjects_of(word) == ("buss_och_tåg",)


@pytest.mark.parametrize("word", ["konstigt", "bilden", "borde", "koreograf", "naturligtvis", "qxzq"])
def test_words_that_only_begin_like_an_entry_have_no_subject(word):
    assert subjects_of(word) == ()


def test_a_compound_may_have_two_subjects():
    assert subjects_of("skolbussen") == ("buss_och_tåg", "förskola_och_skola")


def test_subjects_of_one_area_share_it():
    assert areas_of("buss") == areas_of("flygplats") != areas_of("sjukhus")


def test_texts_on_one_subject_lie_nearer_than_texts_on_two():
    texts = ["Tidtabellen stämmer aldrig.", "Tåg till Kiruna.", "Sjuksköterskor behövs."] * 3
    vectors = LexicalRepresentation().fit(texts).vectors(texts)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.1


def test_no_group_of_a_small_material_swallows_the_rest():
    noise = np.random.default_rng(3).normal(size=(300, 20))
    crowd = unit_rows(np.vstack([noise[:200] * 0.3 + np.eye(20)[0], noise[200:]]))
    sizes = np.bincount(balanced(crowd, 8, 0))
    assert len(sizes) == 8
    assert sizes.max() <= 0.25 * len(crowd)
