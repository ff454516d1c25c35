"""Greetings, presentations, lead-ins and broken pieces are told from what says something by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medskick.engine.analysis.contract import Contribution, Mask
from medskick.engine.analysis.stages.prepare import prepare
from medskick.engine.text.whole import only_tells_who, says_something


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
        "Ingen vet vilken väg man ska gå på.",
        "Rusta upp huset som vi alla bor i!",
        "Vi hjälper till så gott vi kan.",
        "Det är just så det är.",
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
        "Det finns många som.",
        "Bygg ut vägen och.",
        "Rusta upp huset som vi alla bor i",
        "Vi hjälper till så gott vi kan",
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


NAME, PHONE = "Anna Svensson", "070-123 45 67"


def pieces_of(text, *covered):
    """The statements of a text in which a person has covered the given words."""
    masks = tuple(Mask("text", text.index(own), text.index(own) + len(own), "name") for own in covered)
    return prepare(Contribution("1", text, masks=masks)).pieces


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        (f"Ring {NAME} {PHONE}.", (NAME, PHONE)),
        (f"Jag heter {NAME} och nås på anna@exempel.se", (NAME, "anna@exempel.se")),
        (f"Mvh {NAME}", (NAME,)),
        (f"Med vänliga hälsningar {NAME}", (NAME,)),
        (f"Hälsningar från {NAME}, 42 år", (NAME,)),
        (f"{NAME}, 17 år", (NAME,)),
        (f"Kontakta gärna {NAME} om du vill veta mer, tel. {PHONE}", (NAME, PHONE)),
        (f"Vid frågor mejla mig: {PHONE}", (PHONE,)),
        (f"Tack {NAME}!", (NAME,)),
        (f"{NAME} {PHONE}", (NAME, PHONE)),
    ],
)
def test_what_only_leads_to_a_covered_name_or_number_is_without_content(text, covered):
    assert [piece.no_content for piece in pieces_of(text, *covered)] == [True]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        (f"Ring mig om bussen {PHONE}", (PHONE,)),
        (f"Ring {NAME} {PHONE} om badhuset.", (NAME, PHONE)),
        (f"Kontakta {NAME} på kommunen om vägen", (NAME,)),
        (f"{NAME} vill ha fler bussar.", (NAME,)),
        (f"Tack {NAME} på vårdcentralen", (NAME,)),
        (f"Mvh {NAME}, som saknar tåget", (NAME,)),
        (f"Hälsningar från {NAME} i Boden", (NAME,)),
        (f"Jag vill inte bo vid {PHONE}", (PHONE,)),
        (f"Vi bor på {PHONE} och hör bullret", (PHONE,)),
        (f"Nej till {NAME}", (NAME,)),
        (f"Ring om {NAME}", (NAME,)),
        (f"Gör Storgatan till gågata, {NAME}", (NAME,)),
        (f"{NAME}: bibliotek", (NAME,)),
        (f"{NAME} vill se 200 år gamla hus", (NAME,)),
    ],
)
def test_a_word_about_the_matter_keeps_the_rest_of_a_covered_text(text, covered):
    assert not any(piece.no_content for piece in pieces_of(text, *covered))


@pytest.mark.parametrize("text", ["Ring mig.", "Hälsningar från oss", "Jag bor i en by", "Tack till er"])
def test_where_nothing_is_covered_the_rule_does_not_speak(text):
    assert not any(piece.no_content for piece in pieces_of(text))


def test_only_the_statement_that_holds_the_covered_words_is_asked():
    text = f"Vi behöver fler bussar. Hör av er. Ring {NAME} {PHONE}."
    assert [piece.no_content for piece in pieces_of(text, NAME, PHONE)] == [False, False, True]


@given(st.text(max_size=60))
def test_the_rest_of_any_text_has_an_answer(rest):
    assert only_tells_who(rest) in (True, False)
    assert not only_tells_who(rest + " badhuset")
