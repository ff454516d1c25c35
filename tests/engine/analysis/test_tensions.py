"""Tensions: two sides of one matter, never two matters; symmetrical, safe to show, and the same in any order."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.crew import Alone
from medskick.engine.analysis.criteria import shipped_judge
from medskick.engine.analysis.output.report.tension import tensions as tension_html
from medskick.engine.analysis.represent import BlendedRepresentation
from medskick.engine.analysis.represent.trained import shipped_model
from medskick.engine.analysis.run import analyse
from medskick.engine.analysis.stages.corpus import build_corpus, canonical_order
from medskick.engine.analysis.stages.duplicates import families
from medskick.engine.analysis.stages.prepare import prepare
from medskick.engine.analysis.stages.tensions import Tensions, wilson
from medskick.engine.analysis.stages.vectors import Vectors, describe, fit

PRO = [
    "Bygg ut hamnen, båtarna får inte plats.",
    "Vi behöver en större hamn och hamnen behöver djupare vatten.",
    "Satsa på hamnen, den ger liv åt hela kusten.",
    "Hamnen måste få vara kvar i byn.",
    "Rädda hamnen innan pirarna rasar.",
]
CONTRA = [
    "Lägg ner hamnen, ingen sköter den längre.",
    "Stoppa hamnen, viken ska vara till för badande.",
    "Vi säger nej till hamnen i viken.",
    "Hamnen förstör bottnarna i hela viken.",
    "Avveckla hamnen och låt naturen komma tillbaka.",
]
REST = ["Hamnen byggdes på femtiotalet av fiskarna.", "Hur många båtar ryms i hamnen?"]


def found_in(contributions):
    ordered = canonical_order(contributions)
    corpus = build_corpus(ordered, [prepare(contribution) for contribution in ordered])
    vectors = Vectors(shipped_model().texts(corpus.texts))
    finder = Tensions(corpus, families(corpus.texts), vectors, "sv")
    return finder.of_group(np.arange(len(corpus)))


def voices(texts, **more):
    return [Contribution(f"r{number}", text, **more) for number, text in enumerate(texts)]


def side(tension, name):
    return next(row for row in tension["sides"] if row["side"] == name)


def test_two_sides_of_one_matter_are_told_with_their_shares():
    (tension,) = found_in(voices(PRO + CONTRA + REST))
    assert tension["target"] == "hamnen"
    assert tension["read"] == tension["of"]
    assert [side(tension, name)["statements"] for name in ("for", "against", "neither")] == [5, 5, 2]
    shares = [row["share"]["value"] for row in tension["sides"]]
    assert sum(shares) == pytest.approx(1, abs=0.002)
    assert all(
        row["share"]["low"] <= row["share"]["value"] <= row["share"]["high"] for row in tension["sides"]
    )
    assert tension["sides"][2]["side"] == "neither"


@pytest.mark.parametrize("fewer", [PRO[:2] + CONTRA, PRO + CONTRA[:2], PRO + REST, CONTRA + REST, PRO, []])
def test_fewer_than_three_on_a_side_are_no_tension(fewer):
    assert found_in(voices(fewer)) == []


def test_opposite_wishes_about_different_things_are_no_tension():
    texts = [
        "Fler bänkar i parken.",
        "Vi behöver bänkar vid dammen.",
        "Bygg bänkar längs stigen.",
        "Bänkarna är viktiga för oss äldre.",
        "Färre hundar i parken.",
        "Förbjud hundar vid dammen.",
        "Det är för många hundar längs stigen.",
        "Hundarna förstör rabatterna.",
    ]
    assert found_in(voices(texts)) == []


def test_a_matter_that_each_side_narrows_to_something_else_is_no_tension():
    texts = [
        "Höj avgiften för kryssningsfartyg.",
        "Höj avgiften för husbilar.",
        "Vi vill ha högre avgift för grossister.",
        "Sänk avgiften för pensionärer.",
        "Sänk avgiften för skolklasser.",
        "Lägre avgift för föreningar.",
    ]
    assert found_in(voices(texts)) == []
    plain = [text.split(" för ")[0] + "." for text in texts]
    more = ["Höj avgiften nu.", "Sänk avgiften i år.", "Avgiften är för hög.", "Avgiften är för låg."]
    assert [t["question"] for t in found_in(voices(plain + more))] == ["raise_or_lower"]


def test_praise_and_complaints_are_no_tension_while_nobody_wants_the_opposite():
    texts = [
        "Biblioteket är underbart.",
        "Biblioteket är viktigt för oss.",
        "Biblioteket är bra för barnen.",
        "Öppna biblioteket på söndagar.",
        "Hyllorna i biblioteket är för höga.",
        "Toaletten i biblioteket är smutsig.",
        "Kön till datorerna är för lång.",
        "Färre trappor till biblioteket.",
    ]
    assert found_in(voices(texts)) == []


COMPOSED = Path(__file__).resolve().parents[2] / "data" / "tensions.tsv"


@pytest.fixture(scope="module")
def composed():
    """(topic, matter, target told or "") for each topic of 307 composed statements."""
    lines = COMPOSED.read_text("utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    matter_of = {topic: matter for topic, matter, _, _ in rows}
    ordered = canonical_order([Contribution(f"{row[0]}/{n}", row[3]) for n, row in enumerate(rows)])
    corpus = build_corpus(ordered, [prepare(contribution) for contribution in ordered])
    representation = fit(corpus, BlendedRepresentation(seed=0))
    seen = describe(corpus, representation, shipped_judge(), Alone(), lambda *_: None)
    vectors = Vectors(np.vstack([described.vectors for _, described in seen]))
    finder = Tensions(corpus, families(corpus.texts), vectors, "sv")
    topics = np.array([corpus.contributions[owner].id.split("/")[0] for owner in corpus.owner])
    found = {topic: finder.of_group(np.flatnonzero(topics == topic)) for topic in matter_of}
    return [(topic, matter, [t["target"] for t in found[topic]]) for topic, matter in matter_of.items()]


def test_no_tension_is_invented_in_composed_topics(composed):
    assert [entry for entry in composed if entry[2] not in ([], [entry[1]])] == []


def test_most_composed_tensions_are_found(composed):
    asked = [found for _, matter, found in composed if matter]
    assert sum(map(bool, asked)) >= len(asked) - 1


def swapped(texts):
    """Each text with the way it points turned, by words that turn and nothing else."""
    turns = {"Bygg ut": "Lägg ner", "Lägg ner": "Bygg ut", "Rädda": "Stoppa", "Stoppa": "Rädda"}
    return [next(turns[w] + t[len(w) :] for w in turns if t.startswith(w)) for t in texts]


PLAIN = [
    "Bygg ut hamnen så fort det går, vi väntar alla.",
    "Rädda hamnen för barnens skull, säger jag.",
    "Bygg ut hamnen vid udden där det är djupt.",
    "Rädda hamnen, tycker hela kvarteret i dag.",
    "Lägg ner hamnen så fort vintern kommer, det tycker jag.",
    "Stoppa hamnen för fiskens skull, menar grannarna.",
    "Lägg ner hamnen vid gamla sågen i år.",
]


def test_swapping_the_sides_swaps_the_result():
    (one,) = found_in(voices(PLAIN))
    (other,) = found_in(voices(swapped(PLAIN)))
    assert one["target"] == other["target"]
    assert [row["side"] for row in one["sides"]] == [row["side"] for row in other["sides"]]
    for name, opposite in (("for", "against"), ("against", "for"), ("neither", "neither")):
        for key in ("statements", "contributions", "persons", "share"):
            assert side(one, name)[key] == side(other, opposite)[key]


@settings(max_examples=12, deadline=None)
@given(st.permutations(list(range(len(PRO + CONTRA + REST)))))
def test_the_order_of_rows_does_not_matter(order):
    rows = voices(PRO + CONTRA + REST)
    assert found_in([rows[n] for n in order]) == found_in(rows)


def test_copies_in_one_sending_count_once_and_do_not_make_a_side():
    copies = [Contribution(f"c{n}", CONTRA[0], sending="same") for n in range(6)]
    assert found_in([*voices(PRO), *copies]) == []
    of_one = [Contribution(f"c{n}", text, sending="same") for n, text in enumerate(CONTRA)]
    assert found_in([*voices(PRO), *of_one]) == []
    (tension,) = found_in([*voices(PRO + CONTRA), *copies])
    assert side(tension, "against")["statements"] == 11
    assert side(tension, "against")["persons"] == 6
    assert side(tension, "against")["share"]["value"] == round(6 / 11, 3)


def test_who_speaks_for_both_is_on_neither_side():
    torn = Contribution("torn", "Rädda hamnen. Stoppa hamnen.", sending="torn")
    (tension,) = found_in([*voices(PRO + CONTRA), torn])
    assert side(tension, "for")["persons"] == side(tension, "against")["persons"] == 5
    assert side(tension, "neither")["persons"] == 1


def test_both_sides_are_quoted_alike_and_word_for_word():
    given_texts = {c.id: c.text for c in voices(PRO + CONTRA + REST)}
    (tension,) = found_in(voices(PRO + CONTRA + REST))
    quotes = [side(tension, name)["quotes"] for name in ("for", "against")]
    assert [len(own) for own in quotes] == [2, 2]
    for quote in quotes[0] + quotes[1]:
        assert given_texts[quote["contribution_id"]][quote["start"] : quote["end"]] == quote["text"]
    assert {q["text"] for q in quotes[0]} <= set(PRO)
    assert {q["text"] for q in quotes[1]} <= set(CONTRA)


def test_hidden_and_masked_texts_count_but_are_not_quoted():
    hidden = [Contribution(f"h{n}", text, quotable=False) for n, text in enumerate(CONTRA)]
    (tension,) = found_in([*voices(PRO), *hidden])
    assert side(tension, "against")["statements"] == 5
    assert side(tension, "for")["quotes"] == side(tension, "against")["quotes"] == []
    masked = [
        Contribution(f"m{n}", text, masks=(("text", len(text) - 5, len(text) - 1, "name"),))
        for n, text in enumerate(CONTRA)
    ]
    (tension,) = found_in([*voices(PRO), *masked])
    assert side(tension, "against")["quotes"] == []
    all_hidden = [Contribution(f"h{n}", text, quotable=False) for n, text in enumerate(PRO + CONTRA)]
    assert found_in(all_hidden) == []


def test_the_interval_is_wilsons():
    assert wilson(0, 0) == {"value": 0.0, "low": 0.0, "high": 1.0}
    found = wilson(5, 10)
    assert found["value"] == 0.5
    assert found["low"] == pytest.approx(1 - found["high"])
    assert wilson(50, 100)["low"] > found["low"]


def test_small_groups_get_no_number_and_no_share_in_the_report():
    (tension,) = found_in(voices(PRO + CONTRA + REST))
    page = tension_html([tension], 5)
    assert "färre än 5 personer. Därför visas inga antal" in page
    assert "6 personer" not in page, "with the topic's total it would tell the small number"
    assert "split" not in page
    assert " %" not in page.replace("\u00a0", " ")
    (told,) = found_in(voices(PRO + CONTRA))
    page = tension_html([told], 5)
    assert "50\u00a0%" in page
    assert 'class="split"' in page


def test_every_node_of_a_result_carries_its_tensions_and_the_report_shows_them(tmp_path):
    result = analyse(voices(PRO + CONTRA + REST), tmp_path / "out", Options(themes=1))
    found = [(node["parent"], t["target"]) for node in result.themes for t in node["tensions"]]
    assert [target for _, target in found] == ["hamnen"]
    assert "Här går åsikterna isär: hamnen" in (tmp_path / "out" / "report.html").read_text("utf-8")
