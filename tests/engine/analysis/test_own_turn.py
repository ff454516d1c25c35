"""Two analyses never write to one folder at once, and what a killed one left is tidied away. With real processes."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from medskick.engine.analysis.cli import main
from medskick.engine.analysis.contract import AnalysisError, BusyError, Cancelled, Options
from medskick.engine.analysis.output.turn import own_turn
from medskick.engine.analysis.run import analyse

FILES = ("result.json", "statements.csv", "masks.csv", "report.html", "placing-private.npz", "manifest.json")

WAITS_WHILE_WRITING = """
import sys
from medskick.engine.analysis import cli, run

write = run.write_document

def wait(*given):
    print("waits", file=sys.stderr, flush=True)
    sys.stdin.readline()
    write(*given)

run.write_document = wait
sys.exit(cli.main(sys.argv[1:]))
"""

WAITS_BETWEEN_OLD_AND_NEW = """
import sys
from pathlib import Path
from medskick.engine.analysis import cli

rename = Path.rename

def wait(self, target):
    if self.suffix == ".part":
        print("waits", file=sys.stderr, flush=True)
        sys.stdin.readline()
    return rename(self, target)

Path.rename = wait
sys.exit(cli.main(sys.argv[1:]))
"""

TAKES_TURNS = """
import os, sys
from pathlib import Path
from medskick.engine.analysis.contract import BusyError
from medskick.engine.analysis.output.turn import own_turn

target, inside, turns = Path(sys.argv[1]), Path(sys.argv[2]), 0
while turns < 60:
    try:
        with own_turn(target):
            os.close(os.open(inside, os.O_CREAT | os.O_EXCL))
            os.unlink(inside)
            turns += 1
    except BusyError:
        pass
"""


@pytest.fixture
def arguments(sample_path):
    return [str(sample_path), "--text", "text", "--id", "id", "--title", "title", "--workers", "1", "--out"]


def started(script, *given):
    """A command in a process of its own that stands still where the script waits."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, given)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in process.stderr:
        if line.startswith("waits"):
            return process
    raise AssertionError("ended before it waited")


def killed(process):
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL


def left_of(folder):
    return sorted(path.suffix for path in folder.iterdir())


def same_files(one, other):
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in FILES)


def test_what_a_killed_analysis_left_is_gone_after_the_next(arguments, sample_result, tmp_path):
    killed(started(WAITS_WHILE_WRITING, *arguments, tmp_path / "out"))
    assert left_of(tmp_path) == [".medskick-lock", ".medskick-work", ".part"]
    assert main([*arguments, str(tmp_path / "out")]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_who_comes_second_is_told_and_the_first_is_left_in_peace(arguments, sample, tmp_path, capsys):
    first = started(WAITS_WHILE_WRITING, *arguments, tmp_path / "out")
    assert main([*arguments, str(tmp_path / "out")]) == 2
    assert "En annan analys skriver just nu till mappen out" in capsys.readouterr().err
    with pytest.raises(BusyError):
        analyse(sample[:20], tmp_path / "out", Options())
    assert left_of(tmp_path) == [".medskick-lock", ".medskick-work", ".part"]
    first.communicate("go on\n", timeout=60)
    assert first.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FILES)


def test_an_analysis_into_another_folder_is_not_kept_waiting(arguments, sample, tmp_path):
    first = started(WAITS_WHILE_WRITING, *arguments, tmp_path / "out")
    assert analyse(sample[:20], tmp_path / "out2", Options()).counts["received"] == 20
    killed(first)


def test_killed_between_the_old_result_and_the_new_the_old_one_comes_back(arguments, sample, tmp_path):
    earlier = analyse(sample[:30], tmp_path / "out", Options())
    was = {name: (earlier.folder / name).read_bytes() for name in FILES}
    killed(started(WAITS_BETWEEN_OLD_AND_NEW, *arguments, tmp_path / "out"))
    assert not (tmp_path / "out").exists()
    with pytest.raises(Cancelled):
        analyse(sample, tmp_path / "out", Options(), cancelled=lambda: True)
    assert {name: (tmp_path / "out" / name).read_bytes() for name in FILES} == was
    assert main([*arguments, str(tmp_path / "out")]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_only_what_analyses_of_this_folder_leave_is_removed(tmp_path):
    for name in (".out.abcd_123.part", ".out.zzzzzzzz.old"):
        (tmp_path / name / "result").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    kept = [
        ".out.b.abcd_123.part",
        ".out.ABCD1234.part",
        "out.abcd1234.part",
        ".ut.abcd1234.part",
        ".out.x.part",
    ]
    for name in kept:
        (tmp_path / name).mkdir()
    (tmp_path / ".out.filefile.part").write_text("en fil")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".out.linklink.part").symlink_to(tmp_path / "elsewhere")
    with own_turn(tmp_path / "out"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        # the old result stays: what has come in its place is no whole result
        [*kept, ".out.filefile.part", ".out.linklink.part", ".out.zzzzzzzz.old", "elsewhere", "out"]
    )
    for name in ("result.json", "manifest.json"):
        (tmp_path / "out" / name).write_text("{}")
    with own_turn(tmp_path / "out"):
        pass
    assert not (tmp_path / ".out.zzzzzzzz.old").exists()


def test_the_turn_is_over_however_it_ends(tmp_path):
    with pytest.raises(RuntimeError), own_turn(tmp_path / "out"):
        raise RuntimeError
    with own_turn(tmp_path / "out"), pytest.raises(BusyError, match="--out"), own_turn(tmp_path / "out"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_threads_of_one_process_take_turns_too(tmp_path):
    said = []

    def second():
        try:
            with own_turn(tmp_path / "out"):
                said.append("in")
        except AnalysisError as error:
            said.append(type(error))

    with own_turn(tmp_path / "out"):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert said == [BusyError]


def test_no_two_are_inside_at_once_though_the_lock_file_comes_and_goes(tmp_path):
    crowd = [
        subprocess.Popen([sys.executable, "-c", TAKES_TURNS, str(tmp_path / "out"), str(tmp_path / "inside")])
        for _ in range(3)
    ]
    assert [process.wait(timeout=60) for process in crowd] == [0, 0, 0]
    assert list(tmp_path.iterdir()) == []


def test_a_lock_file_that_somebody_left_is_in_nobodys_way(tmp_path):
    (tmp_path / ".out.medskick-lock").write_text("kvar")
    with own_turn(tmp_path / "out"):
        assert Path(tmp_path / ".out.medskick-lock").exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs symbolic links")
def test_a_lock_is_not_followed_to_somebody_elses_file(tmp_path):
    (tmp_path / "theirs").write_text("x")
    (tmp_path / ".out.medskick-lock").symlink_to(tmp_path / "theirs")
    with pytest.raises(OSError), own_turn(tmp_path / "out"):
        pass
    assert (tmp_path / "theirs").read_text() == "x"
