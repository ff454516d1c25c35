"""For, against or neither: what negation does, what says nothing, and that any text is read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medskick.engine.analysis.represent.trained import shipped_model
from medskick.engine.analysis.stance import AGAINST, FOR, NEITHER, shipped_stance_judge, stances
from medskick.engine.analysis.stance.cues import find_cues
from medskick.engine.analysis.stance.reading import read
from medskick.engine.analysis.stance.sides import sides
from medskick.engine.text.wordlists import listed


def sign(text):
    """Which way the first part of a text that points anywhere points."""
    found = find_cues(read([text])).sign
    return int(found[np.flatnonzero(found)[0]]) if found.any() else 0


def towards(text, noun):
    """The side that a text takes towards one of its nouns, by the cues alone."""
    reading = read([text])
    there = reading.where(frozenset([noun]))
    assert there.any()
    return int(sides(reading, find_cues(reading), there).way[there].sum())


@pytest.mark.parametrize(
    ("asking", "turned"),
    [
        ("Bygg fler hallar.", "Bygg inte fler hallar."),
        ("Lägg ner linjen.", "Lägg inte ner linjen."),
        ("Vi vill ha bron.", "Vi vill inte ha bron."),
        ("Stoppa bron.", "Stoppa aldrig bron."),
        ("Stäng museet.", "Sluta stänga museet."),
        ("Bevara parken.", "Stoppa planerna på att bevara parken."),
        ("Minska anslaget.", "Nej till minskat anslag."),
        ("Slå ihop förbunden.", "Slå inte ihop förbunden."),
        ("Ta bort staketet.", "Ta inte bort staketet."),
        ("Vi behöver bron.", "Ingen behöver bron."),
        ("Minska antalet möten.", "Det vore dumt att minska antalet möten."),
    ],
)
def test_negation_turns_what_is_asked_for(asking, turned):
    assert sign(asking) == -sign(turned) != 0


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Vi vill inte ha mindre musik.", FOR),
        ("Stoppa nedläggningen av mejeriet.", FOR),
        ("Sluta aldrig bygga.", FOR),
        ("Det kan inte bli för många ängar.", FOR),
        ("Det är för få bänkar i parken.", FOR),
        ("Det är för många bänkar i parken.", AGAINST),
    ],
)
def test_double_negation_and_amounts(text, way):
    assert sign(text) == way


@pytest.mark.parametrize(
    ("text", "noun", "way"),
    [
        ("Stoppa bron men bygg färjan.", "bron", AGAINST),
        ("Stoppa bron men bygg färjan.", "färjan", FOR),
        ("Stoppa bygget på ön.", "ön", NEITHER),
        ("Färjan ska inte läggas ner.", "färjan", FOR),
        ("Färjan förstör bottnen.", "färjan", AGAINST),
        ("Färjan förstör bottnen.", "bottnen", NEITHER),
        ("Mer ljus i tunneln.", "ljus", FOR),
        ("Mer ljus i tunneln.", "tunneln", NEITHER),
        ("Om ni stoppar bron flyttar jag.", "bron", NEITHER),
        ("Bron är byns hjärta, rör den inte.", "bron", FOR),
        ("Skrota planerna på bron.", "bron", AGAINST),
        ("Vi vill ha bron i stället för färjan.", "bron", FOR),
    ],
)
def test_a_side_is_taken_only_towards_what_the_cue_governs(text, noun, way):
    assert towards(text, noun) == way


def test_plain_cases_get_their_stance():
    found = stances(
        [
            "Bygg en ny skatepark vid ån, ungdomarna behöver den.",
            "Stoppa skateparken, det blir för mycket oväsen.",
            "Hur mycket kostar skateparken?",
            "Skateparken ligger bredvid skolan.",
        ]
    )
    assert found.tolist() == [FOR, AGAINST, NEITHER, NEITHER]
    assert found.dtype == np.int8


@pytest.mark.parametrize(
    "text",
    ["", "😀", "?!", "12 000", "x" * 5_000, "Vad gäller för skateparken?", "Mötet hölls i Folkets hus."],
)
def test_what_says_nothing_is_neither(text):
    assert stances([text]).tolist() == [NEITHER]


def test_known_vectors_give_the_same_answer():
    texts = ["Fler båtar.", "Inga fler båtar.", ""]
    judge = shipped_stance_judge()
    assert np.array_equal(judge.likely(texts), judge.likely(texts, shipped_model().texts(texts)))
    assert stances([]).tolist() == []


def test_unsure_texts_take_no_side():
    judge = shipped_stance_judge()
    against, in_favour = judge.thresholds
    shares = np.array([[against - 0.01, 0, 1 - against + 0.01], [0.3, 0.2, 0.5], [0.9, 0.1, 0.0]])
    assert judge.decide(shares)[2] == AGAINST
    assert in_favour > 0.5
    assert judge.decide(shares)[1] == NEITHER


WORDS = st.sampled_from(
    sorted(
        listed(
            "bygg stoppa inte aldrig fler färre skolan bron lägg ner om men och ingen ska bort ? . , behövs för"
        )
    )
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=1, max_size=6), st.randoms())
def test_each_text_is_judged_by_itself_whatever_stands_around_it(texts, random):
    together = shipped_stance_judge().likely(texts)
    order = list(range(len(texts)))
    random.shuffle(order)
    assert np.allclose(together[order], shipped_stance_judge().likely([texts[n] for n in order]), atol=2e-5)
    assert np.allclose(together.sum(axis=1), 1, atol=1e-4)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_without_failing(text):
    reading = read([text, text])
    found = find_cues(reading)
    taken = sides(reading, found, reading.letters)
    assert len(taken.way) == len(reading.word)
    assert set(np.unique(taken.way)) <= {-1, 0, 1}
    half = len(reading.word) // 2
    assert taken.way[:half].tolist() == taken.way[half:].tolist()
