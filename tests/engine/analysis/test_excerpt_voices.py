"""Behind every number that an excerpt tells stand named statements, which give the same number."""

import numpy as np
import pytest

from medskick.engine.analysis.contract import Contribution
from medskick.engine.analysis.reading import statements
from medskick.engine.analysis.represent.trained import shipped_model
from medskick.engine.analysis.stages.corpus import build_corpus, canonical_order
from medskick.engine.analysis.stages.duplicates import families
from medskick.engine.analysis.stages.prepare import prepare
from medskick.engine.analysis.stages.public import Public
from medskick.engine.analysis.stages.quotes import Pool
from medskick.engine.analysis.stages.speaking import speakers
from medskick.engine.analysis.stages.summary import spoken_persons
from medskick.engine.analysis.stages.tensions import Tensions
from medskick.engine.analysis.stages.vectors import Vectors

FOR = [
    "Bygg ut hamnen, båtarna får inte plats.",
    "Satsa på hamnen, den ger liv åt hela kusten.",
    "Hamnen måste få vara kvar i byn.",
    "Rädda hamnen innan pirarna rasar.",
]
AGAINST = [
    "Lägg ner hamnen, ingen sköter den längre.",
    "Stoppa hamnen, viken ska vara till för badande.",
    "Vi säger nej till hamnen i viken.",
    "Avveckla hamnen och låt naturen komma tillbaka.",
]
NEITHER = ["Hamnen byggdes på femtiotalet av fiskarna.", "Hur många båtar ryms i hamnen?"]


@pytest.mark.parametrize("seed", range(12))
def test_those_whom_a_sentence_speaks_for_are_as_many_as_it_says(seed):
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 5, 40)
    first = np.cumsum(lengths) - lengths
    rows = int(lengths.sum())
    public = Public(np.arange(rows) * 3, first, rng.integers(1, 9, 40).astype(float), False)
    similar = np.round(rng.random((rows, 6)), 1)  # many ties
    pool = Pool(
        public, np.arange(6), np.arange(6), np.zeros(6), np.zeros(6), np.ones(6, dtype=bool), similar, 0.8
    )
    chosen = [4, 0, 3]
    spoken, others = spoken_persons(pool, chosen)
    found = speakers(pool, chosen)
    voters = [public.voter[rows] for rows in found]
    assert [public.persons[own].sum() for own in voters] == spoken.tolist()
    everybody = np.concatenate(voters)
    assert len(everybody) == len(set(everybody.tolist()))
    assert public.persons.sum() - public.persons[everybody].sum() == others
    for place, rows_of_one in enumerate(found):
        assert (similar[rows_of_one, chosen[place]] >= 0.8).all()


def test_the_sample_names_statements_of_its_own_theme(sample, sample_result):
    persons = {c.id: c.people for c in sample}
    sending = {c.id: c.sending or c.id for c in sample}
    place = {row.statement_id: row for row in statements(sample_result)}
    named = 0
    for node in sample_result.themes:
        for sentence in (node["summary"] or {"sentences": []})["sentences"]:
            rows = [place[own] for own in sentence["statement_ids"]]
            assert {row.topic_id if node["parent"] else row.theme_id for row in rows} <= {node["id"]}
            owners = [row.contribution_id for row in rows]
            assert len({sending[own] for own in owners}) == len(owners)
            if sentence["persons"] is not None:
                assert sum(persons[own] for own in owners) == sentence["persons"]
            named += len(rows)
        for leaf in node.get("leaves", []):
            assert len(leaf["statement_ids"]) == leaf["size"]
    assert named


def test_each_side_names_its_statements():
    told = canonical_order(
        [Contribution(f"r{number}", text) for number, text in enumerate(FOR + AGAINST + NEITHER)]
    )
    corpus = build_corpus(told, [prepare(contribution) for contribution in told])
    vectors = Vectors(shipped_model().texts(corpus.texts))
    (tension,) = Tensions(corpus, families(corpus.texts), vectors, "sv").of_group(np.arange(len(corpus)))
    texts = {c.id: c.text for c in told}
    expected = {"for": FOR, "against": AGAINST, "neither": NEITHER}
    for row in tension["sides"]:
        named = [texts[own.rpartition(".")[0]] for own in row["statement_ids"]]
        assert sorted(named) == sorted(expected[row["side"]])
        assert len(named) == row["statements"]
        assert {quote["text"] for quote in row.get("quotes", [])} <= set(named)
