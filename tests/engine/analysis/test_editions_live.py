"""New contributions are placed in a published edition without moving anything."""

import pytest

from helpers_editions import WOLVES
from medskick.engine.analysis.contract import AnalysisError, Contribution, Options
from medskick.engine.analysis.edition.bundle import FILE
from medskick.engine.analysis.edition.live import LiveEdition, place_new
from medskick.engine.analysis.reading import statements
from medskick.engine.analysis.run import analyse


@pytest.fixture(scope="module")
def live(sample_result):
    return LiveEdition(sample_result.folder)


def test_a_copy_of_a_published_statement_takes_its_place(sample_result, live, sample):
    published = {s.contribution_id: s for s in statements(sample_result) if s.statement_id.endswith(".1")}
    twins = 0
    for contribution in sample[:20]:
        own = published[contribution.id]
        row = live.place([Contribution("ny", contribution.text, title=contribution.title)]).rows[0]
        if row.twin:
            twins += 1
            assert row.topic == own.topic_id
            assert any(
                (row.x, row.y) == (s.x, s.y)
                for s in statements(sample_result)
                if s.family_id == own.family_id
            )
    assert twins >= 15


def test_something_new_is_placed_where_its_neighbours_are(sample_result, live):
    rows = live.place([Contribution("ny", "Bussen hem på natten går alldeles för sällan på helgen.")]).rows
    assert len(rows) == 1
    assert rows[0].kind == "theme"
    assert not rows[0].twin
    labels = {node["id"]: node for node in sample_result.themes}
    bus = [s.topic_id for s in statements(sample_result) if s.contribution_id == "prov-001"]
    assert labels[rows[0].topic]["parent"] == labels[bus[0]]["parent"]
    taken = {(s.x, s.y) for s in statements(sample_result)}
    assert (rows[0].x, rows[0].y) not in taken


def test_the_answer_for_one_does_not_depend_on_the_others(live):
    texts = ["Bygg fler bostäder i Kiruna.", "Vårdcentralen stänger för tidigt.", "Fler tåg till Luleå."]
    together = live.place([Contribution(f"n{n}", text) for n, text in enumerate(texts)]).rows
    for n, text in enumerate(texts):
        assert live.place([Contribution(f"n{n}", text)]).rows[0] == together[n]


def test_what_cannot_be_compared_is_told_apart(live):
    rows = live.place(
        [
            Contribution("tom", "vet ej"),
            Contribution("en", "The buses should run more often in the evening and at night.", lang="en"),
            Contribution("ingenting", ""),
        ]
    ).rows
    assert [(row.contribution_id, row.kind, row.topic) for row in rows] == [
        ("tom", "no_content", None),
        ("en", "language", None),
    ]


def test_nothing_lies_on_top_of_what_was_placed_before(live):
    import numpy as np

    first = live.place([Contribution("a", "Laga vägen mellan byarna.")]).rows[0]
    second = live.place(
        [Contribution("b", "Laga vägen mellan byarna.")], taken=np.array([[first.x, first.y]])
    ).rows[0]
    assert (first.x, first.y) != (second.x, second.y)


def test_people_decide_who_votes(sample_result, live):
    homes = {s.statement_id: "allt" for s in statements(sample_result)}
    contribution = Contribution("ny", "Bussen hem på natten går alldeles för sällan.")
    assert place_new(sample_result.folder, [contribution], homes)[0].topic == "allt"
    nobody = place_new(sample_result.folder, [contribution], {})[0]
    assert (nobody.topic, nobody.kind, nobody.strength) == (None, "alone", 0.0)


def test_many_new_of_one_new_matter_are_a_proposal_and_nothing_else(sample_result, live):
    before = (sample_result.folder / "statements.csv").read_bytes()
    placed = live.place([Contribution(f"varg-{n}", text) for n, text in enumerate(WOLVES)])
    theme_of = {node["id"]: node["parent"] for node in sample_result.themes if node["parent"]}
    proposals = [
        row for row in live.drift(placed, theme_of.__getitem__)["proposals"] if row["kind"] == "new_topic"
    ]
    assert len(proposals) == 1
    assert not proposals[0]["applied"]
    assert proposals[0]["count"] >= 9
    assert {row.topic for row in placed.rows} <= set(theme_of)
    assert (sample_result.folder / "statements.csv").read_bytes() == before


def test_few_new_of_known_matters_propose_nothing(sample_result, live, sample):
    placed = live.place([Contribution(f"ny-{n}", c.text) for n, c in enumerate(sample)])
    theme_of = {node["id"]: node["parent"] for node in sample_result.themes if node["parent"]}
    assert live.drift(placed, theme_of.__getitem__)["proposals"] == []


def test_the_private_file_is_for_its_owner_and_small(sample_result):
    path = sample_result.folder / FILE
    assert path.stat().st_mode & 0o077 == 0
    assert path.stat().st_size < 1_000 * sample_result.counts["statements"]
    kept = path.read_bytes()
    assert b"nattbuss" not in kept


def test_a_folder_without_the_private_file_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(AnalysisError, match="saknar det som behövs"):
        place_new(tmp_path, [Contribution("ny", "Fler bussar.")])


def test_an_edition_of_nothing_still_answers(tmp_path):
    result = analyse([Contribution("tom", "vet ej")], tmp_path / "out", Options())
    row = place_new(result.folder, [Contribution("ny", "Fler bussar till byarna.")])[0]
    assert (row.kind, row.topic) == ("alone", None)
