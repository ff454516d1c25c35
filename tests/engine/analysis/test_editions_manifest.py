"""The manifest says what a result was made of, and a rebuild has the same."""

import json
import random

import pytest

from medskick.engine.analysis.contract import AnalysisError, Options
from medskick.engine.analysis.edition.edits import Edits, Rename
from medskick.engine.analysis.edition.manifest import verify
from medskick.engine.analysis.run import analyse

MADE_OF = ("result.json", "report.html", "placing-private.npz", "manifest.json")


def test_a_rebuild_with_other_order_and_workers_has_the_same_manifest(sample, sample_result, tmp_path):
    shuffled = list(sample)
    random.Random(5).shuffle(shuffled)
    again = analyse(shuffled, tmp_path / "out", Options(workers=2))
    for name in MADE_OF:
        assert (again.folder / name).read_bytes() == (sample_result.folder / name).read_bytes(), name


def test_a_next_edition_is_rebuilt_to_the_same_bytes(sample, sample_result, tmp_path):
    edits = Edits((Rename("T1", "Resor"),))
    options = Options(previous=sample_result.folder, edits=edits)
    one = analyse(sample, tmp_path / "one", options)
    shuffled = list(sample)
    random.Random(6).shuffle(shuffled)
    two = analyse(shuffled, tmp_path / "two", options)
    for name in MADE_OF:
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes(), name
    stated = json.loads((one.folder / "manifest.json").read_text())
    assert stated["edits"] == edits.hash
    assert stated["previous"]


def test_it_names_everything_a_result_depends_on(sample_result):
    stated = json.loads((sample_result.folder / "manifest.json").read_text())
    assert {"engine", "source", "model", "libraries", "processor", "options", "input"} <= stated.keys()
    assert set(stated["files"]) == {
        path.name for path in sample_result.folder.iterdir() if path.name != "manifest.json"
    }
    assert verify(sample_result.folder) == []


def test_an_edition_whose_files_were_changed_is_not_carried_on(sample, tmp_path):
    result = analyse(sample[:40], tmp_path / "out", Options())
    path = result.folder / "statements.csv"
    path.write_text(path.read_text("utf-8").replace("T1.1", "T1.2", 1), "utf-8")
    with pytest.raises(AnalysisError, match=r"Filen statements\.csv i mappen out har ändrats"):
        analyse(sample[:40], tmp_path / "next", Options(previous=result.folder))
