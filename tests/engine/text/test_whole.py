"""Greetings, presentations, lead-ins and broken pieces are told from what says something by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medskick.engine.text.whole import says_something


@pytest.mark.parametrize(
    "text",
    [
        "Bygg ut hamnen, båtarna får inte plats.",
        "fler nattbussar så man kan ta sig hem",
        "Jag är orolig för skolan i byn.",
        "Jag är för att hamnen byggs ut.",
        "Vi är emot gruvan vid sjön.",
        "Vi är för barnens bästa.",
        "Jag bor i en by utan affär.",
        "Jag bor på landet och vill ha buss på kvällen.",
        "Att leva här ska vara enkelt.",
        "Bästa bussen är den som går.",
        "Som förälder vill jag att skolan är kvar.",
        "Vi är många som saknar tåget.",
        "Sänk skatten!",
    ],
)
def test_whole_sentences_say_something(text):
    assert says_something(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Hej!",
        "Hej, jag heter Kim och är ny här.",
        "God dag till er alla.",
        "Kära politiker!",
        "Jag är en 42-årig kvinna som bor i inlandet.",
        "Jag är 17 år och går på gymnasiet.",
        "Jag är mamma till två barn.",
        "Vi är ett par pensionärer.",
        "Jag bor i en liten by.",
        "Jag kommer från kusten.",
        "Mitt namn är Kim.",
        "2040 ser vi framför oss att:",
        "Mina förslag är:",
        "Här kommer några tankar",
        "Jag vill framföra följande.",
        "Mindre buller,",
        "och bättre vägar i hela byn",
        "Det finns många som",
        "Fler bussar",
        "Med vänliga hälsningar",
        "Tack på förhand",
    ],
)
def test_what_greets_presents_leads_on_or_is_broken_does_not(text):
    assert not says_something(text)


@given(st.text(max_size=400))
def test_any_text_has_an_answer_and_always_the_same(text):
    assert says_something(text) is says_something(text)


@given(st.sampled_from(["jag är ", "hej ", "vi bor i ", "mina "]), st.text("abc, ", max_size=20_000))
def test_long_texts_are_read_in_no_time(start, rest):
    assert says_something(start + rest) in (True, False)


@pytest.mark.parametrize(
    "start", ["mina förslag", "mina förslag är", "till kommunen", "jag är 42", "som mamma", "mina a"]
)
@pytest.mark.parametrize("space", [" ", "\n", "\u00a0"])
def test_a_gap_as_long_as_a_text_may_be_costs_no_more_than_its_length(start, space):
    """Cubed, these few would take hours."""
    assert says_something(start + space * 9_900 + "x") in (True, False)
