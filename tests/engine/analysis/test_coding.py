"""Learning under a codebook: from nothing, from decisions, for several themes and for none, the same every time."""

import tracemalloc

import numpy as np
import pytest

from medskick.engine.analysis.codebook import Codebook, Decision, Entry, Example
from medskick.engine.analysis.coding import Decided, choose, learn
from medskick.engine.analysis.coding.material import learn_from, load_material
from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.reading import statements
from medskick.engine.analysis.represent.base import unit_rows
from medskick.engine.analysis.run import analyse

ENTRIES = (
    Entry("resor", "Resor utan bil", "Buss, tåg, tidtabeller och att komma hem utan bil."),
    Entry("vard", "Vård nära", "Vårdcentraler, sjukhus, läkare och väntetider."),
    Entry("skola", "Skola och lärande", "Skolor, lärare, gymnasium och vuxenutbildning."),
)
SAID = [
    "Sista turen till {} går klockan fem.",
    "Det tar tre veckor att få träffa en doktor i {}.",
    "Låt skolan i {} vara kvar.",
    "Pimpelfisket utanför {} är livet.",
]
PLACES = ["Pajala", "Kalix", "Boden", "Jokkmokk"]
VOICES = [Contribution(id=f"{n}{p[0]}", text=s.format(p)) for n, s in enumerate(SAID) for p in PLACES]


def clouds(seed=0, each=60, spread=0.9):
    """Four clouds of unit vectors that have nothing in common, and their middles."""
    lots = np.random.default_rng(seed)
    middles = unit_rows(np.linalg.qr(lots.normal(size=(64, 4)))[0].T)
    noise = lots.normal(size=(4 * each, 64)) / 64**0.5
    return unit_rows(np.repeat(middles, each, axis=0) + spread * noise), middles


def one_hot(labels, entries):
    return np.array([[label == n for n in range(entries)] for label in labels], dtype=bool).reshape(
        -1, entries
    )


def test_without_decisions_the_definitions_decide():
    points, middles = clouds()
    coded = learn(middles[:3], points).place(points)
    labels = np.repeat(np.arange(4), 60)
    assert np.mean(coded.order[:180, 0] == labels[:180]) > 0.95
    assert np.all((coded.strength >= 0) & (coded.strength <= 1))
    assert np.mean(coded.entry[180:] == -1) > np.mean(coded.entry[:180] == -1)


def test_decisions_move_what_is_like_them_and_little_else():
    points, middles = clouds()
    told = Decided(points[180:190], one_hot([2] * 10, 3))
    before, after = learn(middles[:3], points).place(points), learn(middles[:3], points, told).place(points)
    assert np.mean(after.entry[190:] == 2) > 0.9
    assert np.mean(before.entry[190:] == 2) < 0.5
    assert np.mean(before.order[:180, 0] == after.order[:180, 0]) > 0.95


def test_one_decision_that_nothing_is_like_moves_nothing():
    points, middles = clouds()
    alone = unit_rows(np.random.default_rng(5).normal(size=(1, 64)))
    alone = unit_rows(alone - (alone @ middles.T) @ middles)
    before = learn(middles[:3], points).place(points)
    after = learn(middles[:3], points, Decided(alone, one_hot([0], 3))).place(points)
    assert np.mean(before.entry != after.entry) < 0.1


def test_fits_none_is_learned():
    points, middles = clouds()
    told = Decided(points[180:190], np.zeros((10, 3), dtype=bool))
    after = learn(middles[:3], points, told).place(points)
    assert np.mean(after.entry[190:] == -1) > 0.9
    assert np.mean(after.entry[:180] == -1) < 0.2


def test_several_entries_at_once_are_learned():
    points, middles = clouds()
    told = Decided(points[180:195], np.array([[True, True, False]] * 15))
    after = learn(middles[:3], points, told).place(points)
    both = [
        {int(own), *also} == {0, 1} for own, also in zip(after.entry[195:], after.also[195:], strict=True)
    ]
    assert np.mean(both) > 0.8


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_points_and_entries_are_no_trouble(count):
    points, middles = clouds()
    coded = learn(middles[:1], points[:count]).place(points[:count])
    assert coded.entry.shape == (count,)
    assert choose(points[:count], np.ones(count), coded, np.zeros(0, dtype=int), 5) is not None


def test_chosen_are_undecided_different_and_the_same_every_time():
    points, middles = clouds()
    coded = learn(middles[:3], points).place(points)
    decided = np.arange(0, 240, 2)
    one, other = (choose(points, np.ones(240), coded, decided, 12) for _ in range(2))
    assert one == other
    asked = [point for point, _informs in one]
    assert len(set(asked)) == 12
    assert not set(asked) & set(decided.tolist())
    assert all(informs >= 1 for _point, informs in one)


def test_what_many_say_is_asked_about_before_what_one_says():
    points, middles = clouds()
    coded = learn(middles[:3], points).place(points)
    weights = np.ones(240)
    weights[200] = 500
    assert choose(points, weights, coded, np.zeros(0, dtype=int), 1)[0][0] == 200


def analysed(folder, voices=VOICES, **book):
    options = Options(codebook=Codebook(ENTRIES, **book), material=folder / "codes.npz")
    return analyse(voices, folder / "out", options)


def keys_of(result):
    nodes = {node["id"]: node.get("key", "") for node in result.themes if node["parent"] is None}
    return {s.contribution_id: (nodes[s.theme_id], s) for s in statements(result)}


def test_run_and_learning_from_its_material_say_the_same(tmp_path):
    said = [(VOICES[12], ("vard",)), (VOICES[13], ("vard",)), (VOICES[0], ())]
    decisions = tuple(Decision(voice.id, "text", 0, len(voice.text), keys) for voice, keys in said)
    without, whole = tmp_path / "a", tmp_path / "b"
    without.mkdir()
    whole.mkdir()
    analysed(without)
    found = keys_of(analysed(whole, decisions=decisions))
    material = load_material(without / "codes.npz")
    learned = learn_from(material, Codebook(ENTRIES), decisions)
    keys = [*material.keys, ""]
    placed = {
        span[0]: keys[int(learned.coded.entry[point])]
        for span, point in zip(material.spans, material.point_of.tolist(), strict=True)
    }
    assert {own: key for own, (key, _s) in found.items()} == placed
    assert placed[VOICES[0].id] == ""
    assert placed[VOICES[12].id] == "vard"
    assert {material.spans[n][0] for n, _informs in learned.next}.isdisjoint(
        {decision.contribution_id for decision in decisions}
    )


def test_rows_tell_strength_and_runner_up(tmp_path):
    found = keys_of(analysed(tmp_path))
    key, row = found[VOICES[0].id]
    assert key == "resor"
    assert 0 < row.theme_strength <= 1
    assert row.second_theme_id not in {"", row.theme_id}


def test_order_of_the_voices_changes_nothing(tmp_path):
    files = []
    for name, voices in (("a", VOICES), ("b", VOICES[::-1])):
        (tmp_path / name).mkdir()
        decision = Decision(VOICES[12].id, "text", 0, len(VOICES[12].text), ("skola", "vard"))
        result = analysed(tmp_path / name, voices, decisions=(decision,))
        rows = (result.folder / "statements.csv").read_text("utf-8").splitlines()
        files.append((sorted(rows), (tmp_path / name / "codes.npz").read_bytes()))
    assert files[0] == files[1]


def test_decisions_about_what_is_gone_say_nothing(tmp_path):
    gone = (
        Decision("nobody", "text", 0, 4, ("vard",)),
        Decision(VOICES[0].id, "text", 0, len(VOICES[0].text), ("borta",)),
    )
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with_gone = keys_of(analysed(tmp_path / "a", decisions=gone))
    without = keys_of(analysed(tmp_path / "b"))
    assert {own: key for own, (key, _s) in with_gone.items()} == {
        own: key for own, (key, _s) in without.items()
    }


def test_a_decision_about_a_span_that_was_cut_anew_goes_to_what_holds_it_and_a_lost_one_is_told(tmp_path):
    text = f"{VOICES[0].text} {VOICES[1].text}"
    voices = [*VOICES, Contribution("tva", text)]
    spans = {(0, len(text)): ("vard",), (len(text) + 5, len(text) + 9): ("skola",)}
    decisions = tuple(Decision("tva", "text", start, end, keys) for (start, end), keys in spans.items())
    result = analysed(tmp_path, voices, decisions=decisions)
    nodes = {node["id"]: node.get("key", "") for node in result.themes if node["parent"] is None}
    own = [nodes[s.theme_id] for s in statements(result) if s.contribution_id == "tva"]
    assert own == ["vard", "vard"]
    assert result.document["decisions"] == {
        "given": 2,
        "elsewhere": [{"statement": ["tva", "text", 0, len(text)], "now": ["tva.1", "tva.2"]}],
        "lost": [["tva", "text", len(text) + 5, len(text) + 9]],
    }
    learned = learn_from(load_material(tmp_path / "codes.npz"), Codebook(ENTRIES), decisions)
    assert "vard" in {ENTRIES[e].key for e in learned.coded.entry.tolist()}


def test_example_may_belong_to_several_or_to_none(tmp_path):
    examples = (
        Example("Pimpelfiske på isen", "-"),
        Example("Skolskjuts med bussen till skolan", "skola"),
        Example("Skolskjuts med bussen till skolan", "resor"),
    )
    voices = [*VOICES, Contribution(id="x", text="Skolskjuts med bussen till skolan.")]
    result = analysed(tmp_path, voices, examples=examples)
    found = keys_of(result)
    also = {row["statement_id"]: row["themes"] for row in result.document["also"]}
    nodes = {node["id"]: node.get("key", "") for node in result.themes}
    assert {found["x"][0], *(nodes[t] for t in also.get("x.1", []))} == {"skola", "resor"}
    assert found[VOICES[12].id][0] == ""


def test_many_decisions_teach_the_same_in_the_form_that_grows_with_their_number_only():
    """Empty dimensions change nothing but the form that is solved: among the decisions, or among the dimensions."""
    dice = np.random.default_rng(0)
    ways = unit_rows(dice.standard_normal((5, 20)))
    vectors = unit_rows(dice.standard_normal((120, 20)) + 2 * ways[dice.integers(0, 5, 120)])
    belongs = (vectors @ ways.T) > 0.4
    wider = [np.hstack([own, np.zeros((len(own), 200), dtype=own.dtype)]) for own in (ways, vectors)]
    few, many = (learn(w, v[:50], Decided(v, belongs)) for w, v in (wider, (ways, vectors)))
    assert few.weights[:, :20] == pytest.approx(many.weights, abs=1e-5)
    assert few.fit_weights[:20] == pytest.approx(many.fit_weights, abs=1e-5)


def test_twenty_thousand_examples_are_learned_from():
    """Their inner products with each other would fill 3 GB."""
    dice = np.random.default_rng(0)
    ways = unit_rows(dice.standard_normal((3, 16)))
    vectors = unit_rows(dice.standard_normal((20_000, 16)))
    belongs = np.eye(3, dtype=bool)[(vectors @ ways.T).argmax(axis=1)]
    tracemalloc.start()
    heads = learn(ways, vectors[:100], Decided(vectors, belongs))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 200_000_000
    assert (heads.scores(vectors).argmax(axis=1) == belongs.argmax(axis=1)).mean() > 0.9
