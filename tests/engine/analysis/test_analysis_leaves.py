"""Leaves of large topics: tight, named, counted, and the same whatever order the contributions come in."""

from html.parser import HTMLParser
from types import SimpleNamespace

import numpy as np

from medskick.engine.analysis.contract import Options
from medskick.engine.analysis.edition import bundle
from medskick.engine.analysis.edition.leaf_ids import settle_leaf_ids
from medskick.engine.analysis.output.report.leaves import leaves as leaves_of_report
from medskick.engine.analysis.run import analyse
from medskick.engine.analysis.stages.ids import LEAST_OVERLAP
from medskick.engine.analysis.stages.leaves import FEWEST_STATEMENTS, FEWEST_WORDINGS, find_leaves


def found(result):
    """All leaves of a result."""
    return [leaf for node in result.document["themes"] for leaf in node.get("leaves", [])]


def points(groups, each, noise, seed=3):
    random = np.random.default_rng(seed)
    middles = np.linalg.qr(random.normal(size=(200, 200)))[0][:groups]
    tight = np.repeat(middles, each, axis=0) + 0.02 * random.normal(size=(groups * each, 200))
    all_ = np.vstack([tight, random.normal(size=(noise, 200))])
    return (all_ / np.linalg.norm(all_, axis=1, keepdims=True)).astype(np.float32)


def test_tight_groups_are_found_and_strays_are_in_none():
    vectors = points(groups=3, each=12, noise=200)
    leaves = find_leaves(np.arange(len(vectors)), np.arange(len(vectors)), vectors)
    assert [
        sorted(leaf.statements.tolist()) for leaf in sorted(leaves, key=lambda leaf: leaf.statements[0])
    ] == [list(range(start, start + 12)) for start in (0, 12, 24)]


def test_a_topic_with_few_statements_has_no_leaves():
    vectors = points(groups=2, each=6, noise=FEWEST_STATEMENTS - 13)
    assert find_leaves(np.arange(len(vectors)), np.arange(len(vectors)), vectors) == []


def test_copies_of_one_wording_make_no_leaf():
    vectors = points(groups=1, each=30, noise=60)
    wording = np.concatenate([np.zeros(30, dtype=int), np.arange(1, 61)])
    assert find_leaves(np.arange(90), wording, vectors) == []


def test_statements_outside_the_sample_join_the_leaf_they_are_close_to():
    vectors = points(groups=2, each=100, noise=300)
    leaves = find_leaves(np.arange(500), np.arange(500), vectors, most=100)
    assert sorted(len(leaf.statements) for leaf in leaves) == [100, 100]


def test_the_result_has_named_leaves_with_counts_and_a_quote(inspel_result):
    leaves = found(inspel_result)
    assert leaves
    for node in inspel_result.document["themes"]:
        own = node.get("leaves", [])
        assert [leaf["id"] for leaf in own] == [f"{node['id']}.{n}" for n in range(1, len(own) + 1)]
        labels = [leaf["label"].lower() for leaf in own]
        assert len({*labels, node["label"].lower()}) == len(own) + 1
        assert sum(leaf["size"] for leaf in own) <= node["size"]
    for leaf in leaves:
        assert leaf["size"] >= FEWEST_WORDINGS
        assert leaf["quote"] is None or leaf["quote"]["text"]


def test_leaves_do_not_depend_on_the_order_of_contributions(inspel, inspel_result, tmp_path):
    turned = analyse(inspel[::-1], tmp_path / "out", Options())
    assert found(turned) == found(inspel_result)


def test_leaves_keep_their_ids_in_the_next_edition(inspel, tmp_path):
    """With a seventh of the texts coming later, and once more when themes are looked for afresh."""
    early = [one for n, one in enumerate(inspel) if n % 7]
    first = analyse(early, tmp_path / "first", Options())
    second = analyse(inspel, tmp_path / "second", Options(previous=tmp_path / "first"))
    third = analyse(inspel, tmp_path / "third", Options(previous=tmp_path / "second", themes=9))
    old, new = ({leaf["id"]: {*leaf["statement_ids"]} for leaf in found(one)} for one in (first, second))
    kept = old.keys() & new.keys()
    assert len(kept) >= 0.6 * len(old)
    here = {*bundle.read_leaves(first.folder)}
    for own in kept:
        assert len(old[own] & new[own]) >= LEAST_OVERLAP * min(len(old[own]), len(new[own] & here))
    gone = old.keys() - new.keys()
    assert gone <= set(second.document["retired_ids"])
    assert not set(second.document["retired_ids"]) & {leaf["id"] for leaf in found(third)}
    for result in (second, third):
        ids = [leaf["id"] for leaf in found(result)]
        assert len(set(ids)) == len(ids)
        for node in result.document["themes"]:
            assert all(leaf["id"].startswith(f"{node['id']}.") for leaf in node.get("leaves", []))
            assert all("members" not in leaf for leaf in node.get("leaves", []))


def leaf_named(own, members):
    return {"id": own, "members": np.array(members)}


def test_leaf_takes_the_id_of_the_one_it_shares_most_with_and_old_ids_rest(monkeypatch):
    """Statements 0–9 were in T1.1.1, 10–14 in T1.1.2; T1.1.3 is long gone; 20–24 were in a leaf of another topic."""
    was = {**dict.fromkeys(range(10), "T1.1.1"), **dict.fromkeys(range(10, 15), "T1.1.2")}
    was |= {**dict.fromkeys(range(20, 25), "T1.2.1"), 25: "", 26: ""}
    monkeypatch.setattr(bundle, "read_leaves", lambda folder: {str(n): own for n, own in was.items()})
    before = SimpleNamespace(
        ids=[str(n) for n in range(30)],
        retired=["T1.1.3", "T7"],
        result=SimpleNamespace(
            folder=None,
            themes=[
                {"id": "T1.1", "leaves": [{"id": "T1.1.1"}, {"id": "T1.1.2"}]},
                {"id": "T1.2", "leaves": [{"id": "T1.2.1"}]},
            ],
        ),
    )
    now = {
        "themes": [
            {
                "id": "T1.1",
                "leaves": [
                    leaf_named("", [12, 13, 14, 27, 28]),
                    leaf_named("", [*range(8), 25, 26]),
                    leaf_named("", [20, 21, 22, 23, 24, 10]),
                ],
            }
        ],
        "retired_ids": ["T7"],
    }
    places = settle_leaf_ids(now, 30, before, np.arange(30))
    assert [leaf["id"] for leaf in now["themes"][0]["leaves"]] == ["T1.1.2", "T1.1.1", "T1.1.4"]
    assert now["retired_ids"] == ["T1.1.3", "T1.2.1", "T7"]
    assert (places.ids[places.of[3]], places.ids[places.of[24]], places.of[15]) == ("T1.1.1", "T1.1.4", -1)
    again = {"themes": [{"id": "T1.1", "leaves": [leaf_named("", [27, 28])]}]}
    settle_leaf_ids(again, 30, before, np.arange(30))
    assert again["themes"][0]["leaves"][0]["id"] == "T1.1.4"


def test_leaves_add_no_entries_to_themes_and_no_column_to_statements(inspel_result):
    assert all(node["id"].count(".") <= 1 for node in inspel_result.document["themes"])
    header = (inspel_result.folder / "statements.csv").read_text("utf-8-sig").splitlines()[0]
    assert "leaf" not in header


def test_the_report_folds_leaves_and_says_few_persons_in_words_only(inspel_result):
    page = (inspel_result.folder / "report.html").read_text("utf-8")
    for leaf in found(inspel_result):
        assert f'id="{leaf["id"]}"' in page
    topic = {"size": 50, "leaves": [{"id": "T1.1.1", "label": "A<b", "size": 6, "persons": 4, "quote": None}]}
    html = leaves_of_report(topic)
    HTMLParser().feed(html)
    assert "färre än 5 personer" in html
    assert "A&lt;b" in html
    assert html.startswith("<details><summary>1\u00a0tät grupp")


def test_the_criteria_stand_in_the_report_as_a_suggestion(inspel_result):
    page = (inspel_result.folder / "report.html").read_text("utf-8")
    assert "förslag av dator, inte bedömt" in page
