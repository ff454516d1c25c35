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
    forms = {"buss": "bussen", "by": "byn", "läkare": "läkaren"}
    meaning = Meaning(BUSES + CARE, forms)
    buss, by, doctor = meaning.fits(["buss", "by", "läkare"], [0, 1, 2])
    assert buss == 1
    assert buss > by > 0
    assert buss > doctor
    assert meaning.fits(["buss", "läkare"], [3, 4, 5]).argmax() == 1


def test_nothing_to_go_by_leaves_every_word_as_good():
    assert Meaning([], {}).fits([], []).tolist() == []
    assert Meaning(["buss"], {"buss": "buss"}).fits(["buss"], []).tolist() == [1]


def test_no_theme_of_a_small_material_swallows_the_rest():
    noise = np.random.default_rng(3).normal(size=(300, 20))
    crowd = unit_rows(np.vstack([noise[:150] * 0.3 + np.eye(20)[0], noise[150:]]))
    found = group(crowd, np.ones(300), themes=8, seed=0)
    sizes = np.bincount(found.theme_of_topic[found.topic_of_point])
    assert sizes.max() <= 0.55 * len(crowd)
