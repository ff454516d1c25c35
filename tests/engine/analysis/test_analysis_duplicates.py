"""Equal and nearly equal wordings are one family; others are not."""

from hypothesis import given
from hypothesis import strategies as st

from medskick.engine.analysis.stages.duplicates import families

LONG = "Vi kräver att bussen mellan byarna går även på kvällar och helger, annars kan ingen ung bo kvar här."


def test_case_spaces_and_punctuation_do_not_matter():
    assert families(["Fler bussar!", "  fler   BUSSAR ", "Fler bilar!"]).tolist() == [0, 0, 1]


def test_a_campaign_text_with_a_small_edit_is_the_same_family():
    assert families([LONG, LONG.replace("byarna", "byn"), LONG + " Tack."]).tolist() == [0, 0, 0]


def test_a_text_with_a_sentence_of_its_own_is_not_swallowed():
    own = LONG + " Själv kör jag min granne till dialysen i Luleå tre dagar i veckan, femton mil enkel väg."
    assert families([LONG, own]).tolist() == [0, 1]


def test_short_texts_must_be_equal():
    assert families(["Fler bussar", "Fler bussar nu"]).tolist() == [0, 1]


def test_a_mass_campaign_is_one_family():
    assert set(families([f"{LONG} Nr {n}" for n in range(300)]).tolist()) == {0}


@given(st.permutations(range(8)))
def test_families_do_not_depend_on_order(order):
    texts = [
        LONG,
        LONG + " Tack.",
        LONG.upper(),
        "Bygg en simhall.",
        "bygg en simhall",
        "Nej",
        "nej!",
        "Vet ej",
    ]
    straight, turned = families(texts), families([texts[i] for i in order])
    groups = {frozenset(i for i in range(8) if straight[i] == f) for f in straight}
    assert groups == {frozenset(order[i] for i in range(8) if turned[i] == f) for f in turned}
