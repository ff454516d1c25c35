"""What a group is about decides which of its words may name it."""

import numpy as np

from medskick.engine.analysis.cluster import group
from medskick.engine.analysis.represent.base import unit_rows
from medskick.engine.analysis.stages.meaning import Meaning

BUSES = [
    "Bussen går för sällan till byn.",
    "Tåget kommer aldrig i tid till byn.",
    "Sista turen går klockan fem i byn.",
]
CARE = [
    "Vårdcentralen i byn stänger.",
    "Läkaren kommer en gång i månaden till byn.",
    "Kön till sjukhuset är lång.",
]


def test_a_word_that_says_what_a_group_is_about_fits_better_than_one_that_is_everywhere():
    meaning = Meaning(BUSES + CARE, ["bussen", "byn", "läkaren"])
    buss, by, doctor = meaning.fits(np.arange(3), np.arange(3))
    assert buss == 1
    assert buss > by > 0
    assert buss > doctor
    assert meaning.fits(np.array([0, 2]), np.arange(3, 6)).argmax() == 1


def test_a_term_means_the_same_whenever_it_is_asked_for():
    forms = ["bussen", "byn", "läkaren", "nattbussar till byn"]
    together, apart = Meaning(BUSES + CARE, forms), Meaning(BUSES + CARE, forms)
    whole = together.echoes(np.arange(4), together.ways(np.arange(6)), 0.1)
    assert [
        int(apart.echoes(np.array([n]), apart.ways(np.arange(6)), 0.1)[0]) for n in (3, 1, 0, 2)
    ] == whole[[3, 1, 0, 2]].tolist()


def test_nothing_to_go_by_leaves_every_word_as_good():
    nothing = np.zeros(0, dtype=np.int64)
    assert Meaning([], []).fits(nothing, nothing).tolist() == []
    assert Meaning(["buss"], ["buss"]).fits(np.array([0]), nothing).tolist() == [1]


def test_no_theme_of_a_small_material_swallows_the_rest():
    noise = np.random.default_rng(3).normal(size=(300, 20))
    crowd = unit_rows(np.vstack([noise[:150] * 0.3 + np.eye(20)[0], noise[150:]]))
    found = group(crowd, np.ones(300), themes=8, seed=0)
    sizes = np.bincount(found.theme_of_topic[found.topic_of_point])
    assert sizes.max() <= 0.55 * len(crowd)
