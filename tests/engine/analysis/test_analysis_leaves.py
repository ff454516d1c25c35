"""Leaves of large topics: tight, named, counted, and the same whatever order the contributions come in."""

from html.parser import HTMLParser

import numpy as np

from medskick.engine.analysis.contract import Options
from medskick.engine.analysis.output.report.leaves import leaves as leaves_of_report
from medskick.engine.analysis.run import analyse
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
