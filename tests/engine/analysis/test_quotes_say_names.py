"""The first quote speaks of what the name says, and never at the cost of who is represented."""

from types import SimpleNamespace

import numpy as np

from medskick.engine.analysis.represent.base import unit_rows
from medskick.engine.analysis.represent.trained import shipped_model
from medskick.engine.analysis.stages.quotes import pick
from medskick.engine.analysis.stages.saying import says

TEXTS = [
    "Kulturföreningen saknar lokal.",
    "Teatern och musiken har blivit dyrare.",
    "Vägen till byn måste sandas.",
]


def said(label, texts=TEXTS):
    vectors = shipped_model().texts(texts)
    centre = vectors.mean(axis=0)
    return says(label, texts, unit_rows(vectors - centre), centre)


def test_a_compound_says_the_name_another_word_may_mean_it_and_the_rest_do_not():
    written, meant, other = said("Kultur")
    assert written == 1.0
    assert written > meant > other


def test_the_first_part_of_a_name_counts_more_than_the_second():
    first, _, second = said("Kultur och väg")
    assert first > second > 0


def test_no_label_and_no_texts_say_nothing():
    assert said("").tolist() == [0.0, 0.0, 0.0]
    assert says("Kultur", [], np.zeros((0, 192)), np.zeros(192)).tolist() == []


def pool(approves, worth):
    count = len(worth)
    return SimpleNamespace(
        statements=np.arange(count) * 10,
        owner=np.arange(count),
        worth=np.array(worth),
        whole=np.ones(count, dtype=bool),
        approves=np.array(approves, dtype=bool),
        public=SimpleNamespace(persons=np.ones(len(approves))),
    )


def test_of_those_chosen_the_one_that_plainly_says_the_name_stands_first():
    found = pool([[1, 0], [1, 0], [0, 1]], [0.9, 0.5])
    assert pick(found, 2) == [0, 10]
    assert pick(found, 2, np.array([0.1, 1.0])) == [10, 0]
    assert pick(found, 2, np.array([0.9, 1.0])) == [0, 10]


def test_between_equally_entitled_the_one_that_says_the_name_is_chosen():
    found = pool([[1, 1], [1, 1]], [0.6, 0.5])
    assert pick(found, 1) == [0]
    assert pick(found, 1, np.array([0.0, 1.0])) == [10]


def test_a_name_never_takes_the_seat_of_those_who_are_more():
    found = pool([[1, 0], [1, 0], [1, 0], [0, 1]], [0.5, 0.5])
    assert pick(found, 1, np.array([0.0, 1.0])) == [0]
