"""Suggestions on reach, cooperation and the long run, and how widely a matter is shared."""

import csv

import numpy as np
import pytest

from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.criteria import asked_of, shared_by_many, shipped_judge
from medskick.engine.analysis.criteria.evidence import Beside
from medskick.engine.analysis.run import analyse


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("Stoppa vinsterna i välfärden, det måste riksdagen besluta.", "beyond_influence"),
        ("Sänk räntan och skatten på pensioner.", "beyond_influence"),
        ("Fler tåg mellan kusten och inlandet så att vi kan bo kvar och pendla.", "in"),
        ("Kommunerna, regionen och företagen måste utbilda fler undersköterskor tillsammans.", "in"),
    ],
)
def test_the_likeliest_scope_of_plain_cases(text, scope):
    assert shipped_judge().judge([text]).scope(0) == scope


def test_cooperation_and_the_long_run_are_told_apart_from_one_bodys_own_trifles():
    found = shipped_judge().judge(
        [
            "Regionen, kommunerna, Trafikverket och gruvbolagen behöver bygga ut järnvägen tillsammans.",
            "Telefonen på min vårdcentral tutar upptaget i dag.",
        ]
    )
    assert found.cooperation[0] > 0.6 > found.cooperation[1]
    assert found.long_term[0] > 0.6 > found.long_term[1]


def test_the_words_that_speak_for_an_answer_are_words_of_the_text():
    text = "Staten måste sänka skatten på drivmedel i glesbygd."
    words = shipped_judge().words_for([text], ["beyond_influence"])["beyond_influence"]
    assert words
    assert all(word in text.lower() for word in words)


@pytest.mark.parametrize("text", ["", "😀", "x" * 10_000])
def test_any_text_is_judged(text):
    found = shipped_judge().judge([text])
    assert found.scopes.sum() == pytest.approx(1, abs=1e-3)


def spread_over(groups, raised_by):
    """Ten persons in each of `groups`; those in `raised_by` (group → persons) raise the matter."""
    values, own = [], []
    for name in groups:
        for number in range(10):
            if number < raised_by.get(name, 0):
                own.append(len(values))
            values.append(name)
    return shared(values, own)


def shared(values, own):
    everybody = np.arange(len(values))
    people = np.ones(len(values), int)
    return shared_by_many({"group": asked_of(values, people, everybody)}, people, np.array(own, int))


def test_a_matter_of_all_places_is_wider_shared_than_a_louder_one_of_a_single_place():
    groups = list("abcdefgh")
    even = spread_over(groups, dict.fromkeys(groups, 1))
    loud = spread_over(groups, {"a": 10})
    assert even["value"] > loud["value"]
    assert even["low"] <= even["value"] <= even["high"]
    assert even["groups"]["group"] == {"of": 8, "reached": 8, "effective": 8.0}
    assert loud["groups"]["group"]["reached"] == 1
    assert loud["groups"]["group"]["effective"] < 6


def test_nothing_is_said_of_sharing_where_no_two_groups_are_large_enough():
    assert shared([None] * 9, range(3)) is None
    assert shared(["a"] * 9, range(3)) is None


def test_every_statement_in_the_main_language_is_judged_and_no_other(tmp_path):
    voices = [
        Contribution("a", "Fler bussar på kvällen.", municipality="2580"),
        Contribution("b", "The buses never come on time and nobody cares about us.", municipality="2580"),
        Contribution("c", "vet ej"),
    ]
    result = analyse(voices, tmp_path / "out", Options())
    with (result.folder / "statements.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["contribution_id"]: row for row in csv.DictReader(file)}
    assert rows["a"]["scope"]
    assert 0 <= float(rows["a"]["cooperation"]) <= 1
    assert rows["b"]["scope"] == rows["c"]["scope"] == ""
    criteria = {node["label"]: node["criteria"] for node in result.themes if node["parent"] is None}
    assert criteria["Svar utan innehåll"] is None
    assert any(
        found and set(found) == {"shared_by_many", "cooperation", "long_term", "within_reach"}
        for found in criteria.values()
    )


def test_places_and_words_that_say_nothing_never_speak_for_a_criterion():
    texts = [
        "Det finns ett stort behov i länet av att Luleå och Pajala bygger järnvägen tillsammans.",
        "I Norrbottens kommuner finns det järnväg som staten och kommunen måste bygga ut i Luleå-Boden 2030.",
    ]
    found = shipped_judge().words_for(texts, ["in", "cooperation", "long_term", "beyond_influence"])
    told = {word for words in found.values() for word in words}
    assert told & {"järnvägen", "järnväg"}
    silent = {"finns", "länet", "luleå", "pajala", "norrbottens", "luleå-boden", "2030", "kommunen", "stort"}
    assert not told & silent
    nothing = shipped_judge().words_for(["Det finns i Luleå, länet och Pajala."], ["in", "cooperation"])
    assert nothing == {"in": [], "cooperation": []}


def test_words_as_common_in_all_texts_speak_for_no_theme():
    own = [f"Kommunerna behöver bygga järnvägen tillsammans, skriver elev {n}." for n in range(6)]
    others = [f"Skolan ska laga maten själv, skriver elev {n} tillsammans med {n}." for n in range(6)]
    beside = Beside(np.arange(12), own + others)
    common = beside.common(np.arange(6), own)
    assert {"skriver", "elev", "tillsammans"} <= common
    assert not common & {"järnvägen", "bygga", "kommunerna"}
    words = shipped_judge().words_for(own, ["cooperation"], common)["cooperation"]
    assert words
    assert not common & set(words)
    assert words == shipped_judge().words_for(own[::-1], ["cooperation"], common)["cooperation"]
    assert beside.common(np.arange(12), own) == frozenset()
