"""The memory of words' vectors changes what is paid, never what comes out."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from medskick.engine.analysis.represent import BlendedRepresentation, known
from medskick.engine.analysis.represent.known import KnownWords

TEXTS = [
    "Bussarna går för sällan på kvällen",
    "Vi vill ha fler bussar",
    "Fibern måste fram till byn",
    "Kvällsbuss!",
]


def lengths(words):
    """A vector of each word by itself, and a count of how many words were asked for."""
    return np.array([[len(word), ord(word[0])] for word in words], dtype=np.float32).reshape(-1, 2)


@given(st.lists(st.lists(st.sampled_from("abcdefghijkl"), unique=True), max_size=8), st.integers(0, 12))
def test_what_comes_out_is_what_would_come_without_a_memory(questions, most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "MOST_WORDS", most)
        memory = KnownWords(lengths)
        for words in questions:
            assert np.array_equal(memory.vectors(words), lengths(words))


def test_a_known_word_is_not_put_together_again():
    asked = []
    memory = KnownWords(lambda words: (asked.extend(words), lengths(words))[1])
    memory.vectors(["buss", "väg"])
    memory.vectors(["väg", "tåg"])
    assert asked == ["buss", "väg", "tåg"]


def test_vectors_do_not_depend_on_what_was_asked_before():
    fresh, used = (BlendedRepresentation(seed=0).fit(TEXTS) for _ in range(2))
    used.vectors(TEXTS[::-1])
    sent = pickle.loads(pickle.dumps(used))
    assert np.array_equal(fresh.vectors(TEXTS), used.vectors(TEXTS))
    assert np.array_equal(fresh.vectors(TEXTS), sent.vectors(TEXTS))


def test_fitting_anew_forgets_the_words_of_before():
    other = ["Skolan behöver fler lärare", "Läraren är bra", "Fler lärare nu", "Skolor i byn"]
    again = BlendedRepresentation(seed=0).fit(TEXTS)
    again.vectors(TEXTS)
    assert np.array_equal(
        again.fit(other).vectors(TEXTS), BlendedRepresentation(seed=0).fit(other).vectors(TEXTS)
    )
