"""New contributions are placed in a published edition without moving anything."""

import json
import shutil
from collections import Counter

import numpy as np
import pytest

from helpers_editions import WOLVES
from medskick.engine.analysis.contract import AnalysisError, Contribution, Options
from medskick.engine.analysis.edition import remembered
from medskick.engine.analysis.edition.bundle import FILE
from medskick.engine.analysis.edition.edits import Edits, Move, Outside
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


def _moved(sample, sample_result, tmp_path):
    """An edition where a person moved one statement and put another outside, and what they were."""
    kinds = {node["id"]: node for node in sample_result.themes}
    families = Counter(s.family_id for s in statements(sample_result))
    rows = [
        s
        for s in statements(sample_result)
        if families[s.family_id] == 1 and kinds[s.topic_id]["kind"] == "theme" and s.field == "text"
    ][:2]
    to = next(own for own, node in kinds.items() if node["kind"] == "theme" and node["parent"]
              and own not in {s.topic_id for s in rows})  # fmt: skip
    spans = [(s.contribution_id, s.field, s.start, s.end) for s in rows]
    edits = Edits((Move((spans[0],), to), Outside("beyond_reach", spans=(spans[1],))))
    folder = tmp_path / "decided"
    return analyse(sample, folder, Options(previous=sample_result.folder, edits=edits)), rows, to


def test_a_copy_follows_its_twin_wherever_people_put_it(sample, sample_result, tmp_path):
    decided, rows, to = _moved(sample, sample_result, tmp_path)
    texts = {c.id: c.text for c in sample}
    copies = [Contribution(f"ny-{n}", texts[s.contribution_id][s.start : s.end]) for n, s in enumerate(rows)]
    moved, outside = LiveEdition(decided.folder).place(copies).rows
    assert (moved.topic, moved.twin_id, moved.outside) == (to, rows[0].statement_id, "")
    assert (outside.twin_id, outside.outside) == (rows[1].statement_id, "beyond_reach")
    homes = {s.statement_id: s.topic_id for s in statements(decided)}
    homes[rows[1].statement_id] = "nowhere"
    moved, outside = LiveEdition(decided.folder, homes).place(copies).rows
    assert (moved.topic, outside.topic, outside.outside) == (to, "nowhere", "beyond_reach")
    del homes[rows[1].statement_id]
    hidden = LiveEdition(decided.folder, homes).place(copies).rows[1]
    assert (hidden.twin, hidden.twin_id, hidden.outside) == (False, "", "")


def test_what_lies_in_a_theme_outside_is_told_and_a_copy_follows_the_most_of_its_copies(sample, tmp_path):
    text = "Vi vill ha en isbana mitt i centrala Älvsbyn varje vinter."
    three = [Contribution(f"is-{n}", text) for n in range(3)]
    first = analyse([*sample, *three], tmp_path / "first", Options())
    spans = {s.contribution_id: (s.contribution_id, s.field, s.start, s.end) for s in statements(first)}
    own = {s.contribution_id: s.topic_id for s in statements(first)}["is-0"]
    to = next(n["id"] for n in first.themes if n["kind"] == "theme" and n["parent"] and n["id"] != own)
    edits = Edits((Move((spans["is-0"], spans["is-2"]), to), Outside("single_actor", to)))
    later = analyse([*sample, *three], tmp_path / "later", Options(previous=first.folder, edits=edits))
    row = LiveEdition(later.folder).place([Contribution("ny", text.upper())]).rows[0]
    assert (row.topic, row.outside) == (to, "single_actor")
    assert row.twin_id in {"is-0.1", "is-2.1"}


def test_a_copy_of_what_a_person_found_content_in_follows_it(sample, sample_result, tmp_path):
    empty = next(s for s in statements(sample_result) if s.strength_class == "no_content")
    span = (empty.contribution_id, empty.field, empty.start, empty.end)
    text = next(c.text for c in sample if c.id == empty.contribution_id)[empty.start : empty.end]
    row = LiveEdition(sample_result.folder).place([Contribution("ny", text)]).rows[0]
    assert (row.kind, row.topic, row.twin) == ("no_content", None, False)
    assert row.twin_id
    same = [s for s in statements(sample_result) if s.family_id == empty.family_id]
    spans = tuple((s.contribution_id, s.field, s.start, s.end) for s in same)
    assert span in spans
    to = next(n["id"] for n in sample_result.themes if n["kind"] == "theme" and n["parent"])
    edits = Edits((Move(spans, to),))
    later = analyse(sample, tmp_path / "out", Options(previous=sample_result.folder, edits=edits))
    row = LiveEdition(later.folder).place([Contribution("ny", text)]).rows[0]
    assert (row.kind, row.topic, row.twin, row.strength_class) == ("theme", to, True, "weak")
    following = analyse(
        [*sample, Contribution("ny", text)], tmp_path / "following", Options(previous=later.folder)
    )
    assert next(s.topic_id for s in statements(following) if s.contribution_id == "ny") == to


def test_an_edition_of_an_earlier_version_still_places(sample, sample_result, live, tmp_path):
    """Files from before twins and campaigns were kept hold only what votes."""
    with np.load(sample_result.folder / FILE, allow_pickle=False) as file:
        stored = {name: file[name] for name in file.files}
    facts = json.loads(stored["facts"].tobytes())
    kept = stored["kept"]
    names = facts.pop("names")
    facts["kept"] = [names[n] for n in kept.tolist()]
    for name in ("kinds", "outside_topics", "outside_statements", "leaves"):
        del facts[name]
    stored["topic"] = stored.pop("homes")[kept]
    stored["form"] = stored.pop("forms")[kept]
    stored["positions"] = stored["positions"][kept]
    for name in ("kept", "whole", "campaigns", "left_whole", "leaf"):
        del stored[name]
    stored["facts"] = np.frombuffer(json.dumps(facts).encode("ascii"), dtype=np.uint8)
    folder = tmp_path / "old"
    shutil.copytree(sample_result.folder, folder)
    np.savez_compressed(folder / FILE, **stored)
    (folder / "manifest.json").unlink()
    new = [Contribution("ny", "Bussen hem på natten går alldeles för sällan på helgen."), sample[0]]
    assert LiveEdition(folder).place(new).rows == live.place(new).rows
    again = analyse(sample, tmp_path / "out", Options(previous=folder))
    assert again.document["changes"]["statements"]["same_topic"] == sample_result.counts["statements"]


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


@pytest.mark.parametrize("damage", [lambda whole: b"", lambda whole: whole[:100], lambda whole: whole[:-30]])
def test_a_damaged_memory_of_what_was_placed_is_no_memory(live, tmp_path, damage):
    answer = live.place([Contribution("ny", "Bussen hem på natten går alldeles för sällan på helgen.")])
    path = tmp_path / "live-private.npz"
    remembered.save(
        path, "key", {own: ("hash", one) for own, one in remembered.by_contribution(answer).items()}
    )
    assert list(remembered.load(path, "key")) == ["ny"]
    path.write_bytes(damage(path.read_bytes()))
    assert remembered.load(path, "key") == {}
