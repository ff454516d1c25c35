"""A stopped analysis leaves nothing half-written and goes on from its finished stages."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from medskick.engine.analysis import run
from medskick.engine.analysis.checkpoint import Checkpoints
from medskick.engine.analysis.cli import main
from medskick.engine.analysis.contract import AnalysisError, Cancelled, Options
from medskick.engine.analysis.output.folder import writing_into
from medskick.engine.analysis.progress import STAGES
from medskick.engine.analysis.run import analyse
from medskick.engine.analysis.stages import prepare

FILES = ("result.json", "statements.csv", "masks.csv", "report.html", "placing-private.npz", "manifest.json")
NAMES = [name for name, _ in STAGES.values()]


def same_files(one, other):
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in FILES)


@pytest.mark.parametrize("stage", NAMES)
def test_stopped_in_any_stage_nothing_is_there_and_a_new_start_gives_the_same_bytes(
    stage, sample, sample_result, tmp_path
):
    seen = []

    def stop():
        return bool(seen) and seen[-1] == stage

    with pytest.raises(Cancelled):
        analyse(sample, tmp_path / "out", Options(), progress=lambda p: seen.append(p.stage), cancelled=stop)
    assert not (tmp_path / "out").exists()
    analyse(sample, tmp_path / "out", Options())
    assert same_files(tmp_path / "out", sample_result.folder)
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_finished_stages_are_not_done_again(sample, tmp_path, monkeypatch):
    def broken(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "lay_out", broken)
        with pytest.raises(KeyboardInterrupt):
            analyse(sample, tmp_path / "out", Options())
    monkeypatch.setattr(prepare, "prepare", broken)
    monkeypatch.setattr(run, "describe", broken)
    assert analyse(sample, tmp_path / "out", Options()).counts["received"] == len(sample)


def test_finished_stages_of_another_input_are_not_used(sample, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(run, "lay_out", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            analyse(sample, tmp_path / "out", Options())
    assert analyse(sample[:40], tmp_path / "out", Options()).counts["received"] == 40


def test_a_damaged_stage_file_is_done_again(sample, sample_result, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(run, "lay_out", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            analyse(sample, tmp_path / "out", Options())
    stored = [path for kind in ("npz", "npy", "jsonl") for path in sorted(tmp_path.rglob(f"*.{kind}"))]
    assert len(stored) >= 4
    for path in stored:
        path.write_bytes(path.read_bytes()[:100])
    analyse(sample, tmp_path / "out", Options())
    assert same_files(tmp_path / "out", sample_result.folder)


def test_an_earlier_result_stays_until_the_new_one_is_whole(sample, tmp_path, monkeypatch):
    analyse(sample[:30], tmp_path / "out", Options())
    before = (tmp_path / "out" / "result.json").read_bytes()

    def full_disk(*_):
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(run, "write_report", full_disk)
        with pytest.raises(OSError, match="no space"):
            analyse(sample, tmp_path / "out", Options())
    assert (tmp_path / "out" / "result.json").read_bytes() == before
    analyse(sample, tmp_path / "out", Options())
    assert (tmp_path / "out" / "result.json").read_bytes() != before


def test_the_disk_has_room_for_a_table_before_it_is_filled(tmp_path):
    checkpoints = Checkpoints(tmp_path / "work", "key")
    with checkpoints.new_table("vectors", (5000, 100)):
        (part,) = tmp_path.rglob("*.part")
        assert part.stat().st_blocks * 512 >= 5000 * 100 * 2


def test_where_the_new_result_cannot_come_in_place_the_earlier_one_stays(tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "result.json").write_text("förra")
    renamed = Path.rename

    def fails_for_the_new(self, target):
        if self.suffix == ".part":
            Path(target).mkdir()
            (Path(target) / "masks.csv").write_text("någon annans")
            raise OSError("not empty")
        return renamed(self, target)

    monkeypatch.setattr(Path, "rename", fails_for_the_new)
    with pytest.raises(OSError), writing_into(tmp_path / "out") as folder:
        (folder / "result.json").write_text("ny")
    assert [path.read_text() for path in tmp_path.rglob("result.json")] == ["förra"]


def test_a_folder_with_other_things_is_left_alone(sample, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "protokoll.docx").write_text("x")
    with pytest.raises(AnalysisError, match=r"protokoll\.docx"):
        analyse(sample, tmp_path / "out", Options())
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["protokoll.docx"]


@pytest.fixture(scope="module")
def uninterrupted(sample_path, tmp_path_factory):
    """The arguments of a command, and what it writes when nobody stops it."""
    arguments = [str(sample_path), "--text", "text", "--id", "id", "--title", "title", "--out"]
    out = tmp_path_factory.mktemp("whole") / "out"
    assert main([*arguments, str(out)]) == 0
    return arguments, out


WAITS_BEFORE_LAYOUT = """
import sys, time
from medskick.engine.analysis import cli, run

def wait(*_):
    print("waits", file=sys.stderr, flush=True)
    time.sleep(120)

run.lay_out = wait
sys.exit(cli.main(sys.argv[1:]))
"""


def _hear_ctrl_c():
    """A shell that runs the tests in its background has Ctrl-C ignored, and what it starts inherits that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_killed_command_resumes_to_the_same_bytes(sent, uninterrupted, tmp_path):
    """The command stands still where it is killed: a sample this small is otherwise done before a signal arrives."""
    arguments, whole = uninterrupted
    command = [sys.executable, "-c", WAITS_BEFORE_LAYOUT, *arguments, str(tmp_path / "cut")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=_hear_ctrl_c)
    for line in process.stderr:
        if line.startswith("waits"):
            break
    process.send_signal(sent)
    process.communicate(timeout=60)
    assert process.returncode == (130 if sent == signal.SIGINT else -signal.SIGKILL)
    assert not (tmp_path / "cut").exists()
    assert main([*arguments, str(tmp_path / "cut")]) == 0
    assert same_files(tmp_path / "cut", whole)
