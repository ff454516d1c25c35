"""Language, words, stems, empty answers, canonical forms, and what importing costs."""

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medskick.engine.text.language import identify
from medskick.engine.text.normalise import nfc, normal_form, plain_view
from medskick.engine.text.tokens import STOPWORDS_SV, is_no_content, stem, words

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vi vill ha fler bussar till byarna och bättre vägar.", "sv"),
        ("Hä är int lätt å bo här men vi trivs", "sv"),
        ("We need better buses and more housing for young people.", "en"),
        ("Haluamme enemmän busseja ja parempia palveluja kylään.", "fi"),
        ("Mie halvaisin asua täälä mutta työtä oon liian vähän.", "fit"),
        ("Mii háliidit eanet boazodoalu ja sámegiela skuvllas.", "se"),
        ("Luleå", None),
        ("5g", None),
        ("", None),
        ("😀😀 2040 !!!", None),
    ],
)
def test_language_is_named_or_left_open(text, language):
    assert identify(text) == language


def short_texts():
    """(round, language or "other", text): "made" were there when the rules were written, "unseen" were not."""
    lines = (DATA / "text_languages.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


@pytest.mark.parametrize("written", ["made", "unseen"])
def test_short_ordinary_texts_are_told_or_left_open_but_never_taken_for_another_language(written):
    rows = [(truth, identify(text), text) for which, truth, text in short_texts() if which == written]
    assert [row for row in rows if row[1] is not None and row[0] != row[1]] == []
    for language, at_least in (("sv", 0.75), ("en", 0.85), ("fi", 0.75), ("fit", 0.7), ("se", 0.95)):
        own = [guess == truth for truth, guess, _text in rows if truth == language]
        assert sum(own) / len(own) >= at_least, language


def test_the_swedish_preposition_is_not_the_english_pronoun():
    assert identify("Vi bor i en by i Tornedalen") == "sv"
    assert identify("I Kiruna i vinter") is None
    assert identify("VI BOR I EN BY I TORNEDALEN") == "sv"
    assert identify("I like it when I ski") == "en"
    assert identify("My dog and I swim in the lake") == "en"


def test_names_of_places_do_not_turn_an_english_text_swedish():
    assert identify("My sister works in Luleå and Älvsbyn and Överkalix") == "en"


@pytest.mark.shared
def test_language_is_right_for_nineteen_of_twenty_and_seldom_wrong(shared_data):
    rows = [
        json.loads(line)
        for line in (shared_data / "inspel-dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    guesses = [(row["lang"], identify(row["text"])) for row in rows]
    assert sum(truth == guess for truth, guess in guesses) / len(guesses) >= 0.95
    assert sum(guess is not None and truth != guess for truth, guess in guesses) / len(guesses) <= 0.01
    small = [(truth, guess) for truth, guess in guesses if truth in ("fi", "fit", "se")]
    assert all(truth == guess for truth, guess in small)


def test_words_keep_hyphens_colons_decimals_and_their_places():
    text = "E4:an är 1,5 mil från Luleå–Boden, va\u030ar busslinje-idé. 😀"
    found = words(text)
    assert [w.text for w in found] == [
        "E4:an",
        "är",
        "1,5",
        "mil",
        "från",
        "Luleå",
        "Boden",
        "va\u030ar",
        "busslinje-idé",
    ]
    assert all(text[w.start : w.end] == w.text for w in found)


@pytest.mark.parametrize(
    ("forms", "root"),
    [
        (["buss", "bussen", "bussar", "bussarna"], "buss"),
        (["väg", "vägen", "vägar", "vägarna"], "väg"),
        (["skola", "skolor", "skolorna", "skolornas"], "skol"),
        (["möjlig", "möjlighet", "möjligheter", "möjligheterna"], "möj"),
        (["kärleksfullt", "kärleksfull"], "kärleksfull"),
        (["hopplöst", "hopplös"], "hopplös"),
        (["ö", "å", "ål"], None),
    ],
)
def test_inflected_forms_share_a_stem(forms, root):
    stems = [stem(form) for form in forms]
    assert stems == (forms if root is None else [root] * len(forms))


@given(st.text(alphabet="abdegiklnorstuåäöABÅÄÖ\u030a", min_size=1, max_size=20))
def test_a_stem_is_a_beginning_of_its_word_in_lower_case(word):
    assert nfc(word).lower().startswith(stem(word))


def test_stopwords_hold_no_subject_matter():
    assert {"och", "att", "inte"} <= STOPWORDS_SV
    assert STOPWORDS_SV.isdisjoint({"buss", "skola", "vård", "pengar", "jobb"})


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "...", "👍", "Vet ej.", "vet inte", "Nej", "inget", "Bra!", "Se ovan", "n/a", "xxxx"],
)
def test_answers_that_say_nothing_are_known(text):
    assert is_no_content(text)


@pytest.mark.parametrize(
    "text", ["5g", "Nej till vindkraft", "Bra bussar", "billigare hyror", "Inget BB i Kalix", "Öl"]
)
def test_short_answers_that_say_something_count(text):
    assert not is_no_content(text)


@given(st.text(max_size=60))
def test_the_comparison_key_is_stable(text):
    assert normal_form(normal_form(text)) == normal_form(text)
    assert normal_form(nfc(text)) == normal_form(unicodedata.normalize("NFD", text))


def test_case_spaces_and_punctuation_do_not_make_another_wording():
    assert normal_form("Rädda  AKUTEN, nu!") == normal_form("rädda akuten nu") == "rädda akuten nu"
    assert normal_form("Fler nattbussar") != normal_form("Fler nattbussar 😀")


@given(st.text(max_size=60))
def test_every_place_in_a_view_leads_back_into_the_original(text):
    view = plain_view(text)
    for i in range(len(view.text)):
        start, end = view.original(i, i + 1)
        assert 0 <= start < end <= len(text)


def test_importing_the_room_is_fast_and_loads_nothing_but_the_standard_library():
    code = """
import sys, time
before = set(sys.modules)
started = time.process_time()
import medskick.engine.text.normalise, medskick.engine.text.statements, medskick.engine.text.personal
import medskick.engine.text.conduct, medskick.engine.text.language, medskick.engine.text.tokens
import medskick.engine.text.masking
took = time.process_time() - started
print(took, *sorted({name.split(".")[0] for name in set(sys.modules) - before}))
"""
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(3)
    ]
    loaded = {module for run in runs for module in run.split()[1:]}
    assert loaded - set(sys.stdlib_module_names) == {"medskick"}
    assert min(float(run.split()[0]) for run in runs) < 0.2
