"""What a phrase and a sentence must be to hold."""

import pytest

from medskick.engine.analysis.language_model.quantity import who
from medskick.engine.analysis.language_model.schema import Heading, Slots
from medskick.engine.analysis.language_model.validators import (
    Group,
    RejectedError,
    Voice,
    check_heading,
    check_sentence,
)


def group(*texts, persons=1):
    voices = [Voice(f"r{n}.1", text, n, persons) for n, text in enumerate(texts, start=1)]
    given = {f"s{n}": voice for n, voice in enumerate(voices, start=1)}
    return Group(given, tuple(voices), {"k1": "bussar", "k2": "skolan"}, persons * len(voices))


def said(template, phrase, *texts, ids=("s1", "s2")):
    return check_sentence(Slots(template, phrase, tuple(ids)), group(*texts)).text


def refused(template, phrase, *texts, ids=("s1", "s2")):
    with pytest.raises(RejectedError) as error:
        said(template, phrase, *texts, ids=ids)
    return error.value.reason


def test_a_wish_that_two_people_have_becomes_a_sentence():
    texts = ["Vi vill ha fler bussar till Pajala", "Det behövs fler bussar till skolan"]
    assert said("vill_ha", "fler bussar", *texts) == "Några vill ha fler bussar."


def test_words_come_as_people_write_them():
    texts = ["Vi vill ha fler bussar till Pajala", "Det behövs fler bussar till Pajala"]
    assert said("vill_ha", "FLER BUSSAR till pajala", *texts) == "Några vill ha fler bussar till Pajala."


@pytest.mark.parametrize(
    "texts",
    [
        ("Vi vill inte ha fler bussar", "Inga fler bussar behövs"),
        ("Stoppa fler bussar", "Vi är emot fler bussar"),
        ("Vi slipper gärna fler bussar", "Vi vill slippa fler bussar"),
        ("Vi behöver aldrig fler bussar", "Varken fler bussar eller tåg behövs"),
        ("Fler bussar hotar miljön", "Fler bussar är fel väg"),
        ("Bygg tåg men fler bussar är onödigt", "Vi vill ha tåg men fler bussar blir dyrt"),
        ("Vi vill ha tåg hellre än fler bussar", "Satsa på tåg istället för fler bussar"),
        ("Fler bussar kommer nästa år", "Det går fler bussar i Boden"),
    ],
)
def test_who_does_not_wish_for_it_is_not_made_to(texts):
    assert refused("vill_ha", "fler bussar", *texts) in {"stance", "carriers", "divided"}


def test_a_kind_word_with_a_negation_in_it_is_not_called_critical():
    texts = ["Det är ingen dålig idé med nattbussar", "Nattbussar är inte alls fel"]
    assert refused("kritiska", "nattbussar", *texts) in {"stance", "carriers"}


def test_where_more_than_a_fifth_think_otherwise_one_side_is_not_the_summary():
    texts = ["Vi vill ha fler bussar", "Det behövs fler bussar", "Vi är emot fler bussar"]
    assert refused("vill_ha", "fler bussar", *texts) == "divided"
    assert said("skriver_om", "fler bussar", *texts) == "Några skriver om fler bussar."


def test_the_negation_between_the_words_is_not_dropped():
    texts = ["Lägg inte ner skolan i byn", "Lägg inte ner skolan"]
    assert refused("skriver_om", "lägg ner skolan", *texts) == "carriers"


def test_who_does_what_to_whom_is_not_turned_round():
    texts = ["Hundar skrämmer barn", "Hundar skrämmer barn ibland"]
    assert refused("skriver_om", "barn skrämmer hundar", *texts) == "carriers"


def test_words_of_two_people_do_not_make_one_opinion():
    texts = ["Vi vill ha en simhall", "Vi vill ha skattesänkning"]
    assert refused("vill_ha", "simhall skattesänkning", *texts) == "carriers"


def test_two_texts_of_one_sending_are_one_voice():
    one = [Voice("r1.1", "Vi vill ha fler bussar", 7, 1), Voice("r1.2", "Det behövs fler bussar", 7, 1)]
    both = Group({"s1": one[0], "s2": one[1]}, tuple(one), {}, 1)
    with pytest.raises(RejectedError, match="carriers"):
        check_sentence(Slots("vill_ha", "fler bussar", ("s1", "s2")), both)


def test_only_statements_that_carry_the_phrase_are_named_as_sources():
    texts = ["Vi vill ha fler bussar", "Det behövs fler bussar", "Skolan är bra"]
    checked = check_sentence(Slots("vill_ha", "fler bussar", ("s1", "s2", "s3")), group(*texts))
    assert checked.evidence == ("r1.1", "r2.1")
    assert (checked.persons, checked.of) == (2, 3)


def test_a_private_name_in_the_texts_is_not_repeated():
    texts = ["Vi vill att min granne Gunhild Testberg kör", "Det behövs att min granne Gunhild Testberg kör"]
    assert refused("vill_ha", "min granne Gunhild Testberg", *texts) == "name"


@pytest.mark.parametrize(
    ("persons", "of", "word"),
    [
        (2, 2, "Några"),
        (4, 6, "Några"),
        (5, 9, "De flesta"),
        (5, 10, "Flera"),
        (9, 30, "Flera"),
        (10, 40, "Många"),
        (10, 41, "Flera"),
        (51, 100, "De flesta"),
    ],
)
def test_the_word_for_how_many_follows_fixed_thresholds(persons, of, word):
    assert who(persons, of) == word


def test_a_label_of_words_from_the_list_holds_and_is_unique():
    held = group("Fler bussar till skolan", "Bussar och skolan")
    assert check_heading(Heading(("k1", "k2"), "", ()), held, lambda text: False).text == "Bussar och skolan"
    with pytest.raises(RejectedError, match="taken"):
        check_heading(Heading(("k1",), "", ()), held, lambda text: text == "Bussar")


def test_a_better_judge_of_stance_can_be_put_in():
    texts = ["Vi vill ha fler bussar", "Det behövs fler bussar"]
    with pytest.raises(RejectedError, match="stance"):
        check_sentence(
            Slots("vill_ha", "fler bussar", ("s1", "s2")),
            group(*texts),
            lambda given: ["against"] * len(given),
        )


@pytest.mark.parametrize(
    ("phrase", "texts"),
    [
        ("flygplatsen", ("Vi vill lägga ner flygplatsen", "Jag önskar att ni lägger ned flygplatsen")),
        ("turism", ("Vi vill ha mindre turism", "Det behövs mindre turism i fjällen")),
        ("vindkraftverk", ("Vi vill ha färre vindkraftverk", "Vi behöver färre vindkraftverk")),
        ("badhuset", ("Kommunen borde riva badhuset", "Vi vill riva badhuset")),
        ("gruvan", ("Vi vill stänga gruvan", "Kommunen måste stänga gruvan")),
        ("skatten", ("Ni borde sänka skatten", "Jag vill sänka skatten")),
        ("skolan", ("Vi vill ha skolan stängd", "Jag vill att skolan läggs ner")),
        ("skotrar", ("Vi vill förvisa alla skotrar", "Kommunen borde förvisa skotrar")),
    ],
)
def test_a_wish_for_less_is_no_wish_for_it(phrase, texts):
    assert refused("vill_ha", phrase, *texts) == "stance"


def test_a_wish_for_less_may_be_told_whole():
    texts = ["Vi vill ha mindre klasser", "Jag vill ha mindre klasser i skolan"]
    assert said("vill_ha", "mindre klasser", *texts) == "Några vill ha mindre klasser."


def test_a_label_that_no_statement_carries_is_refused():
    with pytest.raises(RejectedError, match="carriers"):
        check_heading(Heading(("k2",), "", ()), group("Fler bussar nu", "Bättre vägar"), lambda _: False)


@pytest.mark.parametrize(
    "texts",
    [
        ("Vi vill rädda badhuset", "Kommunen måste rädda badhuset nu"),
        ("Rädda badhuset!", "Det är viktigt att rädda badhuset"),
        ("Hjälp oss rädda badhuset", "Vi vill att ni räddar badhuset"),
        ("Kommunen ska rädda badhuset", "Rädda badhuset för barnens skull"),
    ],
)
def test_who_wants_to_save_something_wants_it_and_is_not_afraid_of_it(texts):
    assert said("vill_ha", "badhuset", *texts) == "Några vill ha badhuset."
    assert refused("kritiska", "badhuset", *texts) in {"stance", "divided"}


@pytest.mark.parametrize(
    "texts",
    [
        ("Vi är rädda för vargen", "Barnen är så rädda för vargen"),
        ("Vargen gör oss rädda", "Jag är rädd för vargen"),
        ("Många är rädda att vargen kommer", "Rädslan och oron för vargen är stor"),
    ],
)
def test_who_is_afraid_is_said_to_be(texts):
    assert said("kritiska", "vargen", *texts) == "Några är kritiska eller oroliga när de skriver om vargen."
    assert refused("vill_ha", "vargen", *texts) == "stance"


def test_worry_about_one_thing_is_none_about_another():
    texts = ["Bussen är bra men jag är orolig för skolan", "Bussen fungerar, skolan oroar oss"]
    assert refused("kritiska", "bussen", *texts) == "stance"
    assert said("kritiska", "skolan", *texts) == "Några är kritiska eller oroliga när de skriver om skolan."


def test_a_negation_about_another_thing_takes_no_worry_away():
    texts = ["Skolan är inte dålig, men vi är oroliga för vägen", "Vägen oroar oss. Skolan är inget problem"]
    assert said("kritiska", "vägen", *texts) == "Några är kritiska eller oroliga när de skriver om vägen."


@pytest.mark.parametrize(
    ("phrase", "texts"),
    [
        ("badhuset", ("Stoppa nedläggningen av badhuset", "Det är fel att riva badhuset")),
        ("skolan", ("Sluta skära ner på skolan", "Vi är emot att ni stänger skolan")),
        ("kusten", ("Fler bussar mot kusten", "Bygg en cykelväg mot kusten")),
        ("tåget", ("Tåget går långt bort", "Tåget är för långt bort")),
        ("parken", ("Rädda parken från hoten", "Vi vill rädda parken från exploatering och skador")),
    ],
)
def test_who_is_against_its_end_or_only_names_the_way_there_is_not_against_it(phrase, texts):
    assert refused("kritiska", phrase, *texts) in {"stance", "divided"}


@pytest.mark.parametrize(
    ("phrase", "texts"),
    [
        ("vindkraften", ("Stoppa vindkraften", "Vi är emot vindkraften")),
        ("vindkraften", ("Jag är mot vindkraften", "Ta bort vindkraften")),
        ("skotrarna", ("Vi vill förbjuda skotrarna, förbjud skotrarna", "Skotrarna skadar marken")),
        ("badhuset", ("Vi är oroliga att badhuset stängs", "Badhuset är hotat, oron är stor för badhuset")),
    ],
)
def test_who_is_against_something_or_worries_about_it_is_said_to(phrase, texts):
    assert said("kritiska", phrase, *texts) == f"Några är kritiska eller oroliga när de skriver om {phrase}."


def test_where_others_would_save_it_worry_alone_is_no_summary():
    texts = ["Stoppa vindkraften", "Vi är emot vindkraften", "Vi vill rädda vindkraften"]
    assert refused("kritiska", "vindkraften", *texts) == "divided"
