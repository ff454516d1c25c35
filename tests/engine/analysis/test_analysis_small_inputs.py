"""However little comes in, an analysis ends with files whose sums stand."""

import pytest

from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.reading import read_result, statements
from medskick.engine.analysis.run import analyse

INPUTS = {
    "nothing at all": [],
    "one voice": ["Fler bussar på kvällen."],
    "two voices": ["Fler bussar på kvällen.", "Bygg en simhall i Pajala."],
    "only empty rows": ["", "   "],
    "only no content": ["vet ej", "nej", "-", "…"],
    "one emoji": ["😀"],
    "the same words fifty times": ["Fler bussar på kvällen."] * 50,
    "forty voices without a word in common": [f"{chr(97 + i % 26) * 5}{i // 26}qx" for i in range(40)],
    "only a telephone number": ["070-174 06 33"],
}


@pytest.mark.parametrize("texts", INPUTS.values(), ids=INPUTS.keys())
def test_small_input_gives_a_whole_result(texts, tmp_path):
    contributions = [Contribution(f"r{n}", text) for n, text in enumerate(texts)]
    analyse(contributions, tmp_path / "out", Options())
    result = read_result(tmp_path / "out")
    found = list(statements(result))
    assert {s.contribution_id for s in found} == {c.id for c in contributions if c.text.strip()}
    themes = [theme for theme in result.themes if theme["parent"] is None]
    assert sum(theme["size"] for theme in themes) == len(found) == result.counts["statements"]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "manifest.json",
        "masks.csv",
        "placing-private.npz",
        "report.html",
        "result.json",
        "statements.csv",
    ]


@pytest.mark.parametrize("count", [9, 10, 29, 30, 31, 60])
def test_sizes_around_the_thresholds_work(sample, count, tmp_path):
    result = analyse(sample[:count], tmp_path / "out", Options())
    assert result.counts["received"] == count


def test_a_text_of_only_personal_data_still_counts(tmp_path):
    result = analyse([Contribution("a", "070-174 06 33")], tmp_path / "out", Options())
    assert [s.strength_class for s in statements(result)] == ["no_content"]


def test_a_title_speaks_where_the_text_is_empty(tmp_path):
    result = analyse([Contribution("a", " ", title="Bygg en simhall")], tmp_path / "out", Options())
    (only,) = statements(result)
    assert (only.field, only.start, only.end) == ("title", 0, 15)


def test_about_as_many_themes_as_asked_for(sample, tmp_path):
    result = analyse(sample, tmp_path / "out", Options(themes=5))
    ordinary = [theme for theme in result.themes if theme["parent"] is None and theme["kind"] == "theme"]
    assert 4 <= len(ordinary) <= 5


def test_kmeans_takes_over_where_leiden_is_missing(sample, tmp_path, monkeypatch):
    from medskick.engine.analysis.cluster import communities

    monkeypatch.setattr(communities, "graspologic_native", None)
    monkeypatch.setattr(communities, "BEST", "kmeans")
    result = analyse(sample, tmp_path / "out", Options())
    assert sum(t["size"] for t in result.themes if t["parent"] is None) == result.counts["statements"]
