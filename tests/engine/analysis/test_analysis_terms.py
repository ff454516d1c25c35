"""The terms of texts: stems and pairs that keep together, how they are written, and what kind of word each is."""

import numpy as np

from medskick.engine.analysis.stages.terms import read_terms

TEXTS = [
    "Förnybar energi i Luleå. Bussarna, bussen och BUSSEN.",
    "Vi vill ha förnybar energi till bussarna i Luleå!",
    "Mer förnybar energi – och hälso- och sjukvård 2030",
    "",
]


def of_text(lexicon, text):
    places, _ = lexicon.places(np.array([text]))
    return {
        lexicon.terms[t]: lexicon.written[f]
        for t, f in zip(lexicon.term[places].tolist(), lexicon.form[places].tolist(), strict=True)
    }


def test_a_text_holds_each_of_its_terms_once_as_first_written():
    lexicon = read_terms(TEXTS)
    assert of_text(lexicon, 0) == {
        "förnyb": "förnybar",
        "energi": "energi",
        "förnyb energi": "förnybar energi",
        "luleå": "Luleå",
        "buss": "bussarna",
    }
    assert "förnyb energi" in of_text(lexicon, 1)
    assert of_text(lexicon, 3) == {}


def test_words_are_counted_per_text_and_written_as_inside_sentences():
    lexicon = read_terms(TEXTS)
    bus, pair = lexicon.terms.index("buss"), lexicon.terms.index("förnyb energi")
    assert lexicon.documents[bus] == 2
    assert lexicon.documents[pair] == 3
    assert lexicon.forms_of(bus) == {"bussarna": 2}
    assert lexicon.holding(pair).tolist() == [0, 1, 2]
    assert lexicon.counted(np.array([1, 2]))[[bus, pair]].tolist() == [1, 2]
    assert [lexicon.terms[part] for part in lexicon.parts[pair]] == ["förnyb", "energi"]
    assert lexicon.usual[lexicon.terms.index("luleå")] == "Luleå"


def test_halves_of_compounds_numbers_and_filler_words_are_no_terms():
    terms = set(read_terms(TEXTS).terms)
    assert not terms & {"hälso", "2030", "och", "vill"}


def test_what_follows_a_preposition_that_places_is_told():
    lexicon = read_terms(TEXTS)
    assert lexicon.placed[lexicon.terms.index("luleå")] == 1
    assert lexicon.placed[lexicon.terms.index("energi")] == 0


def test_no_texts_and_texts_without_words_are_read_too():
    for texts in ([], [""], ["!", "hälso-"]):
        lexicon = read_terms(texts)
        assert lexicon.terms == lexicon.usual == []
        assert len(lexicon.start) == len(texts) + 1
