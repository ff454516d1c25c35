"""The same input, seed and version give the same bytes."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_needs import package
from medskick.engine.analysis.contract import Contribution, Options
from medskick.engine.analysis.reading import statements
from medskick.engine.analysis.run import analyse
from medskick.engine.analysis.stages import points, prepare, vectors

FILES = ("result.json", "statements.csv", "masks.csv", "report.html")


def contents(folder):
    return {name: (folder / name).read_bytes() for name in FILES}


def test_a_second_run_gives_the_same_bytes(sample, sample_result, tmp_path):
    analyse(sample, tmp_path / "again", Options())
    assert contents(tmp_path / "again") == contents(sample_result.folder)


@pytest.fixture
def small_pieces(monkeypatch):
    """Chunks, blocks and anchors so few that even the sample is shared, and most of it placed by its neighbours."""
    monkeypatch.setattr(prepare, "FEWEST_TO_SHARE", 2)
    monkeypatch.setattr(prepare, "CHUNK", 20)
    monkeypatch.setattr(vectors, "CHUNK", 50)
    monkeypatch.setattr(points, "MOST_ANCHORS", 60)
    monkeypatch.setattr(points, "BLOCK", 25)


def test_two_workers_give_the_same_bytes(sample, tmp_path, small_pieces):
    analyse(sample, tmp_path / "alone", Options())
    analyse(sample, tmp_path / "workers", Options(workers=2))
    assert contents(tmp_path / "workers") == contents(tmp_path / "alone")


def test_a_cluster_gives_the_same_bytes(sample, tmp_path, small_pieces):
    distributed = package("distributed")
    analyse(sample, tmp_path / "alone", Options())
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster:
        analyse(sample, tmp_path / "cluster", Options(scheduler=cluster.scheduler_address))
    assert contents(tmp_path / "cluster") == contents(tmp_path / "alone")


@pytest.mark.shared
def test_two_runs_over_the_development_set_give_the_same_bytes(inspel, inspel_result, tmp_path):
    analyse(inspel, tmp_path / "again", Options())
    assert contents(tmp_path / "again") == contents(inspel_result.folder)


def test_the_order_of_rows_changes_nothing_but_the_order_of_rows(sample, sample_result, tmp_path):
    shuffled = sample[:]
    random.Random(4).shuffle(shuffled)
    analyse(shuffled, tmp_path / "out", Options())
    for name in ("result.json", "report.html"):
        assert (tmp_path / "out" / name).read_bytes() == (sample_result.folder / name).read_bytes()
    lines = sorted((tmp_path / "out" / "statements.csv").read_bytes().splitlines())
    assert lines == sorted((sample_result.folder / "statements.csv").read_bytes().splitlines())


def test_another_seed_is_allowed_to_differ_but_keeps_every_statement(sample, sample_result, tmp_path):
    other = analyse(sample, tmp_path / "out", Options(seed=7))
    keys = [[(s.statement_id, s.start, s.end) for s in statements(r)] for r in (other, sample_result)]
    assert keys[0] == keys[1]


def test_nothing_of_the_machine_is_in_the_files(sample_result):
    everything = b"".join(contents(sample_result.folder).values())
    assert str(sample_result.folder.parent).encode() not in everything


@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_themes_hold_the_same_texts_whatever_the_order(sample, data, tmp_path_factory):
    texts = [c.text for c in sample if c.text.strip()][:24]
    order = data.draw(st.permutations(range(len(texts))))
    contributions = [Contribution(f"r{i}", texts[i]) for i in order]
    straight = [Contribution(f"r{i}", text) for i, text in enumerate(texts)]
    folder = tmp_path_factory.mktemp("order")
    placed = [
        {
            (s.statement_id, s.topic_id, s.x, s.y)
            for s in statements(analyse(given_, folder / name, Options()))
        }
        for name, given_ in (("a", contributions), ("b", straight))
    ]
    assert placed[0] == placed[1]
