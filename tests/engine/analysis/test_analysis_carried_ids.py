"""A later analysis keeps the ids of what is still there."""

from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.reading import statements
from medskick.engine.analysis.run import analyse


def test_the_same_input_keeps_every_id_and_label(sample, sample_result, tmp_path):
    again = analyse(sample, tmp_path / "out", Options(previous=sample_result.folder))
    assert [(t["id"], t["label"]) for t in again.themes] == [
        (t["id"], t["label"]) for t in sample_result.themes
    ]
    assert again.document["changes"]["new"] == again.document["changes"]["gone"] == []


def test_more_voices_keep_most_statements_in_a_theme_with_the_same_id(sample, sample_result, tmp_path):
    more = [
        Contribution(f"ny-{n}", text) for n, text in enumerate(["Fler bussar till Pajala.", "Laga vägen."])
    ]
    later = analyse([*sample, *more], tmp_path / "out", Options(previous=sample_result.folder))
    before = {s.statement_id: s.theme_id for s in statements(sample_result)}
    after = {s.statement_id: s.theme_id for s in statements(later)}
    kept = sum(after[own] == theme for own, theme in before.items())
    assert kept >= 0.5 * len(before)


def test_a_number_that_was_used_is_not_used_for_something_else(sample, sample_result, tmp_path):
    other = [Contribution(f"annan-{n}", f"{c.text} Så är det.") for n, c in enumerate(sample) if c.text]
    later = analyse(other, tmp_path / "out", Options(previous=sample_result.folder))
    assert not {t["id"] for t in later.themes} & {t["id"] for t in sample_result.themes}
    assert set(later.document["changes"]["gone"]) == {t["id"] for t in sample_result.themes}
