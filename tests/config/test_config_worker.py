"""The worker as a real process: killed, stopped, cancelled, two at once."""

from __future__ import annotations

import contextlib
import json
import signal
import sqlite3
import uuid
from pathlib import Path

import pytest

from helpers_house import wait_for

pytestmark = pytest.mark.xdist_group("worker")
START = """
from medskick.ground.core.access import SYSTEM
from medskick.ground.jobs import actions
out = [str(actions.start({kind!r}, {params!r}, by=SYSTEM).pk) for _ in range({times})]
"""


@pytest.fixture
def traces(tmp_path) -> Path:
    """Where the test work leaves its traces."""
    folder = tmp_path / "traces"
    folder.mkdir()
    return folder


def start(house, kind: str, times: int = 1, **params) -> list[str]:
    return house.shell(START.format(kind=kind, params=params, times=times))


def look(house, job: str) -> dict:
    """What the database says, read without any code of ours."""
    with contextlib.closing(sqlite3.connect(house.data / "medskick.sqlite3", timeout=20)) as reader:
        row = reader.execute(
            "SELECT state, attempts, result FROM jobs_job WHERE id = ?", [uuid.UUID(job).hex]
        ).fetchone()
        events = reader.execute(
            "SELECT data FROM live_event WHERE stream = ? ORDER BY id", [f"job:{job}"]
        ).fetchall()
    told = [json.loads(data)["state"] for (data,) in events]
    return {"state": row[0], "attempts": row[1], "result": json.loads(row[2] or "null"), "events": told}


def ask_to_cancel(house, job: str) -> None:
    """What ``actions.cancel`` writes for a running job."""
    with contextlib.closing(sqlite3.connect(house.data / "medskick.sqlite3", timeout=20)) as writer, writer:
        writer.execute("UPDATE jobs_job SET cancel_requested = 1 WHERE id = ?", [uuid.UUID(job).hex])


def signed(traces: Path) -> list[tuple[int, int]]:
    """(shard, process) for each shard that was really done."""
    log = traces / "log"
    lines = log.read_text().splitlines() if log.exists() else []
    return [(int(line.split()[0]), int(line.split()[1])) for line in lines]


def test_a_job_goes_on_in_another_worker_when_the_first_is_killed(house, traces):
    (job,) = start(house, "house.shards", folder=str(traces), total=8, seconds=0.3)
    first = house.start("worker")
    wait_for(lambda: len(signed(traces)) >= 3)
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = house.start("worker", "--until-empty")
    assert second.wait(90) == 0
    seen = look(house, job)
    assert (seen["state"], seen["attempts"], seen["result"]) == ("done", 2, {"shards": 8})
    # Nothing that was finished is done again, and both processes did their part.
    assert sorted(shard for shard, _pid in signed(traces)) == list(range(8))
    assert {pid for _shard, pid in signed(traces)} == {first.pid, second.pid}
    assert seen["events"][-1] == "done"


def test_a_stopped_worker_puts_its_job_back_without_counting_the_try(house, traces):
    (job,) = start(house, "house.shards", folder=str(traces), total=40, seconds=0.1)
    worker = house.start("worker")
    wait_for(lambda: signed(traces))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(40) == 0
    seen = look(house, job)
    assert (seen["state"], seen["attempts"]) == ("queued", 0)


def test_a_worker_with_a_handler_that_never_looks_up_still_ends_within_seconds(house, traces):
    (job,) = start(house, "house.deaf", folder=str(traces))
    worker = house.start("worker")
    wait_for((traces / "began").exists)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(40) == 0
    seen = look(house, job)
    assert (seen["state"], seen["attempts"]) == ("queued", 0)


def test_a_cancelled_job_stops_between_its_shards(house, traces):
    (job,) = start(house, "house.shards", folder=str(traces), total=200, seconds=0.1)
    house.start("worker")
    wait_for(lambda: signed(traces))
    ask_to_cancel(house, job)
    seen = wait_for(lambda: (told := look(house, job))["state"] == "cancelled" and told)
    assert seen["events"][-1] == "cancelled"
    assert len(signed(traces)) < 200


def test_long_work_does_not_hold_up_short_work(house, traces):
    (long,) = start(house, "house.shards", folder=str(traces), total=300, seconds=0.2)
    (short,) = start(house, "house.quick")
    house.start("worker")
    wait_for(lambda: signed(traces))
    wait_for(lambda: look(house, short)["state"] == "done")
    assert look(house, long)["state"] == "running"


def test_two_workers_do_every_job_exactly_once(house):
    jobs = start(house, "house.quick", times=40)
    workers = [house.start("worker", "--until-empty") for _ in range(2)]
    assert [worker.wait(120) for worker in workers] == [0, 0]
    assert {(seen["state"], seen["attempts"]) for seen in (look(house, job) for job in jobs)} == {("done", 1)}
    assert len(jobs) == 40
